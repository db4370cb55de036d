/*
 * base64url without padding, RFC 4648 section 5 as RFC 7515 section 2 uses it.
 */
#ifndef JWKMINT_BASE_BASE64URL_H
#define JWKMINT_BASE_BASE64URL_H

#include "base/buffer.h"

/* Appends the encoding of `length` bytes. */
void base64url_encode(struct buffer *out, const void *bytes, size_t length);

/*
 * Appends the bytes that `text` encodes. Strict: only the URL-safe alphabet, no padding, no white
 * space, and the unused last bits are zero, so that every run of bytes has one encoding.
 * False, with `out` as it was, when `text` is anything else.
 */
bool base64url_decode(struct buffer *out, const char *text, size_t length);

#endif
