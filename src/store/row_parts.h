/*
 * The key of a row taken apart again, see record.h.
 */
#ifndef JWKMINT_STORE_ROW_PARTS_H
#define JWKMINT_STORE_ROW_PARTS_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/id.h"

struct row_parts {
	const struct buffer *key; /* borrowed */
	size_t at;
	bool whole; /* so far: all that was taken was there */
};

/* Begins behind the kind. */
struct row_parts row_parts_of(const struct buffer *key);

/* Each takes the next part; nothing when it is not there, or does not fit. */
void row_parts_take(struct row_parts *parts, void *bytes, size_t length);
void row_parts_take_id(struct row_parts *parts, struct id *id);
void row_parts_take_name(struct row_parts *parts, char *name, size_t size);

/* FAILURE_INTERNAL unless all was there and nothing is left. */
bool row_parts_end(const struct row_parts *parts, struct failure *why);

#endif
