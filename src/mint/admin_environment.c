#include "base/array.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/utf8.h"
#include "deploy/place.h"
#include "deploy/removal.h"
#include "mint/admin.h"
#include "mint/environment_values.h"
#include "mint/membership.h"
#include "store/leftover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An addition or a change, and what has to be cleared away after it. */
struct alteration {
	const struct home *home;
	const char *name;
	const struct environment_change *change;
	bool is_new;
	struct id id;               /* for a new one, else of this change */
	int64_t created;            /* seconds since the epoch; for a new one */
	struct environment former;  /* owned; as it was */
	struct environment current; /* owned; as it is now */
	struct project *projects;   /* owned; all there are */
	size_t count;
};

static void alteration_free(struct alteration *alteration)
{
	environment_free(&alteration->former);
	environment_free(&alteration->current);
	free(alteration->projects);
	alteration->projects = NULL;
	alteration->count = 0;
}

static bool note_project(const struct project *project, void *context, struct failure *why)
{
	struct alteration *alteration = context;

	(void)why;
	alteration->projects =
		array_grow(alteration->projects, alteration->count, sizeof *alteration->projects);
	alteration->projects[alteration->count++] = *project;
	return true;
}

/* No two environments write into one directory, or into one another's. */
static bool check_overlap(const struct environment *environment, void *context, struct failure *why)
{
	const struct alteration *alteration = context;
	buffer_auto ours = BUFFER_INIT;
	buffer_auto theirs = BUFFER_INIT;

	if (strcmp(environment->name, alteration->name) == 0)
		return true;
	place_directory(alteration->home, &alteration->current, &ours);
	place_directory(alteration->home, environment, &theirs);
	if (!environment_values_within(ours.data, theirs.data) &&
		!environment_values_within(theirs.data, ours.data))
		return true;
	return fail(why, FAILURE_CONFLICT,
		"Environment directory (%.*s) is already used by environment %s! Choose another one.",
		UTF8_SHOWN(ours.data), environment->name);
}

static bool looks_different(const struct environment *a, const struct environment *b)
{
	return a->private_mode != b->private_mode || strcmp(a->recipient, b->recipient) != 0 ||
	       strcmp(a->directory, b->directory) != 0;
}

static bool begin(
	struct transaction *transaction, struct alteration *alteration, struct failure *why)
{
	bool found;

	alteration_free(alteration);
	if (!environment_find(transaction, alteration->name, &alteration->former, &found, why))
		return false;
	if (!alteration->is_new) {
		environment_copy(&alteration->current, &alteration->former);
		return found || environment_unknown(alteration->name, why);
	}
	environment_free(&alteration->former);
	alteration->current.id = alteration->id;
	alteration->current.created = alteration->created;
	alteration->current.generation = 1;
	snprintf(alteration->current.name, NAME_SIZE, "%s", alteration->name);
	return true;
}

static bool finish(
	struct transaction *transaction, struct alteration *alteration, struct failure *why)
{
	struct environment *current = &alteration->current;
	const struct audit_event event = {
		.action = alteration->is_new ? AUDIT_ENVIRONMENT_ADD : AUDIT_ENVIRONMENT_SET,
		.object = alteration->name,
	};
	bool inserted;

	if (!alteration->is_new) {
		current->generation += looks_different(current, &alteration->former);
		return environment_update(transaction, current, why) &&
		       audit_note(transaction, &event, why);
	}
	if (!environment_insert(transaction, current, &inserted, why))
		return false;
	if (!inserted)
		return fail(why, FAILURE_CONFLICT, "Environment (name: %s) is already exist!",
			alteration->name);
	return audit_note(transaction, &event, why);
}

/*
 * Notes the bundles that the environment was to have and, as it is now, is not; all of them, and
 * its directory, when it is gone.
 */
static bool note_leftovers(struct transaction *transaction, const struct alteration *alteration,
	bool is_gone, struct failure *why)
{
	const struct environment *former = &alteration->former;
	const struct environment *current = &alteration->current;
	bool moved = is_gone || strcmp(former->directory, current->directory) != 0;

	for (size_t i = 0; i < alteration->count; i++) {
		const struct project *project = &alteration->projects[i];
		bool leaves = environment_serves(former, &project->id) &&
			      (moved || !environment_serves(current, &project->id));

		if (leaves &&
			!leftover_note(transaction, &alteration->id, former, project->name, why))
			return false;
	}
	return !moved || leftover_note(transaction, &alteration->id, former, NULL, why);
}

/*
 * Before anything says that the environment is there: `deploy` makes no directory that somebody
 * chose, and so could not go on from where this process dies. Dying here leaves an empty one.
 */
static bool make_directory(const struct alteration *alteration, struct failure *why)
{
	struct place_root root = {.home = alteration->home};
	file_auto directory = -1;

	return alteration->change->directory == NULL ||
	       place_open_environment(&root, &alteration->current, true, &directory, why);
}

static bool alter(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;
	const struct environment_change *change = alteration->change;

	if (!begin(transaction, alteration, why) ||
		!environment_values_apply(
			alteration->home, change, alteration->is_new, &alteration->current, why))
		return false;
	if (change->projects != NULL && !membership_resolve(transaction, change->projects,
						&alteration->current.projects, why))
		return false;
	return environment_each(transaction, check_overlap, alteration, why) &&
	       project_each(transaction, note_project, alteration, why) &&
	       (alteration->is_new || note_leftovers(transaction, alteration, false, why)) &&
	       finish(transaction, alteration, why) && make_directory(alteration, why);
}

static bool change_environment(struct vault *vault, const char *name,
	const struct environment_change *change, bool is_new, struct deployment *deployment,
	struct failure *why)
{
	__attribute__((cleanup(alteration_free))) struct alteration alteration = {
		.home = &vault->home,
		.name = name,
		.change = change,
		.is_new = is_new,
		.created = clock_seconds(),
		.former = ENVIRONMENT_INIT,
		.current = ENVIRONMENT_INIT,
	};
	const struct deploy_scope scope = {.environment = name};
	struct place_root root = {.home = &vault->home};
	buffer_auto removed = BUFFER_INIT;
	struct failure kept;
	bool cleared;
	int directory;

	id_make(&alteration.id);
	if (!name_check(name, "Environment name", why) ||
		!store_write(vault->store, alter, &alteration, why) ||
		!fault_point("environment.stored", why))
		return false;
	cleared = is_new || removal_finish(vault, &alteration.id, &removed, &kept);
	if (!place_open_environment(&root, &alteration.current, true, &directory, why))
		return fail_within(why, "The environment is stored, but nothing is deployed: ");
	close(directory);
	if (!deploy_scope(vault, &scope, deployment, why))
		return false;
	if (cleared)
		return true;
	*why = kept;
	return fail_within(why,
		"The environment was changed, but what it left behind was not removed (run "
		"jwkmintctl deploy when the cause is mended): ");
}

bool admin_environment_add(struct vault *vault, const char *name,
	const struct environment_change *change, struct deployment *deployment, struct failure *why)
{
	return change_environment(vault, name, change, true, deployment, why);
}

bool admin_environment_set(struct vault *vault, const char *name,
	const struct environment_change *change, struct deployment *deployment, struct failure *why)
{
	return change_environment(vault, name, change, false, deployment, why);
}

struct search {
	const char *name;
	struct environment *environment;
};

static bool find(struct transaction *transaction, void *context, struct failure *why)
{
	const struct search *search = context;
	bool found;

	return environment_find(transaction, search->name, search->environment, &found, why) &&
	       (found || environment_unknown(search->name, why));
}

bool admin_environment_find(
	struct vault *vault, const char *name, struct environment *environment, struct failure *why)
{
	struct search search = {.name = name, .environment = environment};

	if (strlen(name) > NAME_MAX_BYTES)
		return environment_unknown(name, why);
	return store_read(vault->store, find, &search, why);
}

static bool take_leave(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;
	const struct audit_event event = {
		.action = AUDIT_ENVIRONMENT_REMOVE, .object = alteration->name};
	bool found, existed;

	if (!environment_find(transaction, alteration->name, &alteration->former, &found, why))
		return false;
	/* Seen again after a recovery, it may be gone already, and that was us. */
	if (!found && alteration->former.name[0] == '\0')
		return environment_unknown(alteration->name, why);
	free(alteration->projects);
	alteration->projects = NULL;
	alteration->count = 0;
	return project_each(transaction, note_project, alteration, why) &&
	       note_leftovers(transaction, alteration, true, why) &&
	       environment_remove(transaction, alteration->name, &existed, why) &&
	       (!existed || audit_note(transaction, &event, why));
}

bool admin_environment_remove(
	struct vault *vault, const char *name, struct buffer *removed, struct failure *why)
{
	__attribute__((cleanup(alteration_free))) struct alteration alteration = {
		.name = name,
		.former = ENVIRONMENT_INIT,
		.current = ENVIRONMENT_INIT,
	};

	id_make(&alteration.id);
	if (strlen(name) > NAME_MAX_BYTES)
		return environment_unknown(name, why);
	return store_write(vault->store, take_leave, &alteration, why) &&
	       removal_finish(vault, &alteration.id, removed, why);
}
