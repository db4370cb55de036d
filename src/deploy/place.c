#include "deploy/place.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/name.h"

#include <errno.h>
#include <fcntl.h>
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
	return fail(why, FAILURE_INTERNAL,
		"The directory of environment '%s' can not be opened: %s. Mount it, create it, or "
		"give it back to the owner of the home.",
		environment->name, strerror(errno));
}

bool place_open_environment(const struct home *home, const struct environment *environment,
	bool make, int *directory, struct failure *why)
{
	buffer_auto path = BUFFER_INIT;

	place_directory(home, environment, &path);
	if ((make || environment->directory[0] == '\0') && mkdir(path.data, DIRECTORY_MODE) == 0 &&
		chmod(path.data, DIRECTORY_MODE) < 0)
		return fail_place(environment, why);
	*directory = open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return *directory >= 0 || fail_place(environment, why);
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
static bool still_there(int environment_directory, const char *name, int bundle)
{
	struct stat ours, named;

	return fstat(bundle, &ours) == 0 &&
	       fstatat(environment_directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

bool place_lock(
	int environment_directory, const char *project_name, int *bundle, struct failure *why)
{
	buffer_auto name = BUFFER_INIT;

	name_append_file(&name, project_name);
	for (;;) {
		if (!file_make_directory(
			    environment_directory, name.data, DIRECTORY_MODE, NULL, why) ||
			!file_open_directory(environment_directory, name.data, bundle, why))
			return false;
		if (!wait_for_lock(*bundle, why))
			return false;
		if (still_there(environment_directory, name.data, *bundle))
			return true;
		file_close_at(bundle);
	}
}

static void bundle_path(const struct home *home, const struct environment *environment,
	const char *project_name, struct buffer *path)
{
	place_directory(home, environment, path);
	buffer_append_byte(path, '/');
	name_append_file(path, project_name);
}

bool place_open(const struct home *home, const struct environment *environment,
	const char *project_name, int *bundle, struct failure *why)
{
	buffer_auto path = BUFFER_INIT;

	bundle_path(home, environment, project_name, &path);
	*bundle = open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*bundle >= 0 || errno == ENOENT)
		return true;
	return fail_place(environment, why);
}

void place_vacate(
	const struct home *home, const struct environment *environment, const char *project_name)
{
	buffer_auto path = BUFFER_INIT;

	bundle_path(home, environment, project_name, &path);
	rmdir(path.data);
}
