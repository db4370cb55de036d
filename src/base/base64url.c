#include "base/base64url.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_encode(struct buffer *out, const void *bytes, size_t length)
{
	const uint8_t *in = bytes;
	size_t left = length;
	char *end = buffer_reserve(out, (length + 2) / 3 * 4);
	char *to = end;

	for (; left >= 3; in += 3, left -= 3) {
		uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];

		*to++ = alphabet[bits >> 18];
		*to++ = alphabet[bits >> 12 & 63];
		*to++ = alphabet[bits >> 6 & 63];
		*to++ = alphabet[bits & 63];
	}
	if (left > 0) {
		uint32_t bits = (uint32_t)in[0] << 8 | (left > 1 ? in[1] : 0);

		*to++ = alphabet[bits >> 10];
		*to++ = alphabet[bits >> 4 & 63];
		if (left > 1)
			*to++ = alphabet[bits << 2 & 63];
	}
	*to = '\0';
	out->length += (size_t)(to - end);
}

/* The value of a character, or -1. */
static int value_of(char character)
{
	if (character >= 'A' && character <= 'Z')
		return character - 'A';
	if (character >= 'a' && character <= 'z')
		return character - 'a' + 26;
	if (character >= '0' && character <= '9')
		return character - '0' + 52;
	if (character == '-')
		return 62;
	return character == '_' ? 63 : -1;
}

bool base64url_decode(struct buffer *out, const char *text, size_t length)
{
	size_t before = out->length;
	uint32_t bits = 0;
	unsigned held = 0;

	if (length % 4 == 1)
		return false;
	buffer_reserve(out, length / 4 * 3 + 2);
	for (size_t i = 0; i < length; i++) {
		int value = value_of(text[i]);

		if (value < 0) {
			buffer_truncate(out, before);
			return false;
		}
		bits = bits << 6 | (uint32_t)value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			buffer_append_byte(out, (uint8_t)(bits >> held));
		}
	}
	if ((bits & ((1U << held) - 1)) != 0) {
		buffer_truncate(out, before);
		return false;
	}
	return true;
}
