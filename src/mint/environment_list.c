#include "mint/environment_list.h"

#include "base/array.h"
#include "deploy/deploy.h"

#include <stdlib.h>
#include <string.h>

struct taking {
	const struct project *project; /* NULL: all */
	struct environment_list *list;
};

void environment_list_free(struct environment_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		environment_free(&list->states[i].environment);
	free(list->states);
	*list = (struct environment_list)ENVIRONMENT_LIST_INIT;
}

static bool add(const struct environment *environment, void *context, struct failure *why)
{
	const struct taking *taking = context;
	struct environment_list *list = taking->list;

	(void)why;
	if (taking->project != NULL && !environment_serves(environment, &taking->project->id))
		return true;
	list->states = array_grow(list->states, list->count, sizeof *list->states);

	struct environment_state *state = &list->states[list->count++];

	*state = (struct environment_state){.environment = ENVIRONMENT_INIT};
	environment_copy(&state->environment, environment);
	return true;
}

static bool take(struct transaction *transaction, void *context, struct failure *why)
{
	const struct taking *taking = context;

	environment_list_free(taking->list);
	return environment_each(transaction, add, context, why);
}

static int by_name(const void *name, const void *state)
{
	return strcmp(name, ((const struct environment_state *)state)->environment.name);
}

/* An environment that came after the list was taken is left out. */
static void judge(struct environment_list *list, const struct outcome *outcome)
{
	struct environment_state *state = bsearch(
		outcome->environment, list->states, list->count, sizeof *list->states, by_name);

	if (state == NULL)
		return;
	state->is_deployed = state->is_deployed || outcome->is_deployed;
	state->is_behind = state->is_behind || !outcome->success;
}

static const char *name_of(const void *list, size_t index)
{
	return ((const struct environment_list *)list)->states[index].environment.name;
}

bool environment_list_take(struct vault *vault, const struct project *project,
	const struct list_page *page, struct environment_list *list, struct failure *why)
{
	const struct deploy_scope scope = {
		.project = project == NULL ? NULL : project->name,
		.check_only = true,
	};
	struct taking taking = {project, list};
	deployment_auto deployment = DEPLOYMENT_INIT;

	if (!store_read(vault->store, take, &taking, why) ||
		!deploy_scope(vault, &scope, &deployment, why))
		return false;
	for (size_t i = 0; i < deployment.count; i++)
		judge(list, &deployment.outcomes[i]);
	list->range = list_range_of(page, list, list->count, name_of);
	return true;
}
