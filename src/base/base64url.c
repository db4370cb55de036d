#include "base/base64url.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_encode(struct buffer *out, const void *bytes, size_t length)
{
	const uint8_t *in = bytes;
	char *end = buffer_reserve(out, (length + 2) / 3 * 4);
	char *to = end;
	uint32_t bits = 0;
	unsigned held = 0;

	for (size_t i = 0; i < length; i++) {
		bits = bits << 8 | in[i];
		held += 8;
		while (held >= 6) {
			held -= 6;
			*to++ = alphabet[bits >> held & 63];
		}
	}
	if (held > 0)
		*to++ = alphabet[bits << (6 - held) & 63];
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
