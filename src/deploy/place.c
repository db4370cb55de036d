#include "deploy/place.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/name.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DIRECTORY_MODE 0711

void place_directory(
	const struct home *home, const struct environment *environment, struct buffer *path)
{
	if (environment->directory[0] != '\0') {
		buffer_append_string(path, environment->directory);
		return;
	}
	buffer_printf(path, "%s/", home->bundle_root);
	name_append_file(path, environment->name);
}

/* Clients see the sentences from here: they name the environment, not where it lies. */
static bool fail_place(const struct environment *environment, struct failure *why)
{
	if (errno == ELOOP)
		return fail(why, FAILURE_INTERNAL,
			"The directory of environment '%s' is a symbolic link, which is not "
			"followed. Put a directory there, or choose another: jwkmintctl "
			"environment set --directory.",
			environment->name);
	return fail(why, FAILURE_INTERNAL,
		"The directory of environment '%s' can not be opened: %s. Mount it, create it, or "
		"give it back to the owner of the home.",
		environment->name, strerror(errno));
}

/* Where an open directory lies, without links, is where its descriptor says. */
static bool find_place(int directory, char place[PATH_MAX])
{
	char link[64];

	snprintf(link, sizeof link, "/proc/self/fd/%d", directory);

	ssize_t length = readlink(link, place, PATH_MAX - 1);

	place[length < 0 ? 0 : length] = '\0';
	return length > 0;
}

/* A bundle root of somebody else would let him replace what lies in it. */
static bool look_at_root(
	struct place_root *root, const struct environment *environment, struct failure *why)
{
	file_auto directory = open(root->home->bundle_root, O_PATH | O_CLOEXEC);
	struct stat status;

	if (directory < 0 || fstat(directory, &status) < 0)
		return fail(why, FAILURE_INTERNAL,
			"The bundle root, below which environment '%s' lies, can not be opened: %s. "
			"Mount it, create it, or correct `bundle-root` in jwkmint.conf.",
			environment->name, strerror(errno));
	if (S_ISDIR(status.st_mode) && status.st_uid == geteuid())
		return find_place(directory, root->path) || fail_place(environment, why);
	return fail(why, FAILURE_INTERNAL,
		"The bundle root, below which environment '%s' lies, %s. Give it to the owner of "
		"the home, or correct `bundle-root` in jwkmint.conf.",
		environment->name,
		S_ISDIR(status.st_mode) ? "belongs to another user" : "is not a directory");
}

static bool find_root(
	struct place_root *root, const struct environment *environment, struct failure *why)
{
	return root->path[0] != '\0' || look_at_root(root, environment, why);
}

/*
 * Whether an open directory lies below the bundle root. It did when it was chosen; a directory
 * above it may have become a link since, or jwkmint.conf may name another root.
 */
static bool check_place(struct place_root *root, const struct environment *environment,
	int directory, struct failure *why)
{
	char place[PATH_MAX];

	if (!find_root(root, environment, why))
		return false;
	if (!find_place(directory, place))
		return fail_place(environment, why);

	size_t length = strlen(root->path);

	if (strncmp(place, root->path, length) == 0 && place[length] == '/')
		return true;
	return fail(why, FAILURE_INTERNAL,
		"The directory of environment '%s' lies outside of the bundle root. Bring it back, "
		"let `bundle-root` in jwkmint.conf name a directory above it, or choose another: "
		"jwkmintctl environment set --directory.",
		environment->name);
}

static int open_directory(const char *path, int flags)
{
	return open(path, flags | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/*
 * Why it does not open. What lies elsewhere may be closed to this process, and then that it lies
 * there is what has to be said. Of a link the system says no more than "not a directory".
 */
static bool fail_unopened(struct place_root *root, const struct environment *environment,
	const char *path, struct failure *why)
{
	int cause = errno;
	file_auto place = open_directory(path, O_PATH);
	struct stat status;

	if (place >= 0 && !check_place(root, environment, place, why))
		return false;

	bool is_link = place < 0 && lstat(path, &status) == 0 && S_ISLNK(status.st_mode);

	errno = is_link ? ELOOP : cause;
	return fail_place(environment, why);
}

/* What open_directory came to: whether it is open, and lies where it may. */
static bool check_opened(struct place_root *root, const struct environment *environment,
	const char *path, int *directory, struct failure *why)
{
	if (*directory < 0)
		return fail_unopened(root, environment, path, why);
	if (check_place(root, environment, *directory, why))
		return true;
	file_close_at(directory);
	return false;
}

bool place_open_environment(struct place_root *root, const struct environment *environment,
	bool make, int *directory, struct failure *why)
{
	bool may_make = make || environment->directory[0] == '\0';
	buffer_auto path = BUFFER_INIT;

	place_directory(root->home, environment, &path);
	if (!find_root(root, environment, why))
		return false;
	*directory = open_directory(path.data, O_RDONLY);
	if (*directory < 0 && errno == ENOENT && may_make) {
		if (mkdir(path.data, DIRECTORY_MODE) == 0 && chmod(path.data, DIRECTORY_MODE) < 0)
			return fail_place(environment, why);
		*directory = open_directory(path.data, O_RDONLY);
	}
	return check_opened(root, environment, path.data, directory, why);
}

static bool wait_for_lock(int bundle, struct failure *why)
{
	int64_t deadline = clock_monotonic_ms() + PLACE_PATIENCE_MS;

	while (flock(bundle, LOCK_EX | LOCK_NB) < 0) {
		const struct timespec pause = {.tv_nsec = 500000};

		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(why, FAILURE_INTERNAL, "The bundle can not be locked: %s.",
				strerror(errno));
		if (clock_monotonic_ms() > deadline)
			return fail(why, FAILURE_BUSY,
				"Another deployment of this bundle does not finish. Look for a "
				"stopped jwkmint process.");
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Whether the directory that we locked is still the one of that name: it may have been removed. */
static bool look_at_name(int environment_directory, const char *name, int bundle, bool *still_there,
	struct failure *why)
{
	struct stat ours, named;
	bool is_there = fstatat(environment_directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0;

	if ((!is_there && errno != ENOENT) || fstat(bundle, &ours) < 0)
		return fail(why, FAILURE_INTERNAL, "The bundle can not be looked at: %s.",
			strerror(errno));
	*still_there = is_there && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
	return true;
}

static bool is_missing(int environment_directory, const char *name)
{
	struct stat named;

	return fstatat(environment_directory, name, &named, AT_SYMLINK_NOFOLLOW) < 0 &&
	       errno == ENOENT;
}

/* Most bundles are there already. */
static bool open_or_make(
	int environment_directory, const char *name, int *bundle, struct failure *why)
{
	struct failure unopened;

	while (!file_open_directory(environment_directory, name, bundle, &unopened)) {
		bool was_missing = is_missing(environment_directory, name);

		if (!file_make_directory(environment_directory, name, DIRECTORY_MODE, NULL, why))
			return false;
		if (!was_missing) {
			*why = unopened;
			return false;
		}
	}
	return true;
}

static bool lock_in(
	int environment_directory, const char *project_name, int *bundle, struct failure *why)
{
	buffer_auto name = BUFFER_INIT;
	bool still_there;

	name_append_file(&name, project_name);
	for (;;) {
		if (!open_or_make(environment_directory, name.data, bundle, why) ||
			!wait_for_lock(*bundle, why) ||
			!look_at_name(environment_directory, name.data, *bundle, &still_there, why))
			return false;
		if (still_there)
			return fault_point("place.locked", why);
		file_close_at(bundle);
	}
}

/* Whether somebody has removed the directory since it was opened. */
static bool is_gone(int directory)
{
	struct stat status;

	return fstat(directory, &status) == 0 && status.st_nlink == 0;
}

bool place_lock(struct place_root *root, const struct environment *environment,
	const char *project_name, int *directory, int *bundle, struct failure *why)
{
	for (;;) {
		if (!place_open_environment(root, environment, false, directory, why))
			return false;
		if (lock_in(*directory, project_name, bundle, why))
			return true;
		if (!is_gone(*directory))
			return false;
		file_close_at(directory);
	}
}

static void bundle_path(const struct home *home, const struct environment *environment,
	const char *project_name, struct buffer *path)
{
	place_directory(home, environment, path);
	buffer_append_byte(path, '/');
	name_append_file(path, project_name);
}

bool place_open(struct place_root *root, const struct environment *environment,
	const char *project_name, int *bundle, struct failure *why)
{
	buffer_auto path = BUFFER_INIT;

	bundle_path(root->home, environment, project_name, &path);
	*bundle = open_directory(path.data, O_RDONLY);
	if (*bundle < 0 && errno == ENOENT)
		return true;
	return check_opened(root, environment, path.data, bundle, why);
}

void place_vacate(
	const struct home *home, const struct environment *environment, const char *project_name)
{
	buffer_auto path = BUFFER_INIT;

	bundle_path(home, environment, project_name, &path);
	rmdir(path.data);
}
