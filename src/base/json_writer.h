/*
 * Writing JSON into a buffer. json-c is not used for this: what it builds is not wiped, and
 * private members pass through here.
 *
 * Every function takes the member's name first, or NULL for an element of an array (and for the
 * outermost value). Commas are the writer's business. Names are ours: they are written as they
 * are, so they must be ASCII without anything that would have to be escaped.
 */
#ifndef JWKMINT_BASE_JSON_WRITER_H
#define JWKMINT_BASE_JSON_WRITER_H

#include "base/buffer.h"

#define JSON_WRITER_DEPTH 16

struct json_writer {
	struct buffer *out; /* borrowed; everything is appended */
	unsigned depth;
	bool has_members; /* the innermost open object or array is not empty */
	char closers[JSON_WRITER_DEPTH];
};

void json_writer_init(struct json_writer *writer, struct buffer *out);

void json_put_object(struct json_writer *writer, const char *name);
void json_put_array(struct json_writer *writer, const char *name);

/* Closes the innermost object or array. */
void json_put_end(struct json_writer *writer);

/* A NULL string is written as null. Bytes that are no UTF-8, as paths may have, become U+FFFD. */
void json_put_string(struct json_writer *writer, const char *name, const char *string);
void json_put_integer(struct json_writer *writer, const char *name, int64_t number);
void json_put_boolean(struct json_writer *writer, const char *name, bool truth);
void json_put_null(struct json_writer *writer, const char *name);

/* A string that is the unpadded base64url of `length` bytes. */
void json_put_base64url(
	struct json_writer *writer, const char *name, const void *bytes, size_t length);

/* Text that is JSON already; with NULL in an object, one or more members with their names. */
void json_put_raw(struct json_writer *writer, const char *name, const char *text, size_t length);

/* The same for a member whose name is not ours: any UTF-8. */
void json_put_foreign(
	struct json_writer *writer, const char *name, const char *text, size_t length);

#endif
