#include "base/json_string.h"

#include "base/utf8.h"

#include <string.h>

bool json_scan_fail(const struct json_scan *scan, const char *what)
{
	return fail(scan->why, FAILURE_INVALID, "Invalid JSON: %s at byte %zu.", what,
		(size_t)(scan->at - scan->start) + 1);
}

/* Four hexadecimal digits of a \u escape. */
static bool hexadecimal(struct json_scan *scan, uint32_t *number)
{
	*number = 0;
	for (int i = 0; i < 4; i++, scan->at++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit;

		if (scan->at == scan->end || *scan->at < '0' ||
			(digit = strchr(digits, *scan->at | 0x20)) == NULL)
			return json_scan_fail(scan, "a \\u escape without four hexadecimal digits");
		*number = *number << 4 | (uint32_t)(digit - digits);
	}
	return true;
}

static void append_character(struct buffer *text, uint32_t character)
{
	if (character < 0x80) {
		buffer_append_byte(text, (uint8_t)character);
		return;
	}
	if (character < 0x800) {
		buffer_append_byte(text, (uint8_t)(0xC0 | character >> 6));
	} else {
		if (character < 0x10000) {
			buffer_append_byte(text, (uint8_t)(0xE0 | character >> 12));
		} else {
			buffer_append_byte(text, (uint8_t)(0xF0 | character >> 18));
			buffer_append_byte(text, (uint8_t)(0x80 | (character >> 12 & 0x3F)));
		}
		buffer_append_byte(text, (uint8_t)(0x80 | (character >> 6 & 0x3F)));
	}
	buffer_append_byte(text, (uint8_t)(0x80 | (character & 0x3F)));
}

/* What follows a backslash; appended to `text` unless that is NULL. */
static bool escape(struct json_scan *scan, struct buffer *text)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t character, low;

	if (scan->at == scan->end)
		return json_scan_fail(scan, "a string that does not end");

	const char *letter = *scan->at == '\0' ? NULL : strchr(letters, *scan->at);

	if (letter != NULL) {
		scan->at++;
		if (text != NULL)
			buffer_append_byte(text, (uint8_t)meanings[letter - letters]);
		return true;
	}
	if (*scan->at != 'u')
		return json_scan_fail(scan, "an unknown escape in a string");
	scan->at++;
	if (!hexadecimal(scan, &character))
		return false;
	if (character == 0)
		return json_scan_fail(scan, "a NUL character (\\u0000) in a string");
	if (character >= 0xDC00 && character < 0xE000)
		return json_scan_fail(scan, "half of a surrogate pair in a string");
	if (character >= 0xD800 && character < 0xDC00) {
		if (scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
			return json_scan_fail(scan, "half of a surrogate pair in a string");
		scan->at += 2;
		if (!hexadecimal(scan, &low))
			return false;
		if (low < 0xDC00 || low >= 0xE000)
			return json_scan_fail(scan, "half of a surrogate pair in a string");
		character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
	}
	if (text != NULL)
		append_character(text, character);
	return true;
}

bool json_scan_string(struct json_scan *scan, struct buffer *text)
{
	uint32_t character;

	if (scan->at == scan->end || *scan->at != '"')
		return json_scan_fail(scan, "a string was expected");
	scan->at++;
	for (;;) {
		if (scan->at == scan->end)
			return json_scan_fail(scan, "a string that does not end");
		if (*scan->at == '"') {
			scan->at++;
			return true;
		}
		if (*scan->at == '\\') {
			scan->at++;
			if (!escape(scan, text))
				return false;
			continue;
		}

		size_t size = utf8_next(scan->at, (size_t)(scan->end - scan->at), &character);

		if (size == 0)
			return json_scan_fail(scan, "broken UTF-8");
		if (character < 0x20)
			return json_scan_fail(scan, "an unescaped control character in a string");
		if (text != NULL)
			buffer_append(text, scan->at, size);
		scan->at += size;
	}
}
