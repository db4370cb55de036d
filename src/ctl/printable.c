#include "ctl/printable.h"

#include "base/utf8.h"

#include <string.h>

static bool is_directional(uint32_t character)
{
	return character == 0x061C || character == 0x200E || character == 0x200F ||
	       (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

void printable_append(struct buffer *out, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		uint32_t character;
		size_t size = utf8_next(text, left, &character);

		if (size == 0 || utf8_has_control(text, size) || is_directional(character))
			buffer_append_byte(out, '?');
		else
			buffer_append(out, text, size);
		size = size == 0 ? 1 : size;
		text += size;
		left -= size;
	}
}

size_t printable_width(const char *text)
{
	size_t width = 0;

	for (; *text != '\0'; text++)
		width += ((unsigned char)*text & 0xC0) != 0x80;
	return width;
}
