/*
 * Name and password in an Authorization header (RFC 7617), as OAuth clients send them: both encoded
 * as in a form beforehand (RFC 6749 section 2.3.1).
 */
#ifndef JWKMINT_HTTP_BASIC_H
#define JWKMINT_HTTP_BASIC_H

#include "base/buffer.h"
#include "base/failure.h"

/*
 * Appends both, decoded. `header` may be NULL; `*found` is false when there is none, or its scheme
 * is another. FAILURE_INVALID: malformed, no UTF-8, or a NUL in it.
 */
bool basic_read(const char *header, struct buffer *name, struct buffer *password, bool *found,
	struct failure *why);

#endif
