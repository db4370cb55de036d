#include "mint/project_list.h"

#include "base/array.h"

#include <stdlib.h>

struct taking {
	const struct user *user;
	struct project_list *list;
};

void project_list_free(struct project_list *list)
{
	free(list->projects);
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

	taking->list->count = 0;
	return project_each(transaction, add, context, why);
}

bool project_list_take(struct vault *vault, const struct identity *identity,
	struct project_list *list, struct failure *why)
{
	struct taking taking = {&identity->user, list};

	return store_read(vault->store, take, &taking, why);
}
