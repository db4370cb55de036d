#include "base/hex.h"

#include <string.h>

void hex_encode(const uint8_t *bytes, size_t count, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * count] = '\0';
}

/* The value of a digit; 16 for what is none. */
static unsigned digit(char character)
{
	if (character >= '0' && character <= '9')
		return (unsigned)(character - '0');
	return character >= 'a' && character <= 'f' ? (unsigned)(character - 'a' + 10) : 16;
}

bool hex_decode(const char *text, uint8_t *bytes, size_t count)
{
	if (strlen(text) != 2 * count)
		return false;
	for (size_t i = 0; i < count; i++) {
		unsigned high = digit(text[2 * i]);
		unsigned low = digit(text[2 * i + 1]);

		if (high > 15 || low > 15)
			return false;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
