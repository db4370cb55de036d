#include "ctl/projects.h"

#include "base/array.h"

#include <stdlib.h>

void projects_free(struct projects *projects)
{
	free(projects->list);
	*projects = (struct projects)PROJECTS_INIT;
}

static bool add_project(const struct project *project, void *context, struct failure *why)
{
	struct projects *projects = context;

	(void)why;
	projects->list = array_grow(projects->list, projects->count, sizeof *projects->list);
	projects->list[projects->count++] = *project;
	return true;
}

bool projects_collect(
	struct transaction *transaction, struct projects *projects, struct failure *why)
{
	projects->count = 0;
	return project_each(transaction, add_project, projects, why);
}

void projects_put(const struct projects *projects, const struct id_list *ids, const char *empty,
	struct table *table)
{
	const char **names = calloc(projects->count + 1, sizeof *names);
	size_t count = 0;

	if (names == NULL)
		abort();
	for (size_t i = 0; i < projects->count; i++) {
		if (id_list_contains(ids, &projects->list[i].id))
			names[count++] = projects->list[i].name;
	}
	table_put_list(table, names, count, id_list_count(ids) == 0 ? empty : NULL);
	free(names);
}
