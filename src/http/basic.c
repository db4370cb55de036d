#include "http/basic.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "http/percent.h"

#include <string.h>
#include <strings.h>

static bool decode(struct buffer *out, const char *text, size_t length)
{
	size_t characters;

	return percent_decode(out, text, length, true) && strlen(out->data) == out->length &&
	       utf8_count(out->data, out->length, &characters);
}

bool basic_read(const char *header, struct buffer *name, struct buffer *password, bool *found,
	struct failure *why)
{
	static const char scheme[] = "Basic";
	const size_t length = sizeof scheme - 1;
	buffer_auto both = BUFFER_INIT;

	*found = header != NULL && strncasecmp(header, scheme, length) == 0 &&
		 (header[length] == ' ' || header[length] == '\0');
	if (!*found)
		return true;
	header += length;

	bool is_base64 = base64_decode(&both, header, strlen(header));
	const char *colon = memchr(both.data, ':', both.length);

	if (is_base64 && colon != NULL) {
		size_t before = (size_t)(colon - both.data);

		if (decode(name, both.data, before) &&
			decode(password, colon + 1, both.length - before - 1))
			return true;
	}
	return fail(why, FAILURE_INVALID,
		"The Authorization header is malformed! Send Basic and the base64 of "
		"client_id:client_secret, each of them encoded as in a form.");
}
