/*
 * The projects of the store by id, to show members by name.
 */
#ifndef JWKMINT_CTL_PROJECTS_H
#define JWKMINT_CTL_PROJECTS_H

#include "ctl/table.h"
#include "store/id_list.h"
#include "store/project.h"

struct projects {
	struct project *list; /* owned, by name */
	size_t count;
};

#define PROJECTS_INIT                                                                              \
	{                                                                                          \
		NULL, 0                                                                            \
	}
#define projects_auto __attribute__((cleanup(projects_free))) struct projects
void projects_free(struct projects *projects);

/* Replaces what is held by all projects of the store. */
bool projects_collect(
	struct transaction *transaction, struct projects *projects, struct failure *why);

/* Puts a cell: the names of those of `ids` that still exist; `empty` stands for an empty list. */
void projects_put(const struct projects *projects, const struct id_list *ids, const char *empty,
	struct table *table);

#endif
