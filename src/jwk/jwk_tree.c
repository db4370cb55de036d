#include "jwk/jwk_tree.h"

#include "jwk/family.h"

#include "base/base64url.h"

#include <string.h>

bool jwk_tree_string(
	struct json_object *tree, const char *name, const char **text, struct failure *why)
{
	struct json_object *value;

	*text = NULL;
	if (!json_object_object_get_ex(tree, name, &value))
		return true;
	if (!json_object_is_type(value, json_type_string))
		return fail(why, FAILURE_INVALID, "The JWK member \"%s\" must be a string.", name);
	*text = json_object_get_string(value);
	return true;
}

static bool parse_type(struct json_object *tree, struct jwk *jwk, struct failure *why)
{
	const char *kty;

	if (!jwk_tree_string(tree, "kty", &kty, why))
		return false;
	if (kty == NULL)
		return fail(why, FAILURE_INVALID, "The JWK lacks the member \"kty\".");
	for (size_t i = 0; i < JWK_TYPES; i++)
		if (strcmp(jwk_type_names[i].kty, kty) == 0) {
			jwk->type = jwk_type_names[i].type;
			return true;
		}
	return fail(why, FAILURE_INVALID,
		"The JWK member \"kty\" (%.64s) is not supported! Valid values: RSA, EC, oct, OKP",
		kty);
}

static bool parse_curve(struct json_object *tree, struct jwk *jwk, struct failure *why)
{
	const char *crv;
	const char *separator = "";
	buffer_auto names = BUFFER_INIT;

	if (jwk->type != JWK_EC && jwk->type != JWK_OKP)
		return true;
	if (!jwk_tree_string(tree, "crv", &crv, why))
		return false;
	if (crv == NULL)
		return fail(why, FAILURE_INVALID, "The %s key lacks the member \"crv\".",
			jwk_type_names[jwk->type].kty);
	for (size_t i = 0; i < curve_count; i++) {
		if (curves[i].type != jwk->type)
			continue;
		if (strcmp(curves[i].name, crv) == 0) {
			jwk->curve = &curves[i];
			return true;
		}
		buffer_printf(&names, "%s%s", separator, curves[i].name);
		separator = ", ";
	}
	return fail(why, FAILURE_INVALID,
		"The JWK member \"crv\" (%.64s) is not supported! Valid values: %s", crv,
		names.data);
}

static bool parse_member(
	struct json_object *tree, const char *name, struct buffer *bytes, struct failure *why)
{
	const char *text;

	if (!jwk_tree_string(tree, name, &text, why))
		return false;
	if (text == NULL)
		return true;
	if (!base64url_decode(bytes, text, strlen(text)))
		return fail(why, FAILURE_INVALID,
			"The JWK member \"%s\" is no base64url without padding (RFC 7515 section "
			"2).",
			name);
	if (bytes->length == 0)
		return fail(why, FAILURE_INVALID, "The JWK member \"%s\" is empty.", name);
	return true;
}

bool jwk_tree_read(struct json_object *tree, struct jwk *jwk, struct failure *why)
{
	jwk_free(jwk);
	if (!json_object_is_type(tree, json_type_object))
		return fail(why, FAILURE_INVALID, "A JWK must be a JSON object.");
	if (!parse_type(tree, jwk, why) || !parse_curve(tree, jwk, why))
		return false;
	if (jwk->type == JWK_RSA && json_object_object_get_ex(tree, "oth", NULL))
		return fail(why, FAILURE_INVALID,
			"The JWK has the member \"oth\": RSA keys of more than two primes are not "
			"supported.");

	const struct family *family = families[jwk->type];

	for (size_t i = 0; i < family->count; i++)
		if (!parse_member(tree, family->members[i].name, &jwk->member[i], why))
			return false;
	return true;
}
