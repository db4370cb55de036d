#include "http/route.h"

#include <string.h>

/* Where the segment at the front of a pattern ends, when this is one; else NULL. */
static const char *match_segment(const char *pattern, const char *segment)
{
	if (*pattern == '{')
		return strchrnul(pattern, '/');
	/* Most patterns differ from most paths in their first bytes. */
	while (*segment != '\0' && *segment == *pattern) {
		segment++;
		pattern++;
	}
	return *segment == '\0' && (*pattern == '/' || *pattern == '\0') ? pattern : NULL;
}

bool route_matches(
	const char *pattern, const struct path *path, const char *captures[ROUTE_CAPTURES])
{
	size_t captured = 0;

	for (size_t i = 0; i < ROUTE_CAPTURES; i++)
		captures[i] = NULL;
	for (size_t i = 0; i < path->count; i++) {
		const char *segment = path_segment(path, i);
		const char *end = *segment == '\0' ? NULL : match_segment(pattern, segment);

		if (end == NULL)
			return false;
		if (*pattern == '{' && captured < ROUTE_CAPTURES)
			captures[captured++] = segment;
		pattern = end + (*end == '/' ? 1 : 0);
	}
	return *pattern == '\0';
}
