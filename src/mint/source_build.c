#include "mint/source_build.h"

static const struct {
	bool (*build)(struct source_making *making, struct failure *why);
	const char *list_member; /* where a request has its environments */
} kinds[SOURCE_KINDS] = {
	[SOURCE_KEY] = {source_build_key, "Key cryptoKeyInfoEnvironmentList"},
	[SOURCE_CERTIFICATE] = {source_build_certificate, "environmentList value"},
	[SOURCE_KEYSTORE] = {source_build_keystore, "Keystore keyStoreEnvironmentList"},
};

bool source_is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

static bool require_certificate(const struct source_request *request, struct failure *why)
{
	if (source_is_empty(request->alias))
		return fail(why, FAILURE_INVALID, "alias value can not be empty!");
	if (request->certificate == NULL || request->certificate->length == 0)
		return fail(why, FAILURE_INVALID, "pemEncodedFile value can not be empty!");
	return true;
}

bool source_build_require(
	enum source_kind kind, const struct source_request *request, struct failure *why)
{
	if (source_is_empty(request->name))
		return fail(why, FAILURE_INVALID, "%s", source_words[kind].name_empty);
	if (kind == SOURCE_CERTIFICATE && !require_certificate(request, why))
		return false;
	if (request->count == 0)
		return fail(why, FAILURE_INVALID, "%s can not be empty!", kinds[kind].list_member);
	return true;
}

/* An environment once, under a name that one may have. */
static bool check_environment(
	const struct source_part *part, const struct source_record *after, struct failure *why)
{
	if (source_is_empty(part->environment))
		return fail(why, FAILURE_INVALID, "%s environmentName can not be empty!",
			source_words[after->kind].title);
	if (!name_check(part->environment, "environmentName", why))
		return false;
	if (source_record_entry(after, part->environment) != NULL)
		return fail(why, FAILURE_INVALID, "Environment (%s) is given twice!",
			part->environment);
	return true;
}

bool source_check_name(enum source_kind kind, const char *name, struct failure *why)
{
	buffer_auto what = BUFFER_INIT;

	buffer_printf(&what, "%s name", source_words[kind].title);
	return name_check(name, what.data, why);
}

bool source_check_texts(
	enum source_kind kind, const struct source_request *request, struct failure *why)
{
	buffer_auto what = BUFFER_INIT;

	buffer_printf(&what, "%s description", source_words[kind].title);
	return (request->name == NULL || source_check_name(kind, request->name, why)) &&
	       (request->description == NULL ||
		       description_check(request->description, what.data, why));
}

bool source_has_content(const struct source_request *request)
{
	return request->has_parts || request->alias != NULL || request->certificate != NULL;
}

bool source_build_environments(const struct source_request *request,
	const struct source_record *before, struct source_record *after, struct failure *why)
{
	if (!request->has_parts) {
		for (size_t i = 0; i < before->count; i++)
			source_record_add(after, before->entries[i].environment);
		return true;
	}
	if (request->count == 0)
		return fail(why, FAILURE_INVALID, "%s can not be empty!",
			kinds[after->kind].list_member);
	if (request->count > SOURCE_MAX_ENVIRONMENTS)
		return fail(why, FAILURE_INVALID,
			"%s has %zu environments! At most %d are allowed.",
			kinds[after->kind].list_member, request->count, SOURCE_MAX_ENVIRONMENTS);
	for (size_t i = 0; i < request->count; i++) {
		if (!check_environment(&request->parts[i], after, why))
			return false;
		source_record_add(after, request->parts[i].environment);
	}
	return true;
}

bool source_build(struct vault *vault, const struct source_request *request,
	const struct source_record *before, struct source_record *after, struct failure *why)
{
	after->type[0] = '\0';
	for (size_t i = 0; i < after->count; i++) {
		struct source_entry *entry = &after->entries[i];
		struct source_making making = {.vault = vault,
			.request = request,
			.part = request->has_parts ? &request->parts[i] : NULL,
			.before = before,
			.after = after,
			.entry = entry};

		if (before != NULL)
			making.former = source_record_entry(before, entry->environment);
		if (!kinds[after->kind].build(&making, why))
			return false;
	}
	return true;
}
