/*
 * base64, RFC 4648 section 4, as JSON members and headers carry bytes.
 */
#ifndef JWKMINT_BASE_BASE64_H
#define JWKMINT_BASE_BASE64_H

#include "base/buffer.h"

/* Appends the encoding of `length` bytes, padded, in one line. */
void base64_encode(struct buffer *out, const void *bytes, size_t length);

/*
 * Appends the bytes that `text` encodes. White space between the characters is skipped, because
 * tools break lines; padding must be there and the unused last bits zero. False, with `out` as it
 * was, when `text` is anything else.
 */
bool base64_decode(struct buffer *out, const char *text, size_t length);

#endif
