#include "deploy/removal.h"

#include "base/array.h"
#include "base/fault.h"
#include "base/file.h"
#include "deploy/manifest.h"
#include "deploy/place.h"
#include "store/leftover.h"
#include "store/project.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A place that was left, and what the store wants there now. */
struct claim {
	const struct vault *vault;
	const char *directory;    /* path of an environment's directory */
	const char *project_name; /* empty: only the directory is meant */
	struct project project;
	bool has_project;
	bool has_environment;  /* one that has its bundles in the directory */
	bool is_served;        /* and the project is one of its */
	struct id environment; /* its id */
};

static bool claim_directory(
	const struct environment *environment, void *context, struct failure *why)
{
	struct claim *claim = context;
	buffer_auto path = BUFFER_INIT;

	(void)why;
	place_directory(&claim->vault->home, environment, &path);
	if (strcmp(path.data, claim->directory) != 0)
		return true;
	claim->has_environment = true;
	claim->environment = environment->id;
	claim->is_served =
		claim->has_project && environment_serves(environment, &claim->project.id);
	return true;
}

static bool look(struct transaction *transaction, void *context, struct failure *why)
{
	struct claim *claim = context;

	claim->has_environment = false;
	claim->is_served = false;
	return project_find(transaction, claim->project_name, &claim->project, &claim->has_project,
		       why) &&
	       environment_each(transaction, claim_directory, claim, why);
}

/*
 * Asked with the bundle locked, so that nobody can write another one meanwhile. What is wanted must
 * be what is there: the bundle of a former project of that name has to go all the same.
 */
static bool is_wanted(const struct claim *claim, int bundle, bool *wanted, struct failure *why)
{
	manifest_auto manifest = MANIFEST_INIT;
	bool found;

	*wanted = false;
	if (!claim->is_served)
		return true;
	if (!manifest_read(bundle, &manifest, &found, why))
		return false;
	*wanted = found && manifest_belongs(&manifest, &claim->vault->incarnation,
				   &claim->project.id, &claim->environment);
	return true;
}

static bool remove_bundle(struct vault *vault, const struct environment *environment,
	struct claim *claim, struct buffer *removed, struct failure *why)
{
	struct place_root root = {.home = &vault->home};
	buffer_auto name = BUFFER_INIT;
	file_auto present = -1;
	file_auto directory = -1;
	file_auto bundle = -1;
	bool wanted;

	if (!place_open(&root, environment, claim->project_name, &present, why))
		return false;
	if (present < 0)
		return true;
	name_append_file(&name, claim->project_name);
	if (!place_lock(&root, environment, claim->project_name, &directory, &bundle, why) ||
		!store_read_durable(vault->store, look, claim, why) ||
		!is_wanted(claim, bundle, &wanted, why))
		return false;
	if (wanted)
		return true;
	if (!fault_point("removal.locked", why) || !file_remove_tree(bundle, "private", why) ||
		!fault_point("removal.private-removed", why) ||
		!file_remove_tree(directory, name.data, why) ||
		!fault_point("removal.removed", why) || !file_sync_filesystems(&directory, 1, why))
		return false;
	buffer_printf(removed, "Deleted %s/%s\n", claim->directory, name.data);
	return true;
}

static bool remove_leftover(struct vault *vault, const struct leftover *leftover,
	struct buffer *removed, struct failure *why)
{
	struct environment environment = ENVIRONMENT_INIT;
	buffer_auto path = BUFFER_INIT;
	struct claim claim = {.vault = vault, .project_name = leftover->project};

	memcpy(environment.name, leftover->environment, sizeof environment.name);
	memcpy(environment.directory, leftover->directory, sizeof environment.directory);
	place_directory(&vault->home, &environment, &path);
	claim.directory = path.data;
	if (leftover->project[0] != '\0' &&
		!remove_bundle(vault, &environment, &claim, removed, why))
		return fail_within(why, "Environment '%s', project '%s': ", leftover->environment,
			leftover->project);
	if (!store_read_durable(vault->store, look, &claim, why))
		return false;
	if (!claim.has_environment && rmdir(path.data) == 0)
		buffer_printf(removed, "Deleted %s\n", path.data);
	return true;
}

/* Leftovers, taken out of the store in one visit and forgotten in another. */
struct list {
	const struct id *change; /* only those of this one; NULL: all */
	struct leftover *items;  /* owned */
	size_t count;
};

static void list_free(struct list *list)
{
	free(list->items);
}

static bool add(const struct leftover *leftover, void *context, struct failure *why)
{
	struct list *list = context;

	(void)why;
	if (list->change != NULL && !id_equal(list->change, &leftover->change))
		return true;
	list->items = array_grow(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = *leftover;
	return true;
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	struct list *list = context;

	list->count = 0;
	return leftover_each(transaction, add, list, why);
}

static bool forget(struct transaction *transaction, void *context, struct failure *why)
{
	const struct list *list = context;

	for (size_t i = 0; i < list->count; i++) {
		if (!leftover_forget(transaction, &list->items[i], why))
			return false;
	}
	return true;
}

bool removal_finish(
	struct vault *vault, const struct id *change, struct buffer *removed, struct failure *why)
{
	__attribute__((cleanup(list_free))) struct list list = {.change = change};
	struct failure unforgotten;
	size_t done = 0;

	if (!store_read_durable(vault->store, collect, &list, why))
		return false;

	size_t count = list.count;

	for (size_t i = 0; i < count; i++) {
		if (remove_leftover(vault, &list.items[i], removed, why))
			list.items[done++] = list.items[i];
	}
	list.count = done;
	/* What can not be forgotten now is found gone the next time. */
	if (done > 0)
		store_write(vault->store, forget, &list, &unforgotten);
	return done == count;
}

bool removal_due(struct vault *vault, size_t *count, struct failure *why)
{
	__attribute__((cleanup(list_free))) struct list list = {.change = NULL};

	if (!store_read(vault->store, collect, &list, why))
		return false;
	*count = list.count;
	return true;
}
