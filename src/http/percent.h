/*
 * Percent-decoding, RFC 3986 section 2.1.
 */
#ifndef JWKMINT_HTTP_PERCENT_H
#define JWKMINT_HTTP_PERCENT_H

#include "base/buffer.h"

/*
 * Appends the bytes that `text` encodes, decoded once. With `form`, a plus sign is a space, as in
 * queries. False, with `out` as it was, for a percent sign without two hexadecimal digits.
 */
bool percent_decode(struct buffer *out, const char *text, size_t length, bool form);

#endif
