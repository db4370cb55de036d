#include "base/utf8.h"

#include <string.h>

size_t utf8_next(const char *text, size_t length, uint32_t *character)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const uint8_t *bytes = (const uint8_t *)text;
	size_t size;

	if (length == 0)
		return 0;
	if (bytes[0] < 0x80) {
		*character = bytes[0];
		return 1;
	}
	if (bytes[0] >= 0xC2 && bytes[0] < 0xE0)
		size = 2;
	else if (bytes[0] >= 0xE0 && bytes[0] < 0xF0)
		size = 3;
	else if (bytes[0] >= 0xF0 && bytes[0] < 0xF5)
		size = 4;
	else
		return 0;
	if (length < size)
		return 0;

	uint32_t value = bytes[0] & (0x7FU >> size);

	for (size_t i = 1; i < size; i++) {
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (bytes[i] & 0x3FU);
	}
	if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
		return 0;
	*character = value;
	return size;
}

bool utf8_count(const char *text, size_t length, size_t *characters)
{
	uint32_t character;

	*characters = 0;
	while (length > 0) {
		size_t size = utf8_next(text, length, &character);

		if (size == 0)
			return false;
		text += size;
		length -= size;
		(*characters)++;
	}
	return true;
}

int utf8_fit(const char *text, size_t most)
{
	size_t length = strnlen(text, most + 1);

	if (length <= most)
		return (int)length;
	while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
		most--;
	return (int)most;
}

bool utf8_has_control(const char *text, size_t length)
{
	uint32_t character;

	while (length > 0) {
		size_t size = utf8_next(text, length, &character);

		if (size == 0 || character < 0x20 || (character >= 0x7F && character < 0xA0) ||
			character == 0x2028 || character == 0x2029)
			return true;
		text += size;
		length -= size;
	}
	return false;
}
