#include "jwk/import_set.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <string.h>

#define LISTED_BYTES 400

/* NULL when it has none, or one that is no string. */
static const char *kid_of(struct json_object *jwk)
{
	struct json_object *kid;

	return json_object_object_get_ex(jwk, "kid", &kid) &&
			       json_object_is_type(kid, json_type_string)
		       ? json_object_get_string(kid)
		       : NULL;
}

/* "a, b, a key without kid, ...": as many as fit into a sentence. */
static void list_kids(struct json_object *keys, struct buffer *list)
{
	size_t count = json_object_array_length(keys);

	for (size_t i = 0; i < count; i++) {
		const char *kid = kid_of(json_object_array_get_idx(keys, i));
		const char *shown = kid == NULL ? "a key without kid" : kid;

		if (list->length > LISTED_BYTES) {
			buffer_printf(list, ", and %zu more", count - i);
			return;
		}
		buffer_printf(
			list, "%s%.*s", i == 0 ? "" : ", ", utf8_fit(shown, LISTED_BYTES), shown);
	}
}

static bool choose_by_kid(
	struct json_object *keys, const char *kid, struct json_object **jwk, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;
	size_t matches = 0;

	for (size_t i = 0; i < json_object_array_length(keys); i++) {
		struct json_object *key = json_object_array_get_idx(keys, i);
		const char *its_kid = kid_of(key);

		if (its_kid != NULL && strcmp(its_kid, kid) == 0) {
			*jwk = key;
			matches++;
		}
	}
	if (matches == 1)
		return true;
	if (matches > 1)
		return fail(why, FAILURE_INVALID,
			"There are %zu keys with kid (%.*s) in the JWK Set! Give the one that is "
			"meant as a single JWK.",
			matches, utf8_fit(kid, LISTED_BYTES), kid);
	list_kids(keys, &list);
	return fail(why, FAILURE_INVALID,
		"There is no key with kid (%.*s) in the JWK Set! It has: %s",
		utf8_fit(kid, LISTED_BYTES), kid, list.data);
}

static bool choose_from_set(
	struct json_object *keys, const char *kid, struct json_object **jwk, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	if (!json_object_is_type(keys, json_type_array))
		return fail(why, FAILURE_INVALID,
			"The member \"keys\" of a JWK Set must be an array of JWKs.");
	if (json_object_array_length(keys) == 0)
		return fail(why, FAILURE_INVALID, "The JWK Set has no keys.");
	if (kid != NULL)
		return choose_by_kid(keys, kid, jwk, why);
	if (json_object_array_length(keys) == 1) {
		*jwk = json_object_array_get_idx(keys, 0);
		return true;
	}
	list_kids(keys, &list);
	return fail(why, FAILURE_INVALID,
		"The JWK Set has %zu keys: kid must name one of them! It has: %s",
		json_object_array_length(keys), list.data);
}

bool import_set_choose(
	struct json_object *tree, const char *kid, struct json_object **jwk, struct failure *why)
{
	struct json_object *keys;

	*jwk = tree;
	if (!json_object_is_type(tree, json_type_object))
		return fail(why, FAILURE_INVALID,
			"A JWK must be a JSON object, and a JWK Set one with the member \"keys\".");
	if (!json_object_object_get_ex(tree, "kty", NULL) &&
		json_object_object_get_ex(tree, "keys", &keys))
		return choose_from_set(keys, kid, jwk, why);

	const char *its_kid = kid_of(tree);

	if (kid == NULL || (its_kid != NULL && strcmp(kid, its_kid) == 0))
		return true;
	if (its_kid == NULL)
		return fail(why, FAILURE_INVALID,
			"The JWK has no kid, but the one with kid (%.*s) is asked for! Leave kid "
			"out.",
			UTF8_SHOWN(kid));
	return fail(why, FAILURE_INVALID,
		"There is no key with kid (%.*s)! The kid of the JWK is: %.*s",
		utf8_fit(kid, LISTED_BYTES), kid, utf8_fit(its_kid, LISTED_BYTES), its_kid);
}
