/*
 * All rows of a store: as they were, compared, put back.
 */
#ifndef JWKMINT_TESTS_FUZZ_ROWS_H
#define JWKMINT_TESTS_FUZZ_ROWS_H

#include "store/store.h"

struct rows {
	struct buffer *keys; /* owned, as are the values */
	struct buffer *values;
	size_t count;
};

/* Replaces `rows`, which were zero before the first time, with those of the store. */
void rows_read(struct store *store, struct rows *rows);

bool rows_equal(const struct rows *a, const struct rows *b);

/* Whether what else than the audit log they hold is equal. */
bool rows_equal_but_log(const struct rows *a, const struct rows *b);

/* Makes the store hold these rows again and none else; `now` are those that it holds. */
void rows_restore(struct store *store, const struct rows *rows, const struct rows *now);

#endif
