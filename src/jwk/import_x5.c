#include "jwk/import_x5.h"

#include "jwk/certificate.h"
#include "jwk/jwk_tree.h"

#include "base/base64.h"
#include "base/base64url.h"
#include "base/utf8.h"

#include <string.h>

/* A symmetric key is in no certificate. */
static bool check_type(struct json_object *jwk, const struct jwk *key, struct failure *why)
{
	static const char *const names[] = {"x5u", "x5c", "x5t", "x5t#S256"};

	for (size_t i = 0; key->type == JWK_OCT && i < sizeof names / sizeof *names; i++)
		if (json_object_object_get_ex(jwk, names[i], NULL))
			return fail(why, FAILURE_INVALID,
				"The oct key has the member \"%s\", but only asymmetric keys are "
				"in certificates! Remove it.",
				names[i]);
	return true;
}

static bool check_url(struct json_object *jwk, struct failure *why)
{
	const char *url;

	if (!jwk_tree_string(jwk, "x5u", &url, why))
		return false;
	return url == NULL || (url[0] != '\0' && !utf8_has_control(url, strlen(url))) ||
	       fail(why, FAILURE_INVALID,
		       "The JWK member \"x5u\" must be a URL, neither empty nor with control "
		       "characters.");
}

/* One element of x5c: base64, not base64url, without line breaks (RFC 7517 section 4.7). */
static bool decode_element(
	struct json_object *element, size_t index, struct buffer *der, struct failure *why)
{
	if (json_object_is_type(element, json_type_string)) {
		const char *text = json_object_get_string(element);
		size_t length = strlen(text);

		if (length > 0 && strpbrk(text, " \t\r\n") == NULL &&
			base64_decode(der, text, length))
			return true;
	}
	return fail(why, FAILURE_INVALID,
		"Element %zu of the JWK member \"x5c\" must be a string, the base64 of a DER "
		"certificate (not base64url, without line breaks).",
		index + 1);
}

static bool read_chain(
	struct json_object *array, struct certificate *certificate, struct failure *why)
{
	buffer_auto der = BUFFER_INIT;
	size_t count =
		json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;

	if (count == 0 || count > CERTIFICATE_MAX_CHAIN)
		return fail(why, FAILURE_INVALID,
			"The JWK member \"x5c\" must be an array of 1 to %d certificates.",
			CERTIFICATE_MAX_CHAIN);
	for (size_t i = 0; i < count; i++)
		if (!decode_element(json_object_array_get_idx(array, i), i, &der, why))
			return false;
	if (!certificate_read(der.data, der.length, certificate, why))
		return fail_within(why, "The JWK member \"x5c\" can not be used. ");
	return certificate->count == count ||
	       fail(why, FAILURE_INVALID,
		       "Each element of the JWK member \"x5c\" must be one certificate.");
}

static bool check_key(
	const struct certificate *certificate, const struct jwk *key, struct failure *why)
{
	import_auto import;
	import_init(&import);

	if (!certificate_import(certificate, &import, why))
		return fail_within(why, "The JWK member \"x5c\" can not be used. ");
	return import_same_key(&import.jwk, key) ||
	       fail(why, FAILURE_INVALID,
		       "The first certificate of the JWK member \"x5c\" is of another key than "
		       "the JWK.");
}

static bool check_thumbprint(struct json_object *jwk, const char *name, const uint8_t *digest,
	size_t size, bool has_certificate, struct failure *why)
{
	const char *text;
	buffer_auto bytes = BUFFER_INIT;

	if (!jwk_tree_string(jwk, name, &text, why))
		return false;
	if (text == NULL)
		return true;
	if (!base64url_decode(&bytes, text, strlen(text)) || bytes.length != size)
		return fail(why, FAILURE_INVALID,
			"The JWK member \"%s\" must be the base64url, without padding, of %zu "
			"bytes.",
			name, size);
	return !has_certificate || memcmp(bytes.data, digest, size) == 0 ||
	       fail(why, FAILURE_INVALID,
		       "The JWK member \"%s\" is not the thumbprint of the first certificate of "
		       "\"x5c\".",
		       name);
}

bool import_x5_check(struct json_object *jwk, const struct jwk *key, struct failure *why)
{
	certificate_auto certificate;
	certificate_init(&certificate);
	struct json_object *array;
	bool has_certificate = json_object_object_get_ex(jwk, "x5c", &array);
	uint8_t sha256[CERTIFICATE_SHA256] = {0};

	if (!check_type(jwk, key, why) || !check_url(jwk, why))
		return false;
	if (has_certificate &&
		(!read_chain(array, &certificate, why) || !check_key(&certificate, key, why)))
		return false;
	if (has_certificate)
		certificate_sha256(&certificate, sha256);
	return check_thumbprint(jwk, "x5t", certificate.sha1, sizeof certificate.sha1,
		       has_certificate, why) &&
	       check_thumbprint(jwk, "x5t#S256", sha256, sizeof sha256, has_certificate, why);
}
