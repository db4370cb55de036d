#include "base/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Takes away the bytes of a character that vsnprintf cut in two. */
static void trim_cut_character(char *text, size_t length)
{
	size_t start = length;

	while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
		start--;
	if (start == 0)
		return;

	unsigned char lead = (unsigned char)text[start - 1];
	size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;

	if (length - (start - 1) < need)
		text[start - 1] = '\0';
}

__attribute__((format(printf, 2, 0))) static void format_text(
	char text[FAILURE_TEXT_SIZE], const char *format, va_list arguments)
{
	int length = vsnprintf(text, FAILURE_TEXT_SIZE, format, arguments);

	if (length >= FAILURE_TEXT_SIZE)
		trim_cut_character(text, FAILURE_TEXT_SIZE - 1);
}

bool fail(struct failure *why, enum failure_kind kind, const char *format, ...)
{
	va_list arguments;

	why->kind = kind;
	va_start(arguments, format);
	format_text(why->text, format, arguments);
	va_end(arguments);
	return false;
}

bool fail_within(struct failure *why, const char *format, ...)
{
	char tail[FAILURE_TEXT_SIZE];
	va_list arguments;

	memcpy(tail, why->text, sizeof tail);
	va_start(arguments, format);
	format_text(why->text, format, arguments);
	va_end(arguments);

	size_t used = strlen(why->text);
	size_t room = FAILURE_TEXT_SIZE - 1 - used;
	size_t length = strlen(tail);

	memcpy(why->text + used, tail, length < room ? length : room);
	why->text[used + (length < room ? length : room)] = '\0';
	if (length > room)
		trim_cut_character(why->text, FAILURE_TEXT_SIZE - 1);
	return false;
}
