/*
 * Rows for tests of the store: visits that do one thing to one row.
 */
#ifndef JWKMINT_TESTS_ROWS_H
#define JWKMINT_TESTS_ROWS_H

#include "store/store.h"

/* Each is one visit. Keys and values are strings; a key may not be longer than 2,000 bytes. */
bool rows_put(struct store *store, const char *key, const char *value, struct failure *why);
bool rows_insert(struct store *store, const char *key, const char *value, bool *inserted,
	struct failure *why);
bool rows_delete(struct store *store, const char *key, bool *existed, struct failure *why);

/* `value` is replaced. */
bool rows_get(struct store *store, const char *key, struct buffer *value, bool *found,
	struct failure *why);

/* Replaces `keys` with the keys of a scan, a space behind each. `after` may be NULL. */
bool rows_scan(struct store *store, const char *prefix, const char *after, struct buffer *keys,
	struct failure *why);

#endif
