#include "http/query.h"

#include "base/utf8.h"
#include "http/percent.h"

#include <string.h>

static bool decode_value(const char *name, const char *text, size_t length, struct buffer *value,
	struct failure *why)
{
	size_t characters;

	buffer_clear(value);
	if (!percent_decode(value, text, length, true) ||
		memchr(value->data, '\0', value->length) != NULL ||
		!utf8_count(value->data, value->length, &characters))
		return fail(why, FAILURE_INVALID,
			"The query parameter %s is not percent-encoded UTF-8!", name);
	return true;
}

bool query_get(
	const char *query, const char *name, struct buffer *value, bool *found, struct failure *why)
{
	size_t name_length = strlen(name);

	*found = false;
	while (query != NULL && *query != '\0') {
		size_t length = strcspn(query, "&");

		if (length > name_length && query[name_length] == '=' &&
			memcmp(query, name, name_length) == 0) {
			if (*found)
				return fail(why, FAILURE_INVALID,
					"The query parameter %s is given twice!", name);
			if (!decode_value(name, query + name_length + 1, length - name_length - 1,
				    value, why))
				return false;
			*found = true;
		}
		query += length + (query[length] == '&' ? 1 : 0);
	}
	return true;
}
