/*
 * Request methods as bits, so that a set of them is one number.
 */
#ifndef JWKMINT_HTTP_METHOD_H
#define JWKMINT_HTTP_METHOD_H

#include "base/buffer.h"

enum method {
	METHOD_OTHER = 0, /* one that no route takes */
	METHOD_GET = 1 << 0,
	METHOD_HEAD = 1 << 1,
	METHOD_POST = 1 << 2,
	METHOD_PUT = 1 << 3,
	METHOD_DELETE = 1 << 4,
};

/* By name, which is case-sensitive (RFC 9110 section 9.1); NULL is METHOD_OTHER. */
enum method method_find(const char *name);

/* Appends "GET, HEAD": the value of an Allow header (RFC 9110 section 10.2.1). */
void method_list(unsigned methods, struct buffer *out);

#endif
