#include "mint/origin.h"

#include "base/utf8.h"
#include "mint/origin_get.h"
#include "mint/sources.h"

#include <string.h>

static const char type_list[] = "URL, COPY_PASTE, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY, KEYSTORE";

enum place { PLACE_TEXT, PLACE_URL, PLACE_STORED };
#define PLACES 3

struct form {
	const char *type;
	const char *member; /* that a request needs */
	enum place place;
	enum source_kind kind; /* PLACE_STORED, as is the next */
	bool with_private;
};

static const struct form forms[] = {
	{"URL", "url", PLACE_URL, 0, false},
	{"COPY_PASTE", "jwkStr", PLACE_TEXT, 0, false},
	{"CERTIFICATE", "certificateName", PLACE_STORED, SOURCE_CERTIFICATE, false},
	{"PUBLIC_KEY", "keyName", PLACE_STORED, SOURCE_KEY, false},
	{"PRIVATE_KEY", "keyName", PLACE_STORED, SOURCE_KEY, true},
	{"KEYSTORE", "keyStoreName", PLACE_STORED, SOURCE_KEYSTORE, true},
};

static const struct form *find_form(const char *type)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (strcmp(forms[i].type, type) == 0)
			return &forms[i];
	}
	return NULL;
}

void origin_init(struct origin *origin)
{
	*origin = (struct origin){.source = SOURCE_RECORD_INIT};
	import_init(&origin->import);
}

void origin_free(struct origin *origin)
{
	import_free(&origin->import);
	source_record_free(&origin->source);
}

bool origin_check_required(const struct import_request *request, struct failure *why)
{
	const char *const values[PLACES] = {
		[PLACE_TEXT] = request->jwk,
		[PLACE_URL] = request->url,
		[PLACE_STORED] = request->source_name,
	};
	const struct form *form;

	if (request->source_type == NULL || request->source_type[0] == '\0')
		return fail(why, FAILURE_INVALID, "JWK sourceType can not be empty!");
	form = find_form(request->source_type);
	if (form == NULL)
		return fail(why, FAILURE_INVALID,
			"JWK sourceType (%.*s) is not supported! Valid values: %s",
			UTF8_SHOWN(request->source_type), type_list);
	if (values[form->place] == NULL || values[form->place][0] == '\0')
		return fail(why, FAILURE_INVALID, "JWK %s can not be empty!", form->member);
	return true;
}

bool origin_check_values(const struct import_request *request, struct failure *why)
{
	enum place place = find_form(request->source_type)->place;

	if (place == PLACE_STORED && request->alias != NULL &&
		strlen(request->alias) > NAME_MAX_BYTES)
		return fail(why, FAILURE_INVALID,
			"JWK aliasName (%.*s...) has %zu bytes! At most %d are allowed.",
			utf8_fit(request->alias, 64), request->alias, strlen(request->alias),
			NAME_MAX_BYTES);
	return place != PLACE_URL || origin_check_url(request, why);
}

static bool read_text(const char *text, size_t length, const struct import_request *request,
	struct import *import, struct failure *why)
{
	bool wants_kid = request->kid != NULL && request->kid[0] != '\0';

	return import_jwk_text(text, length, wants_kid ? request->kid : NULL, import, why);
}

bool origin_get(struct vault *vault, const struct project *project,
	const struct import_request *request, struct origin *origin, struct failure *why)
{
	const struct form *form = find_form(request->source_type);
	struct import *import = &origin->import;
	buffer_auto body = BUFFER_INIT;

	origin->type = form->type;
	switch (form->place) {
	case PLACE_URL:
		return origin_fetch(vault, request, &body, why) &&
		       read_text(body.data, body.length, request, import, why);
	case PLACE_STORED:
		return origin_get_stored(
			vault, project, form->kind, form->with_private, request, origin, why);
	default:
		return read_text(request->jwk, strlen(request->jwk), request, import, why);
	}
}

bool origin_require(
	struct transaction *transaction, const struct origin *origin, struct failure *why)
{
	const struct source_record *source = &origin->source;
	source_record_auto now = SOURCE_RECORD_INIT;
	bool found;

	if (!origin->has_source)
		return true;
	if (!source_record_find(transaction, &source->project, source->kind, source->name, false,
		    &now, &found, why))
		return false;
	return (found && id_equal(&now.id, &source->id) && now.revision == source->revision) ||
	       fail(why, FAILURE_BUSY,
		       "%s (name: %s) was changed while a JWK was made from it! Try again.",
		       source_words[source->kind].title, source->name);
}
