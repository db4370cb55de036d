/*
 * Files: read whole, replaced atomically, made durable.
 *
 * Paths are relative to an open directory (AT_FDCWD where there is none), as in openat(2).
 * Failures are FAILURE_INTERNAL and name the path and the cause.
 */
#ifndef JWKMINT_BASE_FILE_H
#define JWKMINT_BASE_FILE_H

#include "base/buffer.h"
#include "base/failure.h"

#include <dirent.h>
#include <sys/types.h>

/* A file descriptor that is closed when its scope ends; initialise it with -1. */
#define file_auto __attribute__((cleanup(file_close_at))) int
void file_close_at(int *descriptor);

/*
 * Appends the content of a regular file of at most `limit` bytes. When there is no such file,
 * `*found` is false and the call succeeds; with a NULL `found` that is a failure, too.
 */
bool file_read(int directory, const char *path, size_t limit, struct buffer *content, bool *found,
	struct failure *why);

/*
 * Opens a regular file for reading and says how large it is. When there is no such file, `*found`
 * (may be NULL) is as above, and the descriptor -1.
 */
bool file_open(int directory, const char *path, int *descriptor, size_t *size, bool *found,
	struct failure *why);

/*
 * Creates a file that must not exist (O_EXCL, no symbolic links followed) with exactly `mode`,
 * writes `content` and makes both durable.
 */
bool file_create(int directory, const char *path, mode_t mode, const struct buffer *content,
	struct failure *why);

/* Writes all of `length` bytes, however often that takes. */
bool file_write_all(int descriptor, const void *bytes, size_t length);

/*
 * Creates a directory with exactly `mode`, whatever the umask; one that is there keeps its mode.
 * `*made` (may be NULL) says which. A file in the way is a failure.
 */
bool file_make_directory(
	int directory, const char *path, mode_t mode, bool *made, struct failure *why);

/* Opens a directory for use as `directory` above; a symbolic link as last part is refused. */
bool file_open_directory(int directory, const char *path, int *descriptor, struct failure *why);

/*
 * Lists an open directory from its beginning; the caller ends that with closedir. NULL with errno:
 * it can not be listed.
 */
DIR *file_list(int directory);

/* Removes a directory and all below it, not following links. Missing is success. */
bool file_remove_tree(int directory, const char *path, struct failure *why);

/* Makes a directory's entries durable. */
bool file_sync_directory(int descriptor, const char *path, struct failure *why);

/* Makes the name of `path` durable: syncs the directory that holds it. */
bool file_sync_parent(int directory, const char *path, struct failure *why);

/*
 * Makes everything written to the file systems of `count` open files or directories durable, names
 * included, in one wait for each distinct file system (syncfs) and not one for each file.
 */
bool file_sync_filesystems(const int *descriptors, size_t count, struct failure *why);

#endif
