/*
 * Lists of things with names, page by page, in the order of their names.
 *
 * A page begins behind a name (a cursor), whether there is such a thing or not: so nothing is seen
 * twice and nothing is missed while others come and go. What is skipped is passed over by its key,
 * and what is behind the page is not read.
 */
#ifndef JWKMINT_STORE_LIST_PAGE_H
#define JWKMINT_STORE_LIST_PAGE_H

#include "store/store.h"

struct list_page {
	const char *after; /* begin behind this name; NULL: at the beginning. Borrowed */
	size_t skip;       /* then pass over so many */
	size_t size;       /* at most so many; 0: all */
	bool descending;   /* from the last name to the first */
};

/* The whole list. */
#define LIST_PAGE_ALL                                                                              \
	{                                                                                          \
		.size = 0                                                                          \
	}

/*
 * Calls `row` for the rows of the page, among those whose keys are `prefix` and a name
 * (record_key_name). `*more` says whether something is behind them.
 */
bool list_page_scan(struct transaction *transaction, const struct buffer *prefix,
	const struct list_page *page, store_row row, void *context, bool *more,
	struct failure *why);

#endif
