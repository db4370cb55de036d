/*
 * Patterns of paths: "projects/{project}/jwks/{name}".
 */
#ifndef JWKMINT_HTTP_ROUTE_H
#define JWKMINT_HTTP_ROUTE_H

#include "http/path.h"

#define ROUTE_CAPTURES 2

/*
 * Whether the path's segments are those of the pattern; a segment in braces stands for any that is
 * not empty. The
 * segments in braces are put into `captures` in their order, borrowed from the path; what is left
 * of the array is NULL.
 */
bool route_matches(
	const char *pattern, const struct path *path, const char *captures[ROUTE_CAPTURES]);

#endif
