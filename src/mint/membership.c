#include "mint/membership.h"

bool membership_resolve(struct transaction *transaction, const char *const *names,
	struct id_list *projects, struct failure *why)
{
	struct project project;
	bool found;

	id_list_free(projects);
	for (; *names != NULL; names++) {
		if (!project_find(transaction, *names, &project, &found, why))
			return false;
		if (!found)
			return project_unknown(*names, why);
		id_list_add(projects, &project.id);
	}
	return true;
}
