/*
 * The row of a key: its place, what it holds as bytes and back. Everything but the private half.
 */
#ifndef JWKMINT_STORE_KEY_ROW_H
#define JWKMINT_STORE_KEY_ROW_H

#include "store/key_record.h"
#include "store/record.h"

/* Replaces `row` with what the keys of all rows of a project begin with. */
void key_row_prefix(struct buffer *row, const struct id *project);

/* Replaces `row` with the key of the row of that name. */
void key_row_key(struct buffer *row, const struct id *project, const char *name);

/* Replaces `value`. */
void key_row_encode(struct buffer *value, const struct key_record *key);

/* Replaces what `key` holds. FAILURE_INTERNAL for bytes that are none of ours. */
bool key_row_decode(const struct buffer *value, struct key_record *key, struct failure *why);

#endif
