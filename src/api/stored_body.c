#include "api/stored_body.h"

#include "api/body_members.h"
#include "api/json_check.h"
#include "base/utf8.h"
#include "http/query.h"

#include <stdlib.h>
#include <string.h>

/* In JSON, where the environments of a kind stand; a certificate's come in a form only. */
static const char *const list_members[SOURCE_KINDS] = {
	[SOURCE_KEY] = "cryptoKeyInfoEnvironmentList",
	[SOURCE_KEYSTORE] = "keyStoreEnvironmentList",
};

void stored_body_free(struct stored_body *body)
{
	free(body->parts);
	body->parts = NULL;
	buffer_free(&body->texts);
}

static void make_parts(struct stored_body *body, size_t count)
{
	body->parts = calloc(count + 1, sizeof *body->parts);
	if (body->parts == NULL)
		abort();
	body->request.parts = body->parts;
	body->request.count = count;
	body->request.has_parts = true;
}

/* The members of the other kind are among those that we do not know, and ignored. */
static bool read_part(enum source_kind kind, struct json_object *element, struct source_part *part,
	struct failure *why)
{
	const struct body_member key_members[] = {
		{.name = "environmentName", .text = &part->environment},
		{.name = "publicKey", .text = &part->public_key},
		{.name = "privateKey", .text = &part->private_key},
	};
	const struct body_member keystore_members[] = {
		{.name = "environmentName", .text = &part->environment},
		{.name = "type", .text = &part->type},
		{.name = "file", .text = &part->file},
		{.name = "password", .text = &part->password},
	};
	const struct body_member *members = kind == SOURCE_KEY ? key_members : keystore_members;
	size_t count = kind == SOURCE_KEY ? sizeof key_members / sizeof *key_members
					  : sizeof keystore_members / sizeof *keystore_members;

	if (!json_check(list_members[kind], element, json_type_object, why))
		return fail_within(why, "An element of ");
	if (!body_members_check(element, members, count, why))
		return false;
	body_members_take(element, members, count);
	return true;
}

static bool read_parts(enum source_kind kind, struct json_object *tree, struct stored_body *body,
	struct failure *why)
{
	const char *member = list_members[kind];
	struct json_object *list = member == NULL ? NULL : json_object_object_get(tree, member);

	if (list == NULL)
		return true;
	if (!json_check(member, list, json_type_array, why))
		return false;
	make_parts(body, json_object_array_length(list));
	for (size_t i = 0; i < body->request.count; i++) {
		if (!read_part(kind, json_object_array_get_idx(list, i), &body->parts[i], why))
			return false;
	}
	return true;
}

static bool read_json(enum source_kind kind, struct json_object *tree, struct stored_body *body,
	struct failure *why)
{
	struct source_request *request = &body->request;
	const struct body_member members[] = {
		{.name = "name", .text = &request->name},
		{.name = "description", .text = &request->description},
		{.name = "keyType", .text = &request->type},
	};
	const size_t count = sizeof members / sizeof *members;

	if (!body_members_check(tree, members, count, why))
		return false;
	body_members_take(tree, members, count);
	return read_parts(kind, tree, body, why);
}

static size_t count_commas(const char *text)
{
	size_t count = 0;

	for (text = strchr(text, ','); text != NULL; text = strchr(text + 1, ','))
		count++;
	return count;
}

/* Takes names separated by commas, without the spaces around them. */
static void split_environments(const char *list, struct stored_body *body)
{
	make_parts(body, *list == '\0' ? 0 : count_commas(list) + 1);
	buffer_append_string(&body->texts, list);

	char *at = body->texts.data;

	for (size_t i = 0; i < body->request.count; i++) {
		char *end = strchrnul(at, ',');
		char *next = *end == '\0' ? end : end + 1;

		at += strspn(at, " ");
		while (end > at && end[-1] == ' ')
			end--;
		*end = '\0';
		body->parts[i].environment = at;
		at = next;
	}
}

static bool read_form(const struct form *form, struct stored_body *body, struct failure *why)
{
	struct source_request *request = &body->request;
	const char *environments;

	if (!form_text(form, "certificateName", &request->name, why) ||
		!form_text(form, "alias", &request->alias, why) ||
		!form_text(form, "certificateDescription", &request->description, why) ||
		!form_text(form, "environmentList", &environments, why))
		return false;
	request->certificate = form_value(form, "pemEncodedFile");
	if (environments != NULL)
		split_environments(environments, body);
	return true;
}

bool stored_body_read(
	struct call *call, enum source_kind kind, struct stored_body *body, struct failure *why)
{
	return call->form == NULL ? read_json(kind, call->body, body, why)
				  : read_form(call->form, body, why);
}

/* One of the words that a query parameter may have; `*index` stays when there is no such one. */
static bool read_word(const char *query, const char *name, const char *const words[2],
	size_t *index, struct failure *why)
{
	buffer_auto value = BUFFER_INIT;
	bool found;

	if (!query_get(query, name, &value, &found, why) || !found)
		return !found;
	for (size_t i = 0; i < 2; i++) {
		if (strcmp(value.data, words[i]) != 0)
			continue;
		*index = i;
		return true;
	}
	return fail(why, FAILURE_INVALID, "%s (%.*s) is not supported! Valid values: %s, %s", name,
		UTF8_SHOWN(value.data), words[0], words[1]);
}

bool stored_scope_read(const char *query, enum source_kind kind, struct source_request *request,
	struct failure *why)
{
	static const char *const truths[] = {"false", "true"};
	static const char *const scopes[] = {"SAME_PROJECT", "ALL_PROJECTS"};
	size_t truth = 0, scope = 0;

	if (kind != SOURCE_KEY)
		return true;
	if (!read_word(query, "updateReferencedJwks", truths, &truth, why) ||
		!read_word(query, "updateScope", scopes, &scope, why))
		return false;
	request->update_referenced = truth == 1;
	return true;
}
