/*
 * Parameters of a header's value, RFC 9110 section 5.6.6: `; name=value; name="value"`.
 */
#ifndef JWKMINT_HTTP_PARAMETER_H
#define JWKMINT_HTTP_PARAMETER_H

#include "base/buffer.h"

/*
 * Reads the parameter that `*rest` begins with and moves `*rest` behind it; `value` becomes what is
 * meant, without quotes and backslashes. False when there is none: then `*rest` is "" at the end of
 * the text, else at what is no parameter. Names are not case-sensitive; empty parameters are
 * skipped. Beyond the grammar a value without quotes may hold anything visible but a semicolon and
 * quotes, because boundaries are sent so.
 */
bool parameter_next(const char **rest, struct buffer *name, struct buffer *value);

#endif
