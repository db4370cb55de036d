/*
 * Pages of a list that had to be read whole, because what is in it depends on more than its rows.
 */
#ifndef JWKMINT_STORE_LIST_RANGE_H
#define JWKMINT_STORE_LIST_RANGE_H

#include "store/list_page.h"

/* Which elements of a list of `whole`, sorted by name, are on a page. */
struct list_range {
	size_t first; /* in order of names, also when they are shown backwards */
	size_t count;
	bool descending;
	bool more; /* there is something behind them */
};

/* The name of element `index` of a list. */
typedef const char *(*list_name)(const void *list, size_t index);

struct list_range list_range_of(
	const struct list_page *page, const void *list, size_t whole, list_name name);

/* The index in the list of what comes as number `position`, from 0, on the page. */
size_t list_range_index(const struct list_range *range, size_t position);

#endif
