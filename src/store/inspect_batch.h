/*
 * Rows that lead to others: collected in the order in which they lie, gone through in the order in
 * which those lie that they lead to. So the pages of both are read about once for each batch, and
 * not one page for each row, as soon as a store does not fit into its cache.
 */
#ifndef JWKMINT_STORE_INSPECT_BATCH_H
#define JWKMINT_STORE_INSPECT_BATCH_H

#include "base/buffer.h"

struct inspect_place {
	size_t at;    /* in the bytes: the key that it leads to, then its own value */
	size_t key;   /* length */
	size_t value; /* length */
};

struct inspect_batch {
	struct buffer bytes;          /* owned */
	struct inspect_place *places; /* owned */
	size_t count;
};

#define INSPECT_BATCH_INIT                                                                         \
	{                                                                                          \
		.bytes = BUFFER_INIT                                                               \
	}

/* Forgets all rows, and keeps the room that they took. */
void inspect_batch_clear(struct inspect_batch *batch);
void inspect_batch_free(struct inspect_batch *batch);

/* Adds a row with this value that leads to `key`. */
void inspect_batch_add(
	struct inspect_batch *batch, const struct buffer *key, const struct buffer *value);

/* Adds all of `more`. */
void inspect_batch_append(struct inspect_batch *batch, const struct inspect_batch *more);

/* No more should be added: it holds as much memory as a batch may. */
bool inspect_batch_is_full(const struct inspect_batch *batch);

/* By the keys that they lead to. */
void inspect_batch_sort(struct inspect_batch *batch);

/* Replaces `key` and `value` by those of the row with this index. */
void inspect_batch_get(
	const struct inspect_batch *batch, size_t index, struct buffer *key, struct buffer *value);

#endif
