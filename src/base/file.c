#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The least that is asked for at once. */
#define READ_SIZE 4096

void file_close_at(int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
}

static bool fail_errno(struct failure *why, const char *path, const char *action)
{
	return fail(why, FAILURE_INTERNAL, "%s: can not %s: %s.", path, action, strerror(errno));
}

static bool read_to_end(
	int descriptor, const char *path, size_t limit, struct buffer *content, struct failure *why)
{
	size_t before = content->length;

	for (;;) {
		char *end = buffer_reserve(content, READ_SIZE);
		ssize_t got = read(descriptor, end, content->size - content->length - 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_errno(why, path, "read");
		if (got == 0)
			break;
		content->length += (size_t)got;
		if (content->length - before > limit)
			return fail(why, FAILURE_INTERNAL,
				"%s: larger than the %zu bytes that are allowed.", path, limit);
	}
	content->data[content->length] = '\0';
	return true;
}

bool file_open(int directory, const char *path, int *descriptor, size_t *size, bool *found,
	struct failure *why)
{
	struct stat status;
	int opened = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	*descriptor = opened;
	if (found != NULL)
		*found = opened >= 0;
	if (opened < 0)
		return (errno == ENOENT && found != NULL) || fail_errno(why, path, "open");
	if (fstat(opened, &status) < 0) {
		fail_errno(why, path, "look at");
		file_close_at(descriptor);
		return false;
	}
	if (!S_ISREG(status.st_mode)) {
		file_close_at(descriptor);
		return fail(why, FAILURE_INTERNAL, "%s: not a regular file.", path);
	}
	*size = (size_t)status.st_size;
	return true;
}

bool file_read(int directory, const char *path, size_t limit, struct buffer *content, bool *found,
	struct failure *why)
{
	file_auto descriptor = -1;
	size_t size;

	buffer_reserve(content, 0);
	if (!file_open(directory, path, &descriptor, &size, found, why))
		return false;
	if (descriptor < 0)
		return true;
	/* Room for all of it at once, unless it grows meanwhile. */
	if (size <= limit)
		buffer_reserve(content, size + READ_SIZE);
	return read_to_end(descriptor, path, limit, content, why);
}

bool file_write_all(int descriptor, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t put = write(descriptor, at, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		at += put;
		length -= (size_t)put;
	}
	return true;
}

bool file_create(int directory, const char *path, mode_t mode, const struct buffer *content,
	struct failure *why)
{
	file_auto descriptor =
		openat(directory, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (descriptor < 0)
		return fail_errno(why, path, "create");
	if (fchmod(descriptor, mode) < 0 ||
		!file_write_all(descriptor, content->data, content->length) ||
		fsync(descriptor) < 0) {
		fail_errno(why, path, "write");
		unlinkat(directory, path, 0);
		return false;
	}
	return file_sync_parent(directory, path, why);
}

bool file_make_directory(
	int directory, const char *path, mode_t mode, bool *made, struct failure *why)
{
	struct stat status;

	if (made != NULL)
		*made = false;
	if (mkdirat(directory, path, mode) == 0) {
		if (made != NULL)
			*made = true;
		if (fchmodat(directory, path, mode, 0) < 0)
			return fail_errno(why, path, "set the mode of directory");
		return true;
	}
	if (errno != EEXIST)
		return fail_errno(why, path, "create directory");
	if (fstatat(directory, path, &status, 0) < 0)
		return fail_errno(why, path, "look at");
	if (!S_ISDIR(status.st_mode))
		return fail(why, FAILURE_INTERNAL,
			"%s: a file is in the way where a directory is needed. Move it away.",
			path);
	return true;
}

bool file_open_directory(int directory, const char *path, int *descriptor, struct failure *why)
{
	*descriptor = openat(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*descriptor < 0)
		return fail_errno(why, path, "open directory");
	return true;
}

DIR *file_list(int directory)
{
	int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = copy < 0 ? NULL : fdopendir(copy);

	if (listing == NULL && copy >= 0) {
		int error = errno;

		close(copy);
		errno = error;
	}
	return listing;
}

static bool remove_content(int descriptor, const char *path, struct failure *why)
{
	int copy = dup(descriptor);
	DIR *listing = copy < 0 ? NULL : fdopendir(copy);
	bool done = true;

	if (listing == NULL) {
		if (copy >= 0)
			close(copy);
		return fail_errno(why, path, "list");
	}
	for (const struct dirent *entry; done && (entry = readdir(listing)) != NULL;) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		done = file_remove_tree(descriptor, entry->d_name, why);
	}
	closedir(listing);
	return done;
}

bool file_remove_tree(int directory, const char *path, struct failure *why)
{
	if (unlinkat(directory, path, 0) == 0 || errno == ENOENT)
		return true;
	if (errno != EISDIR && errno != EPERM)
		return fail_errno(why, path, "remove");

	file_auto descriptor = -1;

	if (!file_open_directory(directory, path, &descriptor, why) ||
		!remove_content(descriptor, path, why))
		return false;
	if (unlinkat(directory, path, AT_REMOVEDIR) < 0 && errno != ENOENT)
		return fail_errno(why, path, "remove directory");
	return true;
}

bool file_sync_directory(int descriptor, const char *path, struct failure *why)
{
	if (fsync(descriptor) < 0)
		return fail_errno(why, path, "sync");
	return true;
}

bool file_sync_parent(int directory, const char *path, struct failure *why)
{
	const char *slash = strrchr(path, '/');
	buffer_auto parent = BUFFER_INIT;

	if (slash == NULL)
		buffer_append_string(&parent, ".");
	else
		buffer_append(&parent, path, slash == path ? 1 : (size_t)(slash - path));

	file_auto descriptor = openat(directory, parent.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor < 0)
		return fail_errno(why, parent.data, "open");
	return file_sync_directory(descriptor, parent.data, why);
}

bool file_sync_filesystems(const int *descriptors, size_t count, struct failure *why)
{
	enum { FILE_SYSTEMS = 64 };
	dev_t synced[FILE_SYSTEMS];
	size_t known = 0;

	for (size_t i = 0; i < count; i++) {
		struct stat status;
		size_t seen = 0;

		if (fstat(descriptors[i], &status) < 0)
			return fail_errno(why, "the bundles' file system", "look at");
		while (seen < known && synced[seen] != status.st_dev)
			seen++;
		if (seen < known)
			continue;
		if (known < FILE_SYSTEMS)
			synced[known++] = status.st_dev;
		if (syncfs(descriptors[i]) < 0)
			return fail_errno(why, "the bundles' file system", "sync");
	}
	return true;
}
