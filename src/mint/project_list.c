#include "mint/project_list.h"

#include "base/array.h"

#include "base/array.h"

#include <stdlib.h>

struct taking {
	const struct user *user;
	struct project_list *list;
};

void project_list_free(struct project_list *list)
{
	free(list->projects);
	*list = (struct project_list)PROJECT_LIST_INIT;
}

static bool add(const struct project *project, void *context, struct failure *why)
{
	const struct taking *taking = context;
	struct project_list *list = taking->list;

	(void)why;
	if ((taking->user->roles & ROLE_ADMIN) == 0 &&
		!id_list_contains(&taking->user->projects, &project->id))
		return true;
	list->projects = array_grow(list->projects, list->count, sizeof *list->projects);
	list->projects[list->count++] = *project;
	return true;
}

static bool take(struct transaction *transaction, void *context, struct failure *why)
{
	const struct taking *taking = context;

	project_list_free(taking->list);
	return project_each(transaction, add, context, why);
}

static const char *name_of(const void *list, size_t index)
{
	return ((const struct project_list *)list)->projects[index].name;
}

bool project_list_take(struct vault *vault, const struct identity *identity,
	const struct list_page *page, struct project_list *list, struct failure *why)
{
	struct taking taking = {&identity->user, list};

	if (!store_read(vault->store, take, &taking, why))
		return false;
	list->range = list_range_of(page, list, list->count, name_of);
	return true;
}
