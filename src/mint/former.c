#include "mint/former.h"

#include "base/array.h"
#include "store/leftover.h"

#include <stdlib.h>
#include <string.h>

void former_free(struct former *former)
{
	for (size_t i = 0; i < former->environment_count; i++)
		environment_free(&former->environments[i]);
	free(former->environments);
	free(former->projects);
	*former = (struct former)FORMER_INIT;
}

static bool add_environment(
	const struct environment *environment, void *context, struct failure *why)
{
	struct former *former = context;

	(void)why;
	former->environments = array_grow(
		former->environments, former->environment_count, sizeof *former->environments);

	struct environment *added = &former->environments[former->environment_count++];

	*added = (struct environment)ENVIRONMENT_INIT;
	environment_copy(added, environment);
	return true;
}

static bool add_project(const struct project *project, void *context, struct failure *why)
{
	struct former *former = context;

	(void)why;
	former->projects =
		array_grow(former->projects, former->project_count, sizeof *former->projects);
	former->projects[former->project_count++] = *project;
	return true;
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	former_free(context);
	return environment_each(transaction, add_environment, context, why) &&
	       project_each(transaction, add_project, context, why);
}

void former_look(const struct home *home, struct former *former)
{
	struct vault vault;
	struct failure ignored;

	if (!vault_open(home, &vault, &ignored) ||
		!store_read(vault.store, collect, former, &ignored))
		former_free(former);
	vault_close(&vault);
}

struct noting {
	const struct former *former;
	struct id change;
};

/* Whether there is such a bundle in this store, too: then it is written anew. */
static bool is_wanted(struct transaction *transaction, const struct environment *environment,
	const char *project_name, bool *wanted, struct failure *why)
{
	environment_auto present = ENVIRONMENT_INIT;
	struct project project;
	bool has_environment, has_project;

	if (!environment_find(transaction, environment->name, &present, &has_environment, why) ||
		!project_find(transaction, project_name, &project, &has_project, why))
		return false;
	*wanted = has_environment && has_project &&
		  strcmp(present.directory, environment->directory) == 0 &&
		  environment_serves(&present, &project.id);
	return true;
}

static bool note(struct transaction *transaction, void *context, struct failure *why)
{
	const struct noting *noting = context;
	const struct former *former = noting->former;

	for (size_t i = 0; i < former->environment_count; i++) {
		const struct environment *environment = &former->environments[i];

		for (size_t j = 0; j < former->project_count; j++) {
			const struct project *project = &former->projects[j];
			bool wanted = true;

			if (environment_serves(environment, &project->id) &&
				!is_wanted(transaction, environment, project->name, &wanted, why))
				return false;
			if (!wanted && !leftover_note(transaction, &noting->change, environment,
					       project->name, why))
				return false;
		}
	}
	return true;
}

bool former_note(struct vault *vault, const struct former *former, struct failure *why)
{
	struct noting noting = {.former = former};

	id_make(&noting.change);
	return store_write(vault->store, note, &noting, why);
}
