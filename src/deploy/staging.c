#include "deploy/staging.h"

#include "base/fault.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGED_NAME_SIZE 48
#define FIRST_NAME       STAGING_NAME "/0"

static void staged_name(size_t index, char name[STAGED_NAME_SIZE])
{
	snprintf(name, STAGED_NAME_SIZE, STAGING_NAME "/%zu", index);
}

static bool fail_file(struct failure *why, const char *path, const char *action)
{
	return fail(why, FAILURE_INTERNAL, "%s: can not %s: %s.", path, action, strerror(errno));
}

static bool exists(int directory, const char *path)
{
	return faccessat(directory, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool staging_is_left(int directory)
{
	return exists(directory, STAGING_NAME);
}

static bool begin_anew(int directory, struct failure *why)
{
	return file_remove_tree(directory, STAGING_NAME, why) &&
	       file_remove_tree(directory, STAGING_SPARE, why) &&
	       file_make_directory(directory, STAGING_NAME, 0700, NULL, why);
}

/*
 * A file system that loses the last names when the power goes may lose that of .staging and keep
 * what was written there: then the first file of that writer lies in .spare.
 */
bool staging_begin(int directory, bool *was_left, struct failure *why)
{
	*was_left = staging_is_left(directory);
	if (*was_left)
		return begin_anew(directory, why);
	if (renameat(directory, STAGING_SPARE, directory, STAGING_NAME) == 0) {
		*was_left = exists(directory, FIRST_NAME);
		return !*was_left || begin_anew(directory, why);
	}
	if (errno != ENOENT)
		return fail_file(why, STAGING_SPARE, "rename");
	return file_make_directory(directory, STAGING_NAME, 0700, NULL, why);
}

bool staging_write(int directory, size_t index, const char *path, mode_t mode,
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

/* Makes every directory on the way to `path`, for everyone. */
static bool make_directories(int directory, const char *path, struct failure *why)
{
	char parent[256];

	for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
		if (!file_make_directory(directory, parent, 0755, NULL, why))
			return false;
	}
	return true;
}

bool staging_place(int directory, size_t index, const char *path, struct failure *why)
{
	char name[STAGED_NAME_SIZE];
	int code;

	staged_name(index, name);
	if (!fault_point("publish.before-rename", why))
		return false;
	code = renameat(directory, name, directory, path);
	if (code < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		if (!make_directories(directory, path, why))
			return false;
		code = renameat(directory, name, directory, path);
	}
	return code == 0 || fail_file(why, path, "replace");
}

bool staging_end(int directory, struct failure *why)
{
	return renameat(directory, STAGING_NAME, directory, STAGING_SPARE) == 0 ||
	       fail_file(why, STAGING_NAME, "rename");
}
