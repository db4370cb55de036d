#include "mint/membership.h"

#include "base/utf8.h"

bool membership_unknown(const char *project_name, struct failure *why)
{
	return fail(why, FAILURE_NOT_FOUND,
		"Project(%.*s) was not found! `jwkmintctl project list` shows what there is.",
		utf8_fit(project_name, NAME_MAX_BYTES), project_name);
}

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
			return membership_unknown(*names, why);
		id_list_add(projects, &project.id);
	}
	return true;
}
