/*
 * Parameters in the query of a URL.
 */
#ifndef JWKMINT_HTTP_QUERY_H
#define JWKMINT_HTTP_QUERY_H

#include "base/buffer.h"
#include "base/failure.h"

/*
 * Looks for parameter `name` in `query` ("page=2&size=10"; NULL is empty) and replaces `value` by
 * its decoded value. FAILURE_INVALID: it is there twice, or its value has a broken escape, a NUL,
 * or is no UTF-8.
 */
bool query_get(const char *query, const char *name, struct buffer *value, bool *found,
	struct failure *why);

#endif
