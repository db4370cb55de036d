#include "http/percent.h"

#include <string.h>

static int digit(char character)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = character == '\0' ? NULL : strchr(digits, character | 0x20);

	return at == NULL || (character < '0') ? -1 : (int)(at - digits);
}

bool percent_decode(struct buffer *out, const char *text, size_t length, bool form)
{
	size_t before = out->length;

	for (size_t i = 0; i < length; i++) {
		if (text[i] != '%') {
			buffer_append_byte(out, (uint8_t)(form && text[i] == '+' ? ' ' : text[i]));
			continue;
		}

		int high = i + 2 < length ? digit(text[i + 1]) : -1;
		int low = high < 0 ? -1 : digit(text[i + 2]);

		if (low < 0) {
			buffer_truncate(out, before);
			return false;
		}
		buffer_append_byte(out, (uint8_t)(high << 4 | low));
		i += 2;
	}
	return true;
}
