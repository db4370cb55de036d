#include "ctl/projects.h"
#include "ctl/removed.h"
#include "ctl/table.h"
#include "ctl/verbs.h"
#include "mint/admin.h"

static const struct column project_columns[] = {
	{"NAME", "name", false},
	{NULL, "id", false},
	{"CREATED", "createdAt", false},
	{"DESCRIPTION", "description", false},
	{NULL, NULL, false},
};

bool run_project_add(struct call *call, struct failure *why)
{
	return admin_project_add(
		&call->vault, call_word(call, 0), call_option(call, "description"), why);
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	return projects_collect(transaction, context, why);
}

bool run_project_list(struct call *call, struct failure *why)
{
	projects_auto projects = PROJECTS_INIT;
	table_auto table;

	table_init(&table, project_columns, call->json);
	if (!store_read(call->vault.store, collect, &projects, why))
		return false;
	for (size_t i = 0; i < projects.count; i++) {
		const struct project *project = &projects.list[i];
		char id[ID_TEXT_SIZE];

		id_format(&project->id, id);
		table_put(&table, project->name);
		table_put(&table, id);
		table_put_time(&table, project->created);
		table_put(&table, project->description);
	}
	table_print(&table, &call->out);
	return true;
}

bool run_project_remove(struct call *call, struct failure *why)
{
	buffer_auto removed = BUFFER_INIT;
	bool done = admin_project_remove(&call->vault, call_word(call, 0),
		options_has(&call->options, "force"), &removed, why);

	if (done || removed.length > 0)
		removed_print(&removed, call->json, &call->out);
	return done;
}
