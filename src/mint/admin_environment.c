#include "base/array.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/utf8.h"
#include "deploy/place.h"
#include "deploy/private_half.h"
#include "deploy/removal.h"
#include "mint/admin.h"
#include "mint/membership.h"
#include "store/leftover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Finds `value` in a list of three names. */
static bool choose(const char *const names[3], const char *value, const char *what, unsigned *index,
	struct failure *why)
{
	for (*index = 0; *index < 3; (*index)++) {
		if (strcmp(names[*index], value) == 0)
			return true;
	}
	return fail(why, FAILURE_INVALID,
		"Environment %s (%.*s) is not supported! Valid values: %s, %s, %s", what,
		UTF8_SHOWN(value), names[0], names[1], names[2]);
}

static bool copy_value(
	char *to, size_t size, const char *value, const char *what, struct failure *why)
{
	if (strlen(value) >= size)
		return fail(why, FAILURE_INVALID,
			"Environment %s has %zu bytes! At most %zu are allowed.", what,
			strlen(value), size - 1);
	memcpy(to, value, strlen(value) + 1);
	return true;
}

static bool check_url(const char *url, struct failure *why)
{
	bool has_scheme = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;

	return url[0] == '\0' || (has_scheme && !utf8_has_control(url, strlen(url))) ||
	       fail(why, FAILURE_INVALID,
		       "Environment access URL (%.*s) is not supported! It begins with https:// or "
		       "http:// and has no control characters.",
		       UTF8_SHOWN(url));
}

/* `inner` is `outer` or lies below it; both canonical. */
static bool is_within(const char *inner, const char *outer)
{
	size_t length = strlen(outer);

	return strncmp(inner, outer, length) == 0 &&
	       (inner[length] == '\0' || inner[length] == '/');
}

/* Resolves links, also where the last part does not exist yet. */
static bool canonical(const char *path, char resolved[PATH_MAX], struct failure *why)
{
	char parent[PATH_MAX];
	const char *slash = strrchr(path, '/');

	if (realpath(path, resolved) != NULL)
		return true;
	if (errno == ENOENT && slash != NULL && slash != path && slash[1] != '\0' &&
		strcmp(slash, "/.") != 0 && strcmp(slash, "/..") != 0) {
		snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
		if (realpath(parent, resolved) != NULL &&
			strlen(resolved) + strlen(slash) < PATH_MAX) {
			strcat(resolved, slash);
			return true;
		}
	}
	return fail(why, FAILURE_INVALID, "Environment directory (%.*s) can not be used: %s.",
		UTF8_SHOWN(path), strerror(errno));
}

static bool choose_directory(const struct home *home, const char *directory,
	struct environment *environment, struct failure *why)
{
	char root[PATH_MAX];
	buffer_auto origin = BUFFER_INIT;

	if (directory[0] == '\0') {
		environment->directory[0] = '\0';
		return true;
	}
	if (directory[0] != '/' || strlen(directory) >= PATH_MAX - 1)
		return fail(why, FAILURE_INVALID,
			"Environment directory (%.512s) is not supported! It must be an absolute "
			"path.",
			directory);
	if (!canonical(home->bundle_root, root, why) ||
		!canonical(directory, environment->directory, why))
		return false;
	if (is_within(environment->directory, root) && strcmp(environment->directory, root) != 0)
		return true;
	home_append_bundle_root_origin(home, &origin);
	return fail(why, FAILURE_INVALID,
		"Environment directory (%.300s) is not supported! It must lie below the bundle "
		"root %.300s (%s).",
		directory, root, origin.data);
}

static bool choose_private_mode(const struct environment_change *change, bool is_new,
	struct environment *environment, struct failure *why)
{
	unsigned mode = environment->private_mode;

	if (change->private_mode != NULL && !choose(environment_private_names, change->private_mode,
						    "private mode", &mode, why))
		return false;
	environment->private_mode = (enum environment_private)mode;
	if (environment->private_mode != PRIVATE_SEALED) {
		environment->recipient[0] = '\0';
		return change->recipient == NULL || fail(why, FAILURE_INVALID,
							    "Environment private mode %s needs no "
							    "recipient! Leave the recipient out, "
							    "or choose sealed.",
							    environment_private_names[mode]);
	}
	if (change->recipient != NULL &&
		!copy_value(environment->recipient, sizeof environment->recipient,
			change->recipient, "recipient", why))
		return false;
	return environment->recipient[0] != '\0' ||
	       fail(why, FAILURE_INVALID,
		       "Environment %s needs a recipient for its private keys! Give the public JWK "
		       "(EC P-256 or P-384) of the gateway%s.",
		       environment->name, is_new ? "" : ", or choose another private mode");
}

static bool check_recipient(const struct environment *environment, struct failure *why)
{
	recipient_auto recipient;

	recipient_init(&recipient);
	return recipient_load(environment, &recipient, why);
}

/* Everything about the values that needs no look at the store. */
static bool apply_values(const struct home *home, const struct environment_change *change,
	bool is_new, struct environment *environment, struct failure *why)
{
	unsigned type = environment->type;

	if (change->description != NULL &&
		(!description_check(change->description, "Environment description", why) ||
			!copy_value(environment->description, sizeof environment->description,
				change->description, "description", why)))
		return false;
	if (change->type != NULL &&
		!choose(environment_type_names, change->type, "type", &type, why))
		return false;
	environment->type = (enum environment_type)type;
	if (change->access_url != NULL &&
		(!check_url(change->access_url, why) ||
			!copy_value(environment->access_url, sizeof environment->access_url,
				change->access_url, "access URL", why)))
		return false;
	if (change->directory != NULL &&
		!choose_directory(home, change->directory, environment, why))
		return false;
	return choose_private_mode(change, is_new, environment, why) &&
	       check_recipient(environment, why);
}

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
	if (!is_within(ours.data, theirs.data) && !is_within(theirs.data, ours.data))
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
	file_auto directory = -1;

	return alteration->change->directory == NULL ||
	       place_open_environment(
		       alteration->home, &alteration->current, true, &directory, why);
}

static bool alter(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;
	const struct environment_change *change = alteration->change;

	if (!begin(transaction, alteration, why) ||
		!apply_values(
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
	if (!place_open_environment(&vault->home, &alteration.current, true, &directory, why))
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
