/*
 * Preloaded into everything that works on a home: writes down, in one order for all processes, what
 * they do to the files there, and what of it they wait for until it is on disk. crash.py makes of
 * that what a power loss would leave. It is told by its environment:
 *
 * - JOURNAL: the file to write to; opened at once, because a responder gives up its rights later.
 * - JOURNAL_ROOT: the directory whose files matter, as /proc/self/fd shows it.
 *
 * A record stands in the journal before its call returns, and no two calls overlap, but for syncs:
 * only what was done before one began is on disk when it has ended. Mapped memory is not seen.
 *
 * Every other fdatasync, which is how the log of the store is waited for, takes longer than
 * everything else: long enough for others to deploy what they see meanwhile, if they did.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* As in journal.py. */
enum kind {
	CREATE = 1,
	RESIZE, /* to `number` bytes */
	WRITE,  /* at `number` */
	RENAME,
	EXCHANGE,
	UNLINK,
	LINK,
	MKDIR,
	CHMOD,
	SYNC_BEGIN, /* a file or directory; `mode` is an enum call */
	SYNC_END,
	SYNC_ALL_BEGIN,
	SYNC_ALL_END,
};

enum call { FSYNC = 1, FDATASYNC, SYNCFS };

#define LONG_NS 40000000

struct header {
	uint32_t kind;
	uint32_t mode;
	int64_t number; /* of a sync: which one, in this process */
	uint32_t process;
	uint32_t path_length;
	uint32_t to_length;
	uint32_t data_length;
};

static int journal = -1;
static char root[PATH_MAX];
static size_t root_length;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int64_t syncs;

static void *real(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (found == NULL)
		abort();
	return found;
}

#define REAL(name) ((__typeof__(&name))real(#name))

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("JOURNAL");
	const char *directory = getenv("JOURNAL_ROOT");

	if (path == NULL || directory == NULL)
		return;
	snprintf(root, sizeof root, "%s", directory);
	root_length = strlen(root);
	journal = REAL(open)(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (journal < 0)
		abort();
}

/* Leave errno as it is, as all that is called after the real call. */
static void lock(void)
{
	int before = errno;

	pthread_mutex_lock(&mutex);
	while (flock(journal, LOCK_EX) < 0 && errno == EINTR)
		;
	errno = before;
}

static void unlock(void)
{
	int before = errno;

	flock(journal, LOCK_UN);
	pthread_mutex_unlock(&mutex);
	errno = before;
}

static void put(const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t done = REAL(write)(journal, at, length);

		if (done < 0 && errno != EINTR)
			abort();
		if (done > 0) {
			at += done;
			length -= (size_t)done;
		}
	}
}

/* `data` may be NULL. */
static void record(struct header header, const char *path, const char *to, const struct iovec *data)
{
	int before = errno;

	header.process = (uint32_t)getpid();
	header.path_length = (uint32_t)strlen(path);
	header.to_length = to == NULL ? 0 : (uint32_t)strlen(to);
	header.data_length = data == NULL ? 0 : (uint32_t)data->iov_len;
	put(&header, sizeof header);
	put(path, header.path_length);
	put(to, header.to_length);
	if (data != NULL)
		put(data->iov_base, data->iov_len);
	errno = before;
}

static bool is_below_root(const char *path)
{
	return strncmp(path, root, root_length) == 0 &&
	       (path[root_length] == '/' || path[root_length] == '\0');
}

/* Where an open file or directory lies now; false for what is of no interest. */
static bool find_descriptor(int descriptor, char path[PATH_MAX])
{
	int before = errno;
	char link[64];
	struct stat status;

	if (journal < 0 || descriptor == journal || fstat(descriptor, &status) < 0 ||
		!(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) || status.st_nlink == 0) {
		errno = before;
		return false;
	}
	snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);

	ssize_t length = readlink(link, path, PATH_MAX - 1);

	errno = before;
	path[length < 0 ? 0 : length] = '\0';
	return length > 0 && is_below_root(path);
}

/* The same for a path as system calls take it. */
static bool find(int directory, const char *name, char path[PATH_MAX])
{
	int before = errno;
	char parent[PATH_MAX] = "";

	if (journal < 0)
		return false;
	if (name[0] == '/') {
		snprintf(path, PATH_MAX, "%s", name);
		return is_below_root(path);
	}
	if (directory == AT_FDCWD && getcwd(parent, sizeof parent) == NULL)
		parent[0] = '\0';
	if (directory != AT_FDCWD && !find_descriptor(directory, parent))
		parent[0] = '\0';
	errno = before;
	if (parent[0] == '\0' || strlen(parent) + strlen(name) + 2 > PATH_MAX)
		return false;
	stpcpy(stpcpy(stpcpy(path, parent), "/"), name);
	return is_below_root(path);
}

/* Whether a call makes the file or finds it has to be known: first it has to make it. */
static int open_below(int directory, const char *name, int flags, mode_t mode, const char *path)
{
	struct stat status;
	int descriptor = -1;

	if ((flags & O_CREAT) != 0)
		descriptor = REAL(openat)(directory, name, flags | O_EXCL, mode);
	if (descriptor >= 0) {
		if (fstat(descriptor, &status) < 0)
			abort();
		record((struct header){.kind = CREATE, .mode = status.st_mode & 07777}, path, NULL,
			NULL);
		return descriptor;
	}
	if ((flags & O_CREAT) != 0 && (errno != EEXIST || (flags & O_EXCL) != 0))
		return -1;
	descriptor = REAL(openat)(directory, name, flags & ~O_CREAT, mode);
	if (descriptor >= 0 && (flags & O_TRUNC) != 0)
		record((struct header){.kind = RESIZE}, path, NULL, NULL);
	return descriptor;
}

static int open_any(int directory, const char *name, int flags, mode_t mode)
{
	char path[PATH_MAX];

	if ((flags & (O_CREAT | O_TRUNC)) == 0 || !find(directory, name, path))
		return REAL(openat)(directory, name, flags, mode);
	lock();
	int descriptor = open_below(directory, name, flags, mode, path);
	unlock();
	return descriptor;
}

static mode_t mode_argument(int flags, va_list list)
{
	return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
}

int open(const char *name, int flags, ...)
{
	va_list list;

	va_start(list, flags);
	mode_t mode = mode_argument(flags, list);
	va_end(list);
	return open_any(AT_FDCWD, name, flags, mode);
}

int openat(int directory, const char *name, int flags, ...)
{
	va_list list;

	va_start(list, flags);
	mode_t mode = mode_argument(flags, list);
	va_end(list);
	return open_any(directory, name, flags, mode);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset)
{
	char path[PATH_MAX];

	if (!find_descriptor(descriptor, path))
		return REAL(pwrite)(descriptor, bytes, length, offset);
	lock();
	ssize_t done = REAL(pwrite)(descriptor, bytes, length, offset);
	if (done > 0)
		record((struct header){.kind = WRITE, .number = offset}, path, NULL,
			&(struct iovec){(void *)bytes, (size_t)done});
	unlock();
	return done;
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
	char path[PATH_MAX];

	if (!find_descriptor(descriptor, path))
		return REAL(write)(descriptor, bytes, length);
	lock();
	ssize_t done = REAL(write)(descriptor, bytes, length);
	if (done > 0)
		record((struct header){.kind = WRITE,
			       .number = lseek(descriptor, 0, SEEK_CUR) - done},
			path, NULL, &(struct iovec){(void *)bytes, (size_t)done});
	unlock();
	return done;
}

/* Nobody writes in pieces to a file of the home; sockets are written to so. */
ssize_t writev(int descriptor, const struct iovec *pieces, int count)
{
	char path[PATH_MAX];

	if (find_descriptor(descriptor, path))
		abort();
	return REAL(writev)(descriptor, pieces, count);
}

int ftruncate(int descriptor, off_t size)
{
	char path[PATH_MAX];

	if (!find_descriptor(descriptor, path))
		return REAL(ftruncate)(descriptor, size);
	lock();
	int code = REAL(ftruncate)(descriptor, size);
	if (code == 0)
		record((struct header){.kind = RESIZE, .number = size}, path, NULL, NULL);
	unlock();
	return code;
}

int posix_fallocate(int descriptor, off_t offset, off_t length)
{
	char path[PATH_MAX];
	struct stat status;

	if (!find_descriptor(descriptor, path))
		return REAL(posix_fallocate)(descriptor, offset, length);
	lock();
	int code = REAL(posix_fallocate)(descriptor, offset, length);
	if (code == 0 && fstat(descriptor, &status) == 0)
		record((struct header){.kind = RESIZE, .number = status.st_size}, path, NULL, NULL);
	unlock();
	return code;
}

int renameat2(int from, const char *name, int to, const char *new_name, unsigned flags)
{
	char path[PATH_MAX];
	char new_path[PATH_MAX];
	bool is_seen = find(from, name, path) && find(to, new_name, new_path);

	if (!is_seen)
		return REAL(renameat2)(from, name, to, new_name, flags);
	lock();
	int code = REAL(renameat2)(from, name, to, new_name, flags);
	if (code == 0)
		record((struct header){.kind = (flags & RENAME_EXCHANGE) != 0 ? EXCHANGE : RENAME},
			path, new_path, NULL);
	unlock();
	return code;
}

int renameat(int from, const char *name, int to, const char *new_name)
{
	return renameat2(from, name, to, new_name, 0);
}

int rename(const char *name, const char *new_name)
{
	return renameat2(AT_FDCWD, name, AT_FDCWD, new_name, 0);
}

int linkat(int from, const char *name, int to, const char *new_name, int flags)
{
	char path[PATH_MAX];
	char new_path[PATH_MAX];
	bool is_seen = find(from, name, path) && find(to, new_name, new_path);

	if (!is_seen)
		return REAL(linkat)(from, name, to, new_name, flags);
	lock();
	int code = REAL(linkat)(from, name, to, new_name, flags);
	if (code == 0)
		record((struct header){.kind = LINK}, path, new_path, NULL);
	unlock();
	return code;
}

int link(const char *name, const char *new_name)
{
	return linkat(AT_FDCWD, name, AT_FDCWD, new_name, 0);
}

int unlinkat(int directory, const char *name, int flags)
{
	char path[PATH_MAX];

	if (!find(directory, name, path))
		return REAL(unlinkat)(directory, name, flags);
	lock();
	int code = REAL(unlinkat)(directory, name, flags);
	if (code == 0)
		record((struct header){.kind = UNLINK}, path, NULL, NULL);
	unlock();
	return code;
}

int unlink(const char *name)
{
	return unlinkat(AT_FDCWD, name, 0);
}

int rmdir(const char *name)
{
	return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

int mkdirat(int directory, const char *name, mode_t mode)
{
	char path[PATH_MAX];
	struct stat status;

	if (!find(directory, name, path))
		return REAL(mkdirat)(directory, name, mode);
	lock();
	int code = REAL(mkdirat)(directory, name, mode);
	if (code == 0 && fstatat(directory, name, &status, 0) == 0)
		record((struct header){.kind = MKDIR, .mode = status.st_mode & 07777}, path, NULL,
			NULL);
	unlock();
	return code;
}

int mkdir(const char *name, mode_t mode)
{
	return mkdirat(AT_FDCWD, name, mode);
}

int fchmodat(int directory, const char *name, mode_t mode, int flags)
{
	char path[PATH_MAX];

	if (!find(directory, name, path))
		return REAL(fchmodat)(directory, name, mode, flags);
	lock();
	int code = REAL(fchmodat)(directory, name, mode, flags);
	if (code == 0)
		record((struct header){.kind = CHMOD, .mode = mode}, path, NULL, NULL);
	unlock();
	return code;
}

int chmod(const char *name, mode_t mode)
{
	return fchmodat(AT_FDCWD, name, mode, 0);
}

int fchmod(int descriptor, mode_t mode)
{
	char path[PATH_MAX];

	if (!find_descriptor(descriptor, path))
		return REAL(fchmod)(descriptor, mode);
	lock();
	int code = REAL(fchmod)(descriptor, mode);
	if (code == 0)
		record((struct header){.kind = CHMOD, .mode = mode}, path, NULL, NULL);
	unlock();
	return code;
}

static int sync_seen(int descriptor, enum call call, int (*real_call)(int))
{
	char path[PATH_MAX];
	struct header header = {
		.kind = call == SYNCFS ? SYNC_ALL_BEGIN : SYNC_BEGIN,
		.mode = call,
	};

	if (!find_descriptor(descriptor, path))
		return real_call(descriptor);
	lock();
	header.number = ++syncs;
	record(header, path, NULL, NULL);
	unlock();
	int code = real_call(descriptor);
	if (call == FDATASYNC && header.number % 2 == 0)
		nanosleep(&(struct timespec){.tv_nsec = LONG_NS}, NULL);
	if (code < 0)
		return code;
	header.kind = call == SYNCFS ? SYNC_ALL_END : SYNC_END;
	lock();
	record(header, path, NULL, NULL);
	unlock();
	return code;
}

int fsync(int descriptor)
{
	return sync_seen(descriptor, FSYNC, REAL(fsync));
}

int fdatasync(int descriptor)
{
	return sync_seen(descriptor, FDATASYNC, REAL(fdatasync));
}

int syncfs(int descriptor)
{
	return sync_seen(descriptor, SYNCFS, REAL(syncfs));
}
