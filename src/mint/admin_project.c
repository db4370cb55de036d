#include "base/array.h"
#include "base/clock.h"
#include "deploy/removal.h"
#include "mint/admin.h"
#include "store/key_scan.h"
#include "store/leftover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	const struct project *project = context;
	const struct audit_event event = {.action = AUDIT_PROJECT_ADD, .project = project->name};
	bool inserted;

	if (!project_insert(transaction, project, &inserted, why))
		return false;
	if (!inserted)
		return fail(why, FAILURE_CONFLICT, "Project (name: %s) is already exist!",
			project->name);
	return audit_note(transaction, &event, why);
}

bool admin_project_add(
	struct vault *vault, const char *name, const char *description, struct failure *why)
{
	struct project project = {.created = clock_seconds()};

	description = description == NULL ? "" : description;
	if (!name_check(name, "Project name", why) ||
		!description_check(description, "Project description", why))
		return false;
	id_make(&project.id);
	snprintf(project.name, sizeof project.name, "%s", name);
	snprintf(project.description, sizeof project.description, "%s", description);
	return store_write(vault->store, insert, &project, why);
}

struct search {
	const char *name;
	struct project *project;
};

static bool find(struct transaction *transaction, void *context, struct failure *why)
{
	const struct search *search = context;
	bool found;

	return project_find(transaction, search->name, search->project, &found, why) &&
	       (found || project_unknown(search->name, why));
}

bool admin_project_find(
	struct vault *vault, const char *name, struct project *project, struct failure *why)
{
	struct search search = {.name = name, .project = project};

	if (strlen(name) > NAME_MAX_BYTES)
		return project_unknown(name, why);
	return store_read(vault->store, find, &search, why);
}

/* A project on its way out, and the environments that have to let go of it. */
struct farewell {
	const char *name;
	bool force;
	struct id change; /* for the leftovers */
	bool seen;        /* the project was there when this was first done */
	struct project project;
	struct environment *environments; /* owned; all that serve it */
	size_t count;
	size_t keys;
};

static void farewell_free(struct farewell *farewell)
{
	for (size_t i = 0; i < farewell->count; i++)
		environment_free(&farewell->environments[i]);
	free(farewell->environments);
	farewell->environments = NULL;
	farewell->count = 0;
}

static bool note_environment(
	const struct environment *environment, void *context, struct failure *why)
{
	struct farewell *farewell = context;

	(void)why;
	if (!environment_serves(environment, &farewell->project.id))
		return true;
	farewell->environments =
		array_grow(farewell->environments, farewell->count, sizeof *farewell->environments);
	farewell->environments[farewell->count] = (struct environment)ENVIRONMENT_INIT;
	environment_copy(&farewell->environments[farewell->count++], environment);
	return true;
}

static bool count_key(const struct key_record *key, bool *more, void *context, struct failure *why)
{
	struct farewell *farewell = context;

	(void)key;
	(void)more;
	(void)why;
	farewell->keys++;
	return true;
}

static bool note_leftovers(
	struct transaction *transaction, const struct farewell *farewell, struct failure *why)
{
	for (size_t i = 0; i < farewell->count; i++) {
		if (!leftover_note(transaction, &farewell->change, &farewell->environments[i],
			    farewell->name, why))
			return false;
	}
	return true;
}

static bool take_leave(struct transaction *transaction, void *context, struct failure *why)
{
	struct farewell *farewell = context;
	const struct audit_event event = {
		.action = AUDIT_PROJECT_REMOVE, .project = farewell->name};
	bool found;

	farewell_free(farewell);
	farewell->keys = 0;
	if (!project_find(transaction, farewell->name, &farewell->project, &found, why))
		return false;
	if (!found)
		return farewell->seen || project_unknown(farewell->name, why);
	if (!key_scan_each(transaction, &farewell->project.id, NULL, count_key, farewell, why))
		return false;
	if (farewell->keys > 0 && !farewell->force)
		return fail(why, FAILURE_CONFLICT,
			"Project (%s) has %zu JWKs, which would be lost! Use --force if that is "
			"meant.",
			farewell->name, farewell->keys);
	farewell->seen = true;
	return environment_each(transaction, note_environment, farewell, why) &&
	       note_leftovers(transaction, farewell, why) &&
	       project_remove(transaction, &farewell->project, why) &&
	       audit_note(transaction, &event, why);
}

bool admin_project_remove(struct vault *vault, const char *name, bool force, struct buffer *removed,
	struct failure *why)
{
	__attribute__((cleanup(farewell_free))) struct farewell farewell = {
		.name = name, .force = force};

	id_make(&farewell.change);
	if (strlen(name) > NAME_MAX_BYTES)
		return project_unknown(name, why);
	return store_write(vault->store, take_leave, &farewell, why) &&
	       removal_finish(vault, &farewell.change, removed, why);
}
