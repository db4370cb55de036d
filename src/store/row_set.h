/*
 * Keys of rows that were met, each of which may be struck out once.
 */
#ifndef JWKMINT_STORE_ROW_SET_H
#define JWKMINT_STORE_ROW_SET_H

#include "base/buffer.h"

struct row_set {
	struct buffer bytes; /* owned; of all keys, one behind the other */
	size_t *ends;        /* owned; where each of them ends */
	bool *struck;        /* owned */
	size_t count;
};

#define ROW_SET_INIT                                                                               \
	{                                                                                          \
		.bytes = BUFFER_INIT                                                               \
	}
#define row_set_auto __attribute__((cleanup(row_set_free))) struct row_set
void row_set_free(struct row_set *set);

/* Adds a key; they come in ascending order, as scans give them. One that is there is not added. */
void row_set_add(struct row_set *set, const struct buffer *key);

/* Strikes a key out if it is there. */
void row_set_strike(struct row_set *set, const struct buffer *key);

/*
 * Copies the first key from `*at` that is not struck out and moves `*at` behind it; false when
 * there is none.
 */
bool row_set_next(const struct row_set *set, size_t *at, struct buffer *key);

#endif
