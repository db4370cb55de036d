#include "deploy/publish.h"

#include "base/fault.h"
#include "base/file.h"
#include "deploy/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGED_NAME_SIZE 48
#define MANIFEST_MODE    0640

static void staged_name(size_t index, char name[STAGED_NAME_SIZE])
{
	snprintf(name, STAGED_NAME_SIZE, STAGING_NAME "/%zu", index);
}

/* The manifest is staged behind the files. */
static size_t manifest_index(const struct bundle *bundle)
{
	return bundle->count;
}

/* Clients see the path in the bundle, not the temporary one. */
static bool fail_file(struct failure *why, const char *path, const char *action)
{
	return fail(why, FAILURE_INTERNAL, "%s: can not %s: %s.", path, action, strerror(errno));
}

/* `rest`, unless it is NULL, comes behind the content. */
static bool stage_file(int directory, size_t index, const char *path, mode_t mode,
	const struct buffer *content, const struct buffer *rest, struct failure *why)
{
	char name[STAGED_NAME_SIZE];

	staged_name(index, name);
	file_auto descriptor =
		openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (descriptor < 0 || fchmod(descriptor, mode) < 0 ||
		!file_write_all(descriptor, content->data, content->length) ||
		(rest != NULL && !file_write_all(descriptor, rest->data, rest->length)))
		return fail_file(why, path, "write");
	return fault_point("publish.staged", why);
}

/* What lies behind a link is somewhere else, where others may read. */
static bool set_private_mode(int directory, const char *path, mode_t mode, struct failure *why)
{
	struct stat status;

	if (fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return fail_file(why, path, "look at");
	if (!S_ISDIR(status.st_mode))
		return fail(why, FAILURE_INTERNAL,
			"%s: a link is where a directory is needed, and is not followed. Remove it.",
			path);
	return (status.st_mode & 07777) == mode || fchmodat(directory, path, mode, 0) == 0 ||
	       fail_file(why, path, "set the mode of directory");
}

/* Makes every directory on the way to `path`; all but private/ are for everyone. */
static bool make_directories(
	int directory, const char *path, mode_t private_mode, struct failure *why)
{
	char parent[256];

	for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);

		bool is_private = strcmp(parent, "private") == 0;
		mode_t mode = is_private ? private_mode : 0755;

		if (!file_make_directory(directory, parent, mode, NULL, why))
			return false;
		if (is_private && !set_private_mode(directory, parent, mode, why))
			return false;
	}
	return true;
}

static bool stage(struct publication *publication, struct failure *why)
{
	const struct bundle *bundle = publication->bundle;
	int directory = publication->directory;
	bool made;

	if (!file_make_directory(directory, STAGING_NAME, 0700, &made, why))
		return false;
	if (!made) {
		publication->sweep = true;
		if (!file_remove_tree(directory, STAGING_NAME, why) ||
			!file_make_directory(directory, STAGING_NAME, 0700, NULL, why))
			return false;
	}
	if (!fault_point("publish.staging-made", why))
		return false;
	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (!file->keep && (!make_directories(directory, file->path,
					    bundle->private_directory_mode, why) ||
					   !stage_file(directory, i, file->path, file->mode,
						   bundle_content(file), NULL, why)))
			return false;
	}
	return stage_file(directory, manifest_index(bundle), MANIFEST_NAME, MANIFEST_MODE,
		&bundle->manifest, bundle->keys, why);
}

static bool put_in_place(int directory, size_t index, const char *path, struct failure *why)
{
	char name[STAGED_NAME_SIZE];

	staged_name(index, name);
	return fault_point("publish.before-rename", why) &&
	       (renameat(directory, name, directory, path) == 0 || fail_file(why, path, "replace"));
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
			!put_in_place(publication->directory, i, file->path, why))
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
		if (!put_in_place(publication->directory, i, file->path, why))
			return false;
		publication->replaced = publication->replaced || file->shared == NULL;
	}
	return true;
}

static bool place_manifest(struct publication *publication, struct failure *why)
{
	return fault_point("publish.before-manifest", why) &&
	       put_in_place(publication->directory, manifest_index(publication->bundle),
		       MANIFEST_NAME, why) &&
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
static bool remove_staging(struct publication *publication, struct failure *why)
{
	return fault_point("publish.swept", why) &&
	       (unlinkat(publication->directory, STAGING_NAME, AT_REMOVEDIR) == 0 ||
		       fail_file(why, STAGING_NAME, "remove"));
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
	each(publications, count, remove_staging);
}
