/*
 * The projects that somebody may know of.
 */
#ifndef JWKMINT_MINT_PROJECT_LIST_H
#define JWKMINT_MINT_PROJECT_LIST_H

#include "mint/access.h"
#include "store/list_range.h"

struct project_list {
	struct project *projects; /* owned; all of them, by name */
	size_t count;
	struct list_range range; /* those on the page that was asked for */
};

#define PROJECT_LIST_INIT                                                                          \
	{                                                                                          \
		.projects = NULL                                                                   \
	}
#define project_list_auto __attribute__((cleanup(project_list_free))) struct project_list
void project_list_free(struct project_list *list);

/* Those of the user; all, when that is an administrator. `list` is empty before. */
bool project_list_take(struct vault *vault, const struct identity *identity,
	const struct list_page *page, struct project_list *list, struct failure *why);

#endif
