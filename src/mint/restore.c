#include "mint/restore.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "mint/former.h"
#include "mint/operation.h"
#include "mint/operator_note.h"
#include "store/copy.h"
#include "store/home_check.h"
#include "store/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beside the store: its new contents on their way, and what was there before. */
#define STAGED_SUFFIX ".restoring"
#define ASIDE_SUFFIX  ".before-"

/*
 * In the new contents until they are ready to take the store's place. Without it, what has their
 * name is the former store, of a process that died right after the exchange.
 */
#define UNREADY_FILE "unready"

#define DIRECTORY_MODE 0700
#define FILE_MODE      0600
#define BLOCK          (1024 * 1024)

struct restoring {
	const struct home *home;
	const struct restore_request *request;
	struct verification *verification;
	struct restored *restored;
	struct buffer staged; /* owned; path */
	int source;           /* the backup's files; open, as is the next */
	int directory;
};

void restored_free(struct restored *restored)
{
	backup_list_free(&restored->backup);
}

static bool exists(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

static bool check_home(const struct restoring *restoring, struct failure *why)
{
	const struct home *home = restoring->home;
	struct keyring keyring;

	if (!home_check(home, why))
		return false;
	if (exists(home->database) && !restoring->request->force)
		return fail(why, FAILURE_CONFLICT,
			"There is a store already: %s. With --force it is moved aside, and the "
			"backup takes its place.",
			home->database);
	if (!exists(home->keyring))
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring has to be there first. It is in no backup: copy it from "
			"the safe place where `jwkmintctl keyring export` was kept (mode 0600, of "
			"the owner of the home).",
			home->keyring);
	if (!keyring_load(home->keyring, &keyring, why))
		return false;
	keyring_free(&keyring);
	return true;
}

static bool open_backup(struct restoring *restoring, struct failure *why)
{
	const char *path = restoring->request->path;
	file_auto directory = -1;
	struct failure cause;

	if (!file_open_directory(AT_FDCWD, path, &directory, &cause))
		return fail(why, FAILURE_INVALID, "%s It has to be readable for uid %u.",
			cause.text, (unsigned)geteuid());
	return backup_list_read(directory, path, &restoring->restored->backup, why) &&
	       file_open_directory(directory, BACKUP_DATABASE, &restoring->source, why);
}

/* A path beside the store that is free. */
static bool find_aside(const struct restoring *restoring, char aside[PATH_MAX], struct failure *why)
{
	char now[CLOCK_TEXT_SIZE];

	clock_format(clock_seconds(), now);
	for (int i = 0; i < 1000; i++) {
		buffer_auto path = BUFFER_INIT;

		buffer_printf(&path, "%s" ASIDE_SUFFIX "%s", restoring->home->database, now);
		if (i > 0)
			buffer_printf(&path, "-%d", i);
		if (path.length >= PATH_MAX)
			break;
		strcpy(aside, path.data);
		if (!exists(aside))
			return true;
	}
	return fail(
		why, FAILURE_INTERNAL, "%s: no name is free beside it.", restoring->home->database);
}

/* What a process left that died here: half of a new store goes, the former store stays. */
static bool clear_staged(struct restoring *restoring, struct failure *why)
{
	buffer_auto unready = BUFFER_INIT;
	char aside[PATH_MAX];

	/* Gone, or made and not marked yet. */
	if (!exists(restoring->staged.data) || rmdir(restoring->staged.data) == 0)
		return true;
	buffer_printf(&unready, "%s/" UNREADY_FILE, restoring->staged.data);
	if (exists(unready.data))
		return file_remove_tree(AT_FDCWD, restoring->staged.data, why);
	return find_aside(restoring, aside, why) &&
	       (rename(restoring->staged.data, aside) == 0 ||
		       fail(why, FAILURE_INTERNAL, "%s: can not become %s: %s.",
			       restoring->staged.data, aside, strerror(errno)));
}

static bool make_staged(struct restoring *restoring, struct failure *why)
{
	buffer_auto nothing = BUFFER_INIT;

	return clear_staged(restoring, why) &&
	       file_make_directory(AT_FDCWD, restoring->staged.data, DIRECTORY_MODE, NULL, why) &&
	       fault_point("restore.staged", why) &&
	       file_open_directory(AT_FDCWD, restoring->staged.data, &restoring->directory, why) &&
	       file_create(restoring->directory, UNREADY_FILE, FILE_MODE, &nothing, why);
}

static bool copy_file(const struct restoring *restoring, const char *name, struct failure *why)
{
	file_auto from = openat(restoring->source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	file_auto to = openat(restoring->directory, name,
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	buffer_auto block = BUFFER_INIT;
	char *bytes = buffer_reserve(&block, BLOCK);
	ssize_t got = to < 0 ? -1 : 1;

	if (from < 0)
		return fail(why, FAILURE_INVALID, "%s is not whole: " BACKUP_DATABASE "/%s: %s.",
			restoring->request->path, name, strerror(errno));
	while (got > 0) {
		got = read(from, bytes, BLOCK);
		if (got > 0 && !file_write_all(to, bytes, (size_t)got))
			got = -1;
	}
	return got == 0 || fail(why, FAILURE_INTERNAL, "%s: can not be copied to %s: %s.", name,
				   restoring->staged.data, strerror(errno));
}

static bool copy_files(struct restoring *restoring, struct failure *why)
{
	const struct backup_list *list = &restoring->restored->backup;

	for (size_t i = 0; i < list->count; i++) {
		if (!copy_file(restoring, list->files[i].name, why) ||
			!fault_point("restore.file-copied", why))
			return false;
	}
	return backup_list_check(restoring->directory, restoring->request->path, list, why);
}

/* The bundles of the store that goes, and that the new one does not have, have to go, too. */
static bool note_former(const struct restoring *restoring, struct vault *vault, struct failure *why)
{
	former_auto former = FORMER_INIT;

	if (!exists(restoring->home->database))
		return true;
	former_look(restoring->home, &former);
	return former_note(vault, &former, why);
}

/* As a store of its own, beside the one that is in use. */
static bool prepare(struct restoring *restoring, struct failure *why)
{
	struct verification *verification = restoring->verification;
	const struct audit_event event = {
		.action = AUDIT_RESTORE, .object = restoring->request->path};
	struct home home = *restoring->home;
	struct vault vault;

	snprintf(home.database, sizeof home.database, "%s", restoring->staged.data);

	bool done = vault_open(&home, &vault, why) && verify_store(&vault, verification, why);

	if (done && verification->problem_count > 0)
		done = fail(why, FAILURE_INTERNAL,
			"%zu problems are in the backup or its keyring, so nothing was restored.",
			verification->problem_count);
	vault.actor = *restoring->request->actor;
	done = done && vault_renew(&vault, why) && note_former(restoring, &vault, why) &&
	       operator_note(&vault, &event, why);
	vault_close(&vault);
	return done && store_copy_tidy(restoring->directory, why);
}

static bool make_ready(struct restoring *restoring, struct failure *why)
{
	const int written[] = {restoring->directory};

	if (unlinkat(restoring->directory, UNREADY_FILE, 0) < 0)
		return fail(why, FAILURE_INTERNAL, "%s/" UNREADY_FILE ": can not remove: %s.",
			restoring->staged.data, strerror(errno));
	return file_sync_filesystems(written, 1, why);
}

static bool make_bundle_root(const struct home *home, struct failure *why)
{
	return file_make_directory(AT_FDCWD, home->bundle_root, 0711, NULL, why) &&
	       file_sync_parent(AT_FDCWD, home->bundle_root, why);
}

static bool put_in_place(struct restoring *restoring, struct failure *why)
{
	struct restored *restored = restoring->restored;
	bool replaces = exists(restoring->home->database);

	if (!make_bundle_root(restoring->home, why) || !make_ready(restoring, why) ||
		!fault_point("restore.ready", why) ||
		!find_aside(restoring, restored->aside, why) ||
		!store_replace(
			restoring->home->database, restoring->staged.data, restored->aside, why))
		return false;
	if (!replaces)
		restored->aside[0] = '\0';
	return fault_point("restore.in-place", why);
}

/* Whether it is what was made here, and not the former store. */
static bool is_ours(const struct restoring *restoring)
{
	struct stat made, named;

	return restoring->directory >= 0 && fstat(restoring->directory, &made) == 0 &&
	       stat(restoring->staged.data, &named) == 0 && made.st_dev == named.st_dev &&
	       made.st_ino == named.st_ino;
}

static bool go(struct restoring *restoring, struct failure *why)
{
	return check_home(restoring, why) && open_backup(restoring, why) &&
	       make_staged(restoring, why) && copy_files(restoring, why) &&
	       prepare(restoring, why) && fault_point("restore.prepared", why) &&
	       put_in_place(restoring, why);
}

bool restore(const struct home *home, const struct restore_request *request,
	struct verification *verification, struct restored *restored, struct failure *why)
{
	struct restoring restoring = {
		.home = home,
		.request = request,
		.verification = verification,
		.restored = restored,
		.staged = BUFFER_INIT,
		.source = -1,
		.directory = -1,
	};
	file_auto lock = -1;
	struct failure ignored;

	if (!home_check(home, why) || !operation_begin(home, &lock, why))
		return false;
	buffer_printf(&restoring.staged, "%s" STAGED_SUFFIX, home->database);

	bool done = go(&restoring, why);

	if (!done && is_ours(&restoring))
		file_remove_tree(AT_FDCWD, restoring.staged.data, &ignored);
	file_close_at(&restoring.source);
	file_close_at(&restoring.directory);
	buffer_free(&restoring.staged);
	return done;
}
