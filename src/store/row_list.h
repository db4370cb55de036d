/*
 * Keys of rows that a scan collects, so that they can be deleted when it has ended.
 */
#ifndef JWKMINT_STORE_ROW_LIST_H
#define JWKMINT_STORE_ROW_LIST_H

#include "store/store.h"

struct row_list {
	struct buffer keys; /* owned: length (4 bytes, big-endian) and bytes of each */
	size_t count;
};

#define ROW_LIST_INIT                                                                              \
	{                                                                                          \
		BUFFER_INIT, 0                                                                     \
	}
#define row_list_auto __attribute__((cleanup(row_list_free))) struct row_list
void row_list_free(struct row_list *list);

void row_list_add(struct row_list *list, const struct buffer *key);

/* A store_row whose context is the list: adds every row. */
bool row_list_collect(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why);

bool row_list_delete(
	struct transaction *transaction, const struct row_list *list, struct failure *why);

#endif
