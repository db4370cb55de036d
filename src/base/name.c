#include "base/name.h"

#include "base/utf8.h"

#include <string.h>

bool name_check(const char *name, const char *what, struct failure *why)
{
	size_t length = strlen(name);
	size_t characters;

	if (length == 0)
		return fail(why, FAILURE_INVALID, "%s can not be empty!", what);
	if (!utf8_count(name, length, &characters))
		return fail(why, FAILURE_INVALID, "%s is not valid UTF-8!", what);
	if (length > NAME_MAX_BYTES)
		return fail(why, FAILURE_INVALID,
			"%s (%.*s...) has %zu bytes! At most %d bytes of UTF-8 are allowed.", what,
			utf8_fit(name, 64), name, length, NAME_MAX_BYTES);
	if (utf8_has_control(name, length))
		return fail(why, FAILURE_INVALID, "%s must not contain control characters!", what);

	const char *refused = strpbrk(name, "/%?#\\");

	if (refused != NULL)
		return fail(why, FAILURE_INVALID,
			"%s (%s) contains '%c'! None of / %% ? # \\ is allowed.", what, name,
			*refused);
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return fail(why, FAILURE_INVALID, "%s (%s) is reserved! Choose another name.", what,
			name);
	return true;
}

bool description_check(const char *description, const char *what, struct failure *why)
{
	size_t length = strlen(description);
	size_t characters;

	if (!utf8_count(description, length, &characters))
		return fail(why, FAILURE_INVALID, "%s is not valid UTF-8!", what);
	if (length > DESCRIPTION_MAX_BYTES)
		return fail(why, FAILURE_INVALID,
			"%s has %zu bytes! At most %d bytes of UTF-8 are allowed.", what, length,
			DESCRIPTION_MAX_BYTES);
	return true;
}

void name_append_file(struct buffer *out, const char *name)
{
	if (name[0] == '.') {
		buffer_append_string(out, "%2E");
		name++;
	}
	buffer_append_string(out, name);
}

void name_append_segment(struct buffer *out, const char *name)
{
	for (; *name != '\0'; name++) {
		unsigned char byte = (unsigned char)*name;
		bool unreserved = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
				  (byte >= '0' && byte <= '9') || strchr("-._~", byte) != NULL;

		if (unreserved)
			buffer_append_byte(out, byte);
		else
			buffer_printf(out, "%%%02X", byte);
	}
}
