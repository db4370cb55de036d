#include "deploy/publish.h"

#include "base/fault.h"
#include "base/file.h"
#include "deploy/staging.h"
#include "deploy/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MANIFEST_MODE 0640
#define PRIVATE_NAME  "private"

/* The manifest is staged first, and leaves last. */
enum { MANIFEST_INDEX, FIRST_FILE_INDEX };

static bool is_private(const struct bundle_file *file)
{
	const char *below = PRIVATE_NAME "/";

	return strncmp(file->path, below, strlen(below)) == 0;
}

/* What lies behind a link is somewhere else, where others may read. */
static bool prepare_private(int directory, mode_t mode, struct failure *why)
{
	struct stat status;
	bool is_there = fstatat(directory, PRIVATE_NAME, &status, AT_SYMLINK_NOFOLLOW) == 0;

	if (is_there && S_ISLNK(status.st_mode))
		return fail(why, FAILURE_INTERNAL,
			PRIVATE_NAME ": a link is where a directory is needed, and is not "
				     "followed. Remove it.");
	if (!is_there || !S_ISDIR(status.st_mode))
		return file_make_directory(directory, PRIVATE_NAME, mode, NULL, why);
	return (status.st_mode & 07777) == mode ||
	       fchmodat(directory, PRIVATE_NAME, mode, 0) == 0 ||
	       fail(why, FAILURE_INTERNAL, PRIVATE_NAME ": can not set its mode: %s.",
		       strerror(errno));
}

static bool stage(struct publication *publication, struct failure *why)
{
	const struct bundle *bundle = publication->bundle;
	int directory = publication->directory;
	bool private_is_ready = false;
	bool was_left;

	if (!staging_begin(directory, &was_left, why))
		return false;
	publication->sweep = publication->sweep || was_left;
	if (!fault_point("publish.staging-made", why) ||
		!staging_write(directory, MANIFEST_INDEX, MANIFEST_NAME, MANIFEST_MODE,
			&bundle->manifest, bundle->keys, why))
		return false;
	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (file->keep)
			continue;
		if (!private_is_ready && is_private(file)) {
			if (!prepare_private(directory, bundle->private_directory_mode, why))
				return false;
			private_is_ready = true;
		}
		if (!staging_write(directory, FIRST_FILE_INDEX + i, file->path, file->mode,
			    bundle_content(file), NULL, why))
			return false;
	}
	return true;
}

/*
 * A file that no manifest on the disk names, because its name is new: nobody looks at it before the
 * next manifest does. Where that is not known for certain, it is not.
 */
static bool is_new(const struct publication *publication, const struct bundle_file *file)
{
	return publication->previous != NULL && !publication->sweep &&
	       manifest_find(publication->previous, file->path) == NULL;
}

static bool place_new_files(struct publication *publication, struct failure *why)
{
	const struct bundle *bundle = publication->bundle;

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (!file->keep && is_new(publication, file) &&
			!staging_place(
				publication->directory, FIRST_FILE_INDEX + i, file->path, why))
			return false;
	}
	return true;
}

/* The sets, which all bundles share, are there at any time, and of the state before or after. */
static bool place_other_files(struct publication *publication, struct failure *why)
{
	const struct bundle *bundle = publication->bundle;

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (file->keep || is_new(publication, file))
			continue;
		if (!staging_place(publication->directory, FIRST_FILE_INDEX + i, file->path, why))
			return false;
		publication->replaced = publication->replaced || file->shared == NULL;
	}
	return true;
}

static bool place_manifest(struct publication *publication, struct failure *why)
{
	return fault_point("publish.before-manifest", why) &&
	       staging_place(publication->directory, MANIFEST_INDEX, MANIFEST_NAME, why) &&
	       fault_point("publish.manifest-placed", why);
}

static bool remove_former(struct publication *publication, struct failure *why)
{
	const struct bundle *bundle = publication->bundle;

	if (!publication->sweep && publication->previous != NULL)
		return sweep_former(publication->directory, bundle, publication->previous,
			&publication->removed, why);
	publication->removed = true;
	return sweep_all(publication->directory, bundle, why);
}

/* Not before the removals are durable: who finds it sweeps. */
static bool leave_staging(struct publication *publication, struct failure *why)
{
	return fault_point("publish.swept", why) && staging_end(publication->directory, why);
}

typedef bool (*publication_step)(struct publication *publication, struct failure *why);

static void each(struct publication *publications, size_t count, publication_step step)
{
	for (size_t i = 0; i < count; i++) {
		struct publication *publication = &publications[i];

		if (!publication->failed)
			publication->failed = !step(publication, &publication->why);
	}
}

typedef bool (*publication_wish)(const struct publication *publication);

static bool is_going(const struct publication *publication)
{
	return !publication->failed;
}

static bool has_replaced(const struct publication *publication)
{
	return !publication->failed && publication->replaced;
}

static bool has_removed(const struct publication *publication)
{
	return !publication->failed && publication->removed;
}

/* One wait for all that wish; when it fails, none of them is done. */
static void sync_all(struct publication *publications, size_t count, publication_wish wishes)
{
	int *directories = reallocarray(NULL, count, sizeof *directories);
	struct failure why;
	size_t going = 0;

	if (directories == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		if (wishes(&publications[i]))
			directories[going++] = publications[i].directory;
	}
	if (!fault_point("publish.before-sync", &why) ||
		!file_sync_filesystems(directories, going, &why) ||
		!fault_point("publish.synced", &why)) {
		for (size_t i = 0; i < count; i++) {
			if (!wishes(&publications[i]))
				continue;
			publications[i].why = why;
			publications[i].failed = true;
		}
	}
	free(directories);
}

void publish(struct publication *publications, size_t count)
{
	each(publications, count, stage);
	each(publications, count, place_new_files);
	sync_all(publications, count, is_going);
	each(publications, count, place_other_files);
	sync_all(publications, count, has_replaced);
	each(publications, count, place_manifest);
	sync_all(publications, count, is_going);
	each(publications, count, remove_former);
	sync_all(publications, count, has_removed);
	each(publications, count, leave_staging);
}
