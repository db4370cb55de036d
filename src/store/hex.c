#include "store/hex.h"

#include <string.h>

/* The value of a digit; 16 for what is none. */
static unsigned digit(char character)
{
	static const char digits[] = "0123456789abcdef";
	const char *place = memchr(digits, character, 16);

	return place == NULL ? 16 : (unsigned)(place - digits);
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
