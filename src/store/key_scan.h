/*
 * The keys of a project, one after the other, by name.
 */
#ifndef JWKMINT_STORE_KEY_SCAN_H
#define JWKMINT_STORE_KEY_SCAN_H

#include "store/key_record.h"

typedef bool (*key_scan_visit)(
	const struct key_record *key, bool *more, void *context, struct failure *why);

/* The project's keys by name, behind name `after` (NULL: from the first). */
bool key_scan_each(struct transaction *transaction, const struct id *project, const char *after,
	key_scan_visit visit, void *context, struct failure *why);

/*
 * The same with the row as it stands in the store, for who keeps many of them: a struct key_record
 * is ten times as large. Rows are read again with key_row_decode.
 */
typedef bool (*key_scan_row_visit)(
	const struct key_record *key, const struct buffer *row, void *context, struct failure *why);
bool key_scan_each_row(struct transaction *transaction, const struct id *project,
	key_scan_row_visit visit, void *context, struct failure *why);

#endif
