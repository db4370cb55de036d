#include "deploy/sweep.h"

#include "base/fault.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The bundle's paths, sorted, for looking them up. */
struct paths {
	const char **items;
	size_t count;
};

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void paths_of(const struct bundle *bundle, struct paths *paths)
{
	paths->count = bundle->count;
	paths->items = reallocarray(NULL, bundle->count + 1, sizeof *paths->items);
	if (paths->items == NULL)
		abort();
	for (size_t i = 0; i < bundle->count; i++)
		paths->items[i] = bundle->files[i].path;
	qsort(paths->items, paths->count, sizeof *paths->items, compare);
}

static void paths_free(struct paths *paths)
{
	free(paths->items);
}

static bool names(const struct paths *paths, const char *path)
{
	return bsearch(&path, paths->items, paths->count, sizeof *paths->items, compare) != NULL;
}

/* Up from a file that is gone: the directories that it leaves empty. */
static void remove_empty_parents(int directory, const char *path)
{
	buffer_auto parent = BUFFER_INIT;

	buffer_append_string(&parent, path);
	for (const char *slash; (slash = strrchr(parent.data, '/')) != NULL;) {
		buffer_truncate(&parent, (size_t)(slash - parent.data));
		if (unlinkat(directory, parent.data, AT_REMOVEDIR) < 0)
			return;
	}
}

bool sweep_former(int directory, const struct bundle *bundle, const struct manifest *previous,
	bool *removed, struct failure *why)
{
	__attribute__((cleanup(paths_free))) struct paths paths = {.items = NULL};

	*removed = false;
	if (bundle->known == previous->count)
		return true;
	paths_of(bundle, &paths);
	for (size_t i = 0; i < previous->count; i++) {
		const char *path = previous->files[i].path;

		if (names(&paths, path))
			continue;
		*removed = true;
		if (unlinkat(directory, path, 0) < 0 && errno != ENOENT)
			return fail(why, FAILURE_INTERNAL, "%s: can not remove: %s.", path,
				strerror(errno));
		remove_empty_parents(directory, path);
		if (!fault_point("sweep.removed", why))
			return false;
	}
	return true;
}

static bool sweep_directory(
	int directory, const char *path, const struct paths *paths, struct failure *why);

static bool sweep_entry(int directory, const char *path, bool is_directory,
	const struct paths *paths, struct failure *why)
{
	if (names(paths, path))
		return true;
	if (!is_directory)
		return file_remove_tree(directory, path, why) &&
		       fault_point("sweep.stray-removed", why);
	if (!sweep_directory(directory, path, paths, why))
		return false;
	/* Stays when something in it belongs there. */
	unlinkat(directory, path, AT_REMOVEDIR);
	return true;
}

static bool sweep_directory(
	int directory, const char *path, const struct paths *paths, struct failure *why)
{
	int descriptor = openat(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *listing = descriptor < 0 ? NULL : fdopendir(descriptor);
	bool done = true;

	if (descriptor < 0 && errno == ENOENT)
		return true;
	if (listing == NULL) {
		fail(why, FAILURE_INTERNAL, "%s: can not list: %s.", path, strerror(errno));
		file_close_at(&descriptor);
		return false;
	}
	for (const struct dirent *entry; done && (entry = readdir(listing)) != NULL;) {
		buffer_auto below = BUFFER_INIT;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		buffer_printf(&below, "%s/%s", path, entry->d_name);
		done = sweep_entry(directory, below.data, entry->d_type == DT_DIR, paths, why);
	}
	closedir(listing);
	return done;
}

bool sweep_all(int directory, const struct bundle *bundle, struct failure *why)
{
	__attribute__((cleanup(paths_free))) struct paths paths;

	paths_of(bundle, &paths);
	return sweep_entry(directory, "private", true, &paths, why) &&
	       sweep_entry(directory, "public", true, &paths, why);
}
