#include "store/region.h"

#include "base/fault.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define REGION_PREFIX "__db."
#define RESERVE_FILE  "reserve"

static bool fail_region(const char *name, const char *action, int error, struct failure *why)
{
	return fail(why, error == ENOSPC || error == EDQUOT ? FAILURE_BUSY : FAILURE_INTERNAL,
		"The store's file %s: can not %s: %s.", name, action, strerror(error));
}

bool region_remove(int database, struct failure *why)
{
	DIR *listing = file_list(database);
	bool done = true;

	if (listing == NULL)
		return fail_region(".", "list", errno, why);
	for (const struct dirent *entry; done && (entry = readdir(listing)) != NULL;) {
		if (strncmp(entry->d_name, REGION_PREFIX, strlen(REGION_PREFIX)) != 0)
			continue;
		if (unlinkat(database, entry->d_name, 0) < 0 && errno != ENOENT)
			done = fail_region(entry->d_name, "remove", errno, why);
	}
	closedir(listing);
	return done;
}

/* posix_fallocate, which a signal may interrupt. Returns 0 or an error number. */
static int allocate(int file, off_t size)
{
	int error;

	do {
		error = posix_fallocate(file, 0, size);
	} while (error == EINTR);
	return error;
}

bool region_reserve(int database, off_t size, struct failure *why)
{
	file_auto file = openat(
		database, RESERVE_FILE, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (file < 0)
		return fail_region(RESERVE_FILE, "create", errno, why);

	int error = allocate(file, size);

	fault_point("region.reserved", NULL);
	unlinkat(database, RESERVE_FILE, 0);
	return error == 0 || fail_region(RESERVE_FILE, "make room for", error, why);
}

struct mapping {
	uintptr_t start;
	size_t length;
	char name[NAME_MAX + 1];
};

/* Whether a line of /proc/self/maps is a region of the directory. */
static bool parse_mapping(const char *line, const char *directory, struct mapping *mapping)
{
	uintptr_t end;
	int path = 0;

	if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %*s %*s %*s %n", &mapping->start, &end,
		    &path) < 2 ||
		path == 0)
		return false;

	size_t length = strlen(directory);
	const char *name = line + path + length + 1;

	if (strncmp(line + path, directory, length) != 0 || line[(size_t)path + length] != '/' ||
		strncmp(name, REGION_PREFIX, strlen(REGION_PREFIX)) != 0)
		return false;
	mapping->length = end - mapping->start;
	snprintf(mapping->name, sizeof mapping->name, "%.*s", (int)strcspn(name, " \n"), name);
	return true;
}

typedef bool (*visit_mapping)(int database, const struct mapping *mapping, struct failure *why);

static bool each_mapping(int database, visit_mapping visit, struct failure *why)
{
	char link[64];
	char directory[PATH_MAX];
	buffer_auto lines = BUFFER_INIT;
	struct mapping mapping;

	snprintf(link, sizeof link, "/proc/self/fd/%d", database);

	ssize_t length = readlink(link, directory, sizeof directory - 1);

	if (length < 0)
		return fail_region(link, "read", errno, why);
	directory[length] = '\0';
	if (!file_read(AT_FDCWD, "/proc/self/maps", SIZE_MAX / 8, &lines, NULL, why))
		return false;

	char *rest = lines.data;

	for (const char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (parse_mapping(line, directory, &mapping) && !visit(database, &mapping, why))
			return false;
	}
	return true;
}

static bool allocate_mapping(int database, const struct mapping *mapping, struct failure *why)
{
	file_auto file = openat(database, mapping->name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);

	if (file < 0)
		return fail_region(mapping->name, "open", errno, why);

	int error = allocate(file, (off_t)mapping->length);

	return error == 0 || fail_region(mapping->name, "make room for", error, why);
}

bool region_allocate(int database, struct failure *why)
{
	return each_mapping(database, allocate_mapping, why);
}

static bool unmap_mapping(int database, const struct mapping *mapping, struct failure *why)
{
	(void)database;
	if (munmap((void *)mapping->start, mapping->length) < 0)
		return fail_region(mapping->name, "unmap", errno, why);
	return true;
}

void region_unmap(int database)
{
	struct failure why;

	each_mapping(database, unmap_mapping, &why);
}
