#include "jwk/import.h"

#include "jwk/family.h"
#include "jwk/import_extra.h"
#include "jwk/import_set.h"
#include "jwk/import_use.h"
#include "jwk/jwk_tree.h"
#include "jwk/rsa_complete.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

void import_init(struct import *import)
{
	*import = (struct import){.use = JWK_NO_USE, .expires = IMPORT_NEVER};
	jwk_init(&import->jwk);
	buffer_init(&import->kid);
	buffer_init(&import->extra);
}

void import_free(struct import *import)
{
	jwk_free(&import->jwk);
	buffer_free(&import->kid);
	buffer_free(&import->extra);
	import_init(import);
}

static bool read_kid(struct json_object *jwk, struct import *import, struct failure *why)
{
	const char *kid;
	size_t characters;

	if (!jwk_tree_string(jwk, "kid", &kid, why))
		return false;
	if (kid == NULL)
		return true;
	if (kid[0] == '\0')
		return fail(why, FAILURE_INVALID,
			"The JWK member \"kid\" is empty! Leave it out to have one made.");
	if (!utf8_count(kid, strlen(kid), &characters) || utf8_has_control(kid, strlen(kid)))
		return fail(why, FAILURE_INVALID,
			"The JWK member \"kid\" must not contain control characters! 1 to %d "
			"printable characters are allowed.",
			IMPORT_KID_MAX_CHARACTERS);
	if (characters > IMPORT_KID_MAX_CHARACTERS)
		return fail(why, FAILURE_INVALID,
			"The JWK member \"kid\" (%.*s...) has %zu characters! 1 to %d printable "
			"characters are allowed.",
			utf8_fit(kid, 64), kid, characters, IMPORT_KID_MAX_CHARACTERS);
	buffer_append_string(&import->kid, kid);
	return true;
}

/* A NumericDate (RFC 7519 section 2); a fraction of a second is dropped. Absent: unchanged. */
static bool read_time(
	struct json_object *jwk, const char *name, int64_t *seconds, struct failure *why)
{
	struct json_object *value;

	if (!json_object_object_get_ex(jwk, name, &value))
		return true;

	bool is_number = json_object_is_type(value, json_type_int) ||
			 json_object_is_type(value, json_type_double);
	double number = is_number ? json_object_get_double(value) : -1;

	if (!(number >= 0 && number <= (double)CLOCK_LATEST))
		return fail(why, FAILURE_INVALID,
			"The JWK member \"%s\" (%.*s) is not supported! It must be a number of "
			"seconds since 1970-01-01T00:00:00Z, from 0 to %lld.",
			name, utf8_fit(json_object_to_json_string(value), 64),
			json_object_to_json_string(value), (long long)CLOCK_LATEST);
	*seconds = (int64_t)number;
	return true;
}

static bool read_times(struct json_object *jwk, struct import *import, struct failure *why)
{
	if (!read_time(jwk, "nbf", &import->not_before, why) ||
		!read_time(jwk, "exp", &import->expires, why))
		return false;
	return import->expires > import->not_before ||
	       fail(why, FAILURE_INVALID,
		       "The JWK member \"exp\" (%lld) must be after \"nbf\" (%lld)!",
		       (long long)import->expires, (long long)import->not_before);
}

bool import_jwk_text(const char *text, size_t length, const char *kid, struct import *import,
	struct failure *why)
{
	json_auto tree = NULL;
	struct json_object *jwk;

	import_free(import);
	return json_parse(text, length, &tree, why) && import_set_choose(tree, kid, &jwk, why) &&
	       jwk_tree_read(jwk, &import->jwk, why) && rsa_complete(&import->jwk, why) &&
	       jwk_check(&import->jwk, why) && import_use_read(jwk, import, why) &&
	       read_kid(jwk, import, why) && read_times(jwk, import, why) &&
	       import_extra_read(jwk, import, why);
}

bool import_same_key(const struct jwk *a, const struct jwk *b)
{
	if (a->type != b->type || a->curve != b->curve || a->type == JWK_OCT)
		return false;
	for (size_t i = 0; i < families[a->type]->count; i++)
		if (!families[a->type]->members[i].is_private &&
			!buffer_equal(&a->member[i], &b->member[i]))
			return false;
	return true;
}
