#include "http/route.h"

#include <string.h>

bool route_matches(
	const char *pattern, const struct path *path, const char *captures[ROUTE_CAPTURES])
{
	size_t captured = 0;

	for (size_t i = 0; i < ROUTE_CAPTURES; i++)
		captures[i] = NULL;
	for (size_t i = 0; i < path->count; i++) {
		const char *segment = path_segment(path, i);
		size_t length = strcspn(pattern, "/");

		if (length == 0 || *segment == '\0')
			return false;
		if (*pattern == '{' && captured < ROUTE_CAPTURES)
			captures[captured++] = segment;
		else if (strlen(segment) != length || memcmp(segment, pattern, length) != 0)
			return false;
		pattern += length + (pattern[length] == '/' ? 1 : 0);
	}
	return *pattern == '\0';
}
