/*
 * Which part of a list is asked for: ?page=2&size=50&sort=name,desc or, to go on where the answer
 * before ended, ?size=50&cursor=... with its nextCursor.
 */
#ifndef JWKMINT_API_PAGING_H
#define JWKMINT_API_PAGING_H

#include "base/json_writer.h"
#include "base/name.h"
#include "store/list_page.h"

#define PAGING_MAX_SIZE 1000
#define PAGING_MAX_PAGE 1000000000

/* Not to be copied: the page borrows the name. */
struct paging {
	struct list_page page;
	char after[NAME_SIZE]; /* what the cursor says */
};

/*
 * FAILURE_INVALID names the parameter, its value and what is allowed; `page` and `cursor` together
 * are a contradiction.
 */
bool paging_read(const char *query, struct paging *paging, struct failure *why);

/*
 * In place of answer_end_list. Where a size was asked for, the answer has `nextCursor`: an opaque
 * text for `last`, the name of the last element, or null when nothing is behind it (NULL).
 */
void paging_end_list(
	struct json_writer *writer, const struct paging *paging, size_t count, const char *last);

#endif
