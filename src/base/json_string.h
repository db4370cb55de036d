/*
 * Strings of JSON (RFC 8259 section 7), read strictly: UTF-8, no control characters, no half of a
 * surrogate pair, no NUL.
 */
#ifndef JWKMINT_BASE_JSON_STRING_H
#define JWKMINT_BASE_JSON_STRING_H

#include "base/buffer.h"
#include "base/failure.h"

/* How far a text has been read. */
struct json_scan {
	const char *start;
	const char *at;
	const char *end;
	unsigned depth; /* of nested arrays and objects */
	struct failure *why;
};

/* FAILURE_INVALID: `what` is wrong, at the byte where the scan is. */
bool json_scan_fail(const struct json_scan *scan, const char *what);

/* Reads a string from its opening quote; appends it, decoded, to `text` unless that is NULL. */
bool json_scan_string(struct json_scan *scan, struct buffer *text);

#endif
