#include "jwk/import_use.h"

#include "jwk/import_fit.h"
#include "jwk/jwk_tree.h"

#include "base/utf8.h"

#include <string.h>

#define SHOWN_BYTES    128
#define MAX_OPERATIONS 32

static const struct {
	const char *name;
	enum jwk_use use;
} operations[] = {
	{"sign", JWK_SIGNATURE},
	{"verify", JWK_SIGNATURE},
	{"encrypt", JWK_ENCRYPTION},
	{"decrypt", JWK_ENCRYPTION},
	{"wrapKey", JWK_ENCRYPTION},
	{"unwrapKey", JWK_ENCRYPTION},
	{"deriveKey", JWK_ENCRYPTION},
	{"deriveBits", JWK_ENCRYPTION},
};

/* Operations of others say nothing about the use. */
static enum jwk_use use_of_operation(const char *name)
{
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
		if (strcmp(operations[i].name, name) == 0)
			return operations[i].use;
	return JWK_NO_USE;
}

/* RFC 7517 section 4.3: no value twice. */
static bool check_operation(struct json_object *array, size_t index, struct failure *why)
{
	struct json_object *value = json_object_array_get_idx(array, index);

	if (!json_object_is_type(value, json_type_string))
		return fail(why, FAILURE_INVALID,
			"The JWK member \"key_ops\" must be an array of strings.");

	const char *name = json_object_get_string(value);

	for (size_t i = 0; i < index; i++)
		if (strcmp(json_object_get_string(json_object_array_get_idx(array, i)), name) == 0)
			return fail(why, FAILURE_INVALID,
				"The JWK member \"key_ops\" has the value (%.*s) twice!",
				utf8_fit(name, SHOWN_BYTES), name);
	return true;
}

static bool read_operations(struct json_object *jwk, enum jwk_use *use, struct failure *why)
{
	struct json_object *array;

	*use = JWK_NO_USE;
	if (!json_object_object_get_ex(jwk, "key_ops", &array))
		return true;
	if (!json_object_is_type(array, json_type_array))
		return fail(why, FAILURE_INVALID,
			"The JWK member \"key_ops\" must be an array of strings.");
	if (json_object_array_length(array) > MAX_OPERATIONS)
		return fail(why, FAILURE_INVALID,
			"The JWK member \"key_ops\" has %zu values! At most %d are allowed.",
			json_object_array_length(array), MAX_OPERATIONS);
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		if (!check_operation(array, i, why))
			return false;

		enum jwk_use its_use = use_of_operation(
			json_object_get_string(json_object_array_get_idx(array, i)));

		if (its_use != JWK_NO_USE && *use != JWK_NO_USE && its_use != *use)
			return fail(why, FAILURE_INVALID,
				"The JWK member \"key_ops\" has operations of signatures (sign, "
				"verify) and of encryption! One key is for one use (RFC 7517 "
				"section 4.3).");
		if (its_use != JWK_NO_USE)
			*use = its_use;
	}
	return true;
}

static bool read_use(struct json_object *jwk, enum jwk_use *use, struct failure *why)
{
	const char *text;

	*use = JWK_NO_USE;
	if (!jwk_tree_string(jwk, "use", &text, why))
		return false;
	if (text == NULL || (text[0] != '\0' && jwk_use_find(text, use)))
		return true;
	return fail(why, FAILURE_INVALID,
		"The JWK member \"use\" (%.*s) is not supported! Valid values: sig, enc",
		utf8_fit(text, SHOWN_BYTES), text);
}

static bool read_algorithm(
	struct json_object *jwk, const struct algorithm **algorithm, struct failure *why)
{
	const char *text;

	*algorithm = NULL;
	if (!jwk_tree_string(jwk, "alg", &text, why))
		return false;
	if (text == NULL)
		return true;
	*algorithm = algorithm_find(text);
	/* In a JWK an algorithm has its JOSE name only. */
	if (*algorithm != NULL && strcmp((*algorithm)->name, text) == 0)
		return true;

	buffer_auto list = BUFFER_INIT;

	for (size_t i = 0; i < algorithm_count; i++)
		buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", algorithms[i].name);
	return fail(why, FAILURE_INVALID,
		"The JWK member \"alg\" (%.*s) is not supported! Valid values: %s",
		utf8_fit(text, SHOWN_BYTES), text, list.data);
}

static bool contradicts(const char *a, enum jwk_use use_of_a, const char *b, enum jwk_use use_of_b,
	struct failure *why)
{
	if (use_of_a == JWK_NO_USE || use_of_b == JWK_NO_USE || use_of_a == use_of_b)
		return false;
	fail(why, FAILURE_INVALID,
		"The JWK member \"%s\" is for %s, which contradicts \"%s\", which is for %s!", a,
		import_use_word(use_of_a), b, import_use_word(use_of_b));
	return true;
}

static enum jwk_use only_use(const struct curve *curve)
{
	if (curve == NULL || curve->uses == (1U << JWK_SIGNATURE | 1U << JWK_ENCRYPTION))
		return JWK_NO_USE;
	return (curve->uses & 1U << JWK_SIGNATURE) != 0 ? JWK_SIGNATURE : JWK_ENCRYPTION;
}

bool import_use_read(struct json_object *jwk, struct import *import, struct failure *why)
{
	enum jwk_use use, by_operations;
	const struct algorithm *algorithm;

	if (!read_use(jwk, &use, why) || !read_operations(jwk, &by_operations, why) ||
		!read_algorithm(jwk, &algorithm, why))
		return false;
	if (algorithm != NULL &&
		!import_fit_algorithm(&import->jwk, algorithm, "The JWK member \"alg\"", why))
		return false;

	enum jwk_use by_algorithm = algorithm == NULL ? JWK_NO_USE : algorithm->use;

	if (contradicts("key_ops", by_operations, "use", use, why) ||
		contradicts("alg", by_algorithm, "use", use, why) ||
		contradicts("key_ops", by_operations, "alg", by_algorithm, why))
		return false;
	if (use == JWK_NO_USE)
		use = by_operations != JWK_NO_USE ? by_operations : by_algorithm;
	if (!import_fit_use(&import->jwk, use, why))
		return false;
	import->use = use != JWK_NO_USE ? use : only_use(import->jwk.curve);
	import->algorithm = algorithm;
	return true;
}
