#include "jwk/pem.h"

#include "jwk/key_der.h"

#include <nettle/base64.h>
#include <string.h>

#define LINE_BYTES 48 /* 64 characters of base64, RFC 7468 section 2 */

static void put_pem(struct buffer *out, const char *label, const struct buffer *der)
{
	char line[BASE64_ENCODE_RAW_LENGTH(LINE_BYTES)];

	buffer_printf(out, "-----BEGIN %s-----\n", label);
	for (size_t at = 0; at < der->length; at += LINE_BYTES) {
		size_t length = der->length - at < LINE_BYTES ? der->length - at : LINE_BYTES;
		size_t characters = BASE64_ENCODE_RAW_LENGTH(length);

		base64_encode_raw(line, length, (const uint8_t *)der->data + at);
		buffer_append(out, line, characters);
		buffer_append_byte(out, '\n');
	}
	explicit_bzero(line, sizeof line);
	buffer_printf(out, "-----END %s-----\n", label);
}

bool pem_write_public(const struct jwk *jwk, struct buffer *out, struct failure *why)
{
	buffer_auto der = BUFFER_INIT;

	(void)why;
	spki_write(jwk, &der);
	put_pem(out, "PUBLIC KEY", &der);
	return true;
}

bool pem_write_private(const struct jwk *jwk, struct buffer *out, struct failure *why)
{
	buffer_auto der = BUFFER_INIT;

	if (!pkcs8_write(jwk, &der, why))
		return false;
	put_pem(out, "PRIVATE KEY", &der);
	return true;
}
