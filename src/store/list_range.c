#include "store/list_range.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many elements have names before `name`; with `included` that one, too. */
static size_t count_before(
	const void *list, size_t whole, list_name name_of, const char *name, bool included)
{
	size_t count = 0;

	for (; count < whole; count++) {
		int order = strcmp(name_of(list, count), name);

		if (order > 0 || (order == 0 && !included))
			break;
	}
	return count;
}

struct list_range list_range_of(
	const struct list_page *page, const void *list, size_t whole, list_name name)
{
	struct list_range range = {.descending = page->descending};
	size_t first = 0, end = whole; /* what is left to be shown */
	size_t rest;

	if (page->after != NULL && page->descending)
		end = count_before(list, whole, name, page->after, false);
	else if (page->after != NULL)
		first = count_before(list, whole, name, page->after, true);
	rest = end - first;
	rest -= least(page->skip, rest);
	range.count = page->size == 0 ? rest : least(page->size, rest);
	range.more = range.count < rest;
	range.first = page->descending ? first + rest - range.count : end - rest;
	return range;
}

size_t list_range_index(const struct list_range *range, size_t position)
{
	return range->descending ? range->first + range->count - 1 - position
				 : range->first + position;
}
