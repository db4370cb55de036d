#include "mint/backup.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_MODE 0700

/* A backup on its way. */
struct making {
	struct vault *vault;
	const char *path;
	const struct backup_progress *progress;
	struct verification *verification;
	struct backup_list *list;
	bool made;     /* the directory itself */
	bool begun;    /* something may be in it */
	int directory; /* open */
	int database;  /* open */
};

static bool check_empty(const char *path, int directory, struct failure *why)
{
	DIR *listing = file_list(directory);
	bool empty = true;

	if (listing == NULL)
		return fail(why, FAILURE_INTERNAL, "%s: can not list: %s.", path, strerror(errno));
	for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
		empty = empty &&
			(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
	closedir(listing);
	return empty || fail(why, FAILURE_CONFLICT,
				"%s is not empty: each backup needs a directory of its own.", path);
}

static bool is_within(const char *path, const char *directory)
{
	size_t length = strlen(directory);

	return strncmp(path, directory, length) == 0 &&
	       (path[length] == '/' || path[length] == '\0');
}

/* Neither in the store, which has it then, nor where others read. */
static bool check_place(const struct making *making, struct failure *why)
{
	const struct home *home = &making->vault->home;
	char place[PATH_MAX];
	char forbidden[PATH_MAX];
	char link[64];

	snprintf(link, sizeof link, "/proc/self/fd/%d", making->directory);

	ssize_t length = readlink(link, place, sizeof place - 1);

	place[length < 0 ? 0 : length] = '\0';
	if (realpath(home->database, forbidden) != NULL && is_within(place, forbidden))
		return fail(why, FAILURE_INVALID, "%s lies in the store itself (%s).", making->path,
			forbidden);
	if (realpath(home->bundle_root, forbidden) != NULL && is_within(place, forbidden))
		return fail(why, FAILURE_INVALID,
			"%s lies among the bundles (%s), which others read.", making->path,
			forbidden);
	return true;
}

static bool open_place(struct making *making, struct failure *why)
{
	struct failure cause;

	if (!file_make_directory(AT_FDCWD, making->path, DIRECTORY_MODE, &making->made, &cause) ||
		!file_open_directory(AT_FDCWD, making->path, &making->directory, &cause))
		return fail(why, FAILURE_INTERNAL,
			"%s It has to be where uid %u, the owner of the home, may write.",
			cause.text, (unsigned)geteuid());
	if (!check_place(making, why) || !check_empty(making->path, making->directory, why))
		return false;
	making->begun = true;
	if (fchmod(making->directory, DIRECTORY_MODE) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not set its mode: %s.", making->path,
			strerror(errno));
	return file_make_directory(making->directory, BACKUP_DATABASE, DIRECTORY_MODE, NULL, why) &&
	       file_open_directory(making->directory, BACKUP_DATABASE, &making->database, why);
}

static bool copy(struct making *making, struct failure *why)
{
	const struct backup_progress *progress = making->progress;
	struct vault *vault = making->vault;
	struct backup_list *list = making->list;

	list->made = clock_seconds();
	id_format(&vault->store_id, list->store);
	id_format(&vault->incarnation, list->incarnation);
	return store_copy(vault->store, making->database, making->path, progress->pages,
		progress->context, why);
}

static int64_t count_jwks(const struct verification *verification)
{
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		if (strcmp(inspect_kind_names[i].member, "jwks") == 0)
			return (int64_t)verification->counts[i];
	}
	return 0;
}

static bool look_into(struct making *making, struct vault *copied, struct failure *why)
{
	struct verification *verification = making->verification;

	verification->progress = making->progress->rows;
	verification->context = making->progress->context;
	if (!verify_store(copied, verification, why))
		return false;
	making->list->jwks = count_jwks(verification);
	return verification->problem_count == 0 ||
	       fail(why, FAILURE_INTERNAL,
		       "%zu problems are in what was copied, so there is no backup: "
		       "`jwkmintctl verify` shows those of the store.",
		       verification->problem_count);
}

/* As a store of its own, in the way in which it would be restored. */
static bool prove(struct making *making, struct failure *why)
{
	struct home home = making->vault->home;
	struct vault copied;
	buffer_auto path = BUFFER_INIT;

	buffer_printf(&path, "%s/" BACKUP_DATABASE, making->path);
	if (path.length >= sizeof home.database)
		return fail(why, FAILURE_INVALID, "%.200s...: the path is too long.", path.data);
	strcpy(home.database, path.data);

	bool opened = vault_open(&home, &copied, why);
	bool whole = opened && look_into(making, &copied, why);

	vault_close(&copied);
	if (!whole || !store_copy_tidy(making->database, why))
		return false;
	buffer_append_string(&path, "/records.db");
	return store_copy_check(path.data, why);
}

static bool finish(struct making *making, struct failure *why)
{
	const int written[] = {making->database};

	/* Sealing keys that were added since the vault was opened are needed for it, too. */
	return vault_refresh(making->vault, why) &&
	       backup_list_scan(making->database, making->list, why) &&
	       file_sync_filesystems(written, 1, why) && fault_point("backup.before-list", why) &&
	       backup_list_write(making->directory, making->list, &making->vault->keyring, why);
}

static void take_back(const struct making *making)
{
	struct failure why;

	if (making->begun)
		file_remove_tree(making->directory, BACKUP_DATABASE, &why);
	if (making->made)
		unlinkat(AT_FDCWD, making->path, AT_REMOVEDIR);
}

bool backup_make(struct vault *vault, const char *path, const struct backup_progress *progress,
	struct verification *verification, struct backup_list *list, struct failure *why)
{
	struct making making = {
		.vault = vault,
		.path = path,
		.progress = progress,
		.verification = verification,
		.list = list,
		.directory = -1,
		.database = -1,
	};
	bool done = open_place(&making, why) && fault_point("backup.begun", why) &&
		    copy(&making, why) && fault_point("backup.copied", why) &&
		    prove(&making, why) && fault_point("backup.proved", why) &&
		    finish(&making, why);

	if (!done)
		take_back(&making);
	file_close_at(&making.database);
	file_close_at(&making.directory);
	return done;
}
