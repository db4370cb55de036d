/*
 * Preloaded into a program: counts what it asks of the C library, and makes one call fail.
 *
 *   CALLS_REPORT  a file: each call that is watched adds a line, the function and what it was
 * about; the one that failed has a '!' before it CALLS_FAIL    FUNCTION:NUMBER:ERROR, as
 * open:3:EMFILE. With '+' behind the number, all from that one on fail; with '@END' behind the
 * function, only calls count that are about a path which ends so. The error SHORT makes a read or a
 * write do half of what it is asked.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHORT (-1)

static struct {
	bool ready;
	bool inside; /* what the report itself needs is not watched */
	int report;
	char function[32];
	char about[200]; /* empty: whatever it is about */
	unsigned long number;
	bool on;   /* and all after it */
	int error; /* SHORT: half of it */
	unsigned long seen;
} rule;

static const struct {
	const char *name;
	int error;
} errors[] = {
	{"SHORT", SHORT},
	{"EACCES", EACCES},
	{"EINTR", EINTR},
	{"EIO", EIO},
	{"EMFILE", EMFILE},
	{"ENOLCK", ENOLCK},
	{"ENOMEM", ENOMEM},
	{"ENOSPC", ENOSPC},
	{"ENOSYS", ENOSYS},
	{"EROFS", EROFS},
};

static void read_rule(const char *text)
{
	char error[16];
	int on = 0;

	if (sscanf(text, "%31[^:@]%n", rule.function, &on) != 1)
		abort();
	text += on;
	if (*text == '@' && sscanf(text, "@%199[^:]%n", rule.about, &on) == 1)
		text += on;
	if (sscanf(text, ":%lu%n", &rule.number, &on) != 1)
		abort();
	text += on;
	rule.on = *text == '+';
	if (sscanf(text + rule.on, ":%15s", error) != 1)
		abort();
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		if (strcmp(errors[i].name, error) == 0)
			rule.error = errors[i].error;
	}
	if (rule.error == 0)
		abort();
}

/* Other libraries' constructors make calls, and which of them comes first is not ours to say. */
static void get_ready(void)
{
	const char *report = getenv("CALLS_REPORT");
	const char *fail = getenv("CALLS_FAIL");

	rule.ready = true;
	rule.report = -1;
	if (report != NULL)
		rule.report = (int)syscall(
			SYS_openat, AT_FDCWD, report, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
	if (rule.report >= 0) {
		int high = (int)syscall(SYS_fcntl, rule.report, F_DUPFD_CLOEXEC, 200);

		syscall(SYS_close, rule.report);
		rule.report = high;
	}
	if (fail != NULL)
		read_rule(fail);
}

static void report(bool strikes, const char *function, const char *what)
{
	char line[512];
	int length =
		snprintf(line, sizeof line, "%s%s %.400s\n", strikes ? "!" : "", function, what);

	if (rule.report >= 0)
		syscall(SYS_write, rule.report, line, (size_t)length);
}

/* Fault points, see src/base/fault.h, look for their orders. */
static bool is_ours(const char *path)
{
	const char *name = strrchr(path, '/');

	return name != NULL && strncmp(name, "/fault", 6) == 0;
}

static bool is_meant(const char *function, const char *what)
{
	size_t length = strlen(what);
	size_t end = strlen(rule.about);

	return strcmp(function, rule.function) == 0 && !is_ours(what) && length >= end &&
	       strcmp(what + length - end, rule.about) == 0;
}

/* Whether this call is to fail, or to fall short. Leaves errno set for who fails. */
static bool strikes(const char *function, const char *what)
{
	int before = errno;

	if (rule.inside)
		return false;
	rule.inside = true;
	if (!rule.ready)
		get_ready();

	bool meant = is_meant(function, what);

	rule.seen += meant;

	bool struck = meant && (rule.on ? rule.seen >= rule.number : rule.seen == rule.number);

	if (!is_ours(what))
		report(struck, function, what);
	rule.inside = false;
	errno = struck && rule.error != SHORT ? rule.error : before;
	return struck;
}

static bool strikes_at(const char *function, int descriptor)
{
	char link[64];
	char path[400];
	int before = errno;

	snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);

	long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);

	path[length < 0 ? 0 : length] = '\0';
	errno = before;
	return strikes(function, descriptor <= 2 ? link : path);
}

#define NEXT(function)                                                                             \
	__typeof__(&function) next;                                                                \
	*(void **)&next = dlsym(RTLD_NEXT, #function)

/* A function that is about a path, and one that is about a descriptor. */
#define ON_PATH(result, function, parameters, arguments, path)                                     \
	result function parameters                                                                 \
	{                                                                                          \
		NEXT(function);                                                                    \
		return strikes(#function, path) ? (result)-1 : next arguments;                     \
	}
#define ON_DESCRIPTOR(result, function, parameters, arguments, descriptor)                         \
	result function parameters                                                                 \
	{                                                                                          \
		NEXT(function);                                                                    \
		return strikes_at(#function, descriptor) ? (result)-1 : next arguments;            \
	}
/* One that moves bytes may do half. A single byte can not be halved: then it is done. */
#define MOVING(function, parameters, arguments, size, what)                                        \
	ssize_t function parameters                                                                \
	{                                                                                          \
		NEXT(function);                                                                    \
		if (what) {                                                                        \
			if (rule.error != SHORT)                                                   \
				return -1;                                                         \
			size = size > 1 ? size / 2 : size;                                         \
		}                                                                                  \
		return next arguments;                                                             \
	}

ON_PATH(int, rename, (const char *from, const char *to), (from, to), to)
ON_PATH(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), to)
ON_PATH(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags),
	(a, from, b, to, flags), to)
ON_PATH(int, unlink, (const char *path), (path), path)
ON_PATH(int, unlinkat, (int at, const char *path, int flags), (at, path, flags), path)
ON_PATH(int, rmdir, (const char *path), (path), path)
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode), path)
ON_PATH(int, mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), path)
ON_PATH(int, chmod, (const char *path, mode_t mode), (path, mode), path)
ON_PATH(int, fchmodat, (int at, const char *path, mode_t mode, int flags), (at, path, mode, flags),
	path)
ON_PATH(int, faccessat, (int at, const char *path, int mode, int flags), (at, path, mode, flags),
	path)
ON_PATH(int, stat, (const char *path, struct stat *status), (path, status), path)
ON_PATH(int, lstat, (const char *path, struct stat *status), (path, status), path)
ON_PATH(int, fstatat, (int at, const char *path, struct stat *status, int flags),
	(at, path, status, flags), path)
ON_PATH(ssize_t, readlink, (const char *path, char *text, size_t size), (path, text, size), path)

ON_DESCRIPTOR(int, fsync, (int file), (file), file)
ON_DESCRIPTOR(int, fdatasync, (int file), (file), file)
ON_DESCRIPTOR(int, syncfs, (int file), (file), file)
ON_DESCRIPTOR(int, ftruncate, (int file, off_t size), (file, size), file)
ON_DESCRIPTOR(int, flock, (int file, int operation), (file, operation), file)
ON_DESCRIPTOR(int, fchmod, (int file, mode_t mode), (file, mode), file)
ON_DESCRIPTOR(int, fstat, (int file, struct stat *status), (file, status), file)
ON_DESCRIPTOR(int, fstatvfs, (int file, struct statvfs *status), (file, status), file)
ON_DESCRIPTOR(int, dup, (int file), (file), file)
ON_DESCRIPTOR(off_t, lseek, (int file, off_t place, int whence), (file, place, whence), file)
ON_DESCRIPTOR(int, poll, (struct pollfd * waiting, nfds_t count, int timeout),
	(waiting, count, timeout), waiting->fd)

MOVING(read, (int file, void *bytes, size_t size), (file, bytes, size), size,
	strikes_at("read", file))
MOVING(pread, (int file, void *bytes, size_t size, off_t place), (file, bytes, size, place), size,
	strikes_at("pread", file))
MOVING(write, (int file, const void *bytes, size_t size), (file, bytes, size), size,
	strikes_at("write", file))
MOVING(pwrite, (int file, const void *bytes, size_t size, off_t place), (file, bytes, size, place),
	size, strikes_at("pwrite", file))
MOVING(getrandom, (void *bytes, size_t size, unsigned flags), (bytes, size, flags), size,
	strikes("getrandom", ""))

void *mmap(void *place, size_t size, int protection, int flags, int file, off_t offset)
{
	NEXT(mmap);
	return strikes_at("mmap", file) ? MAP_FAILED
					: next(place, size, protection, flags, file, offset);
}

int posix_fallocate(int file, off_t offset, off_t size)
{
	NEXT(posix_fallocate);
	return strikes_at("posix_fallocate", file) ? errno : next(file, offset, size);
}

DIR *opendir(const char *path)
{
	NEXT(opendir);
	return strikes("opendir", path) ? NULL : next(path);
}

DIR *fdopendir(int file)
{
	NEXT(fdopendir);
	return strikes_at("fdopendir", file) ? NULL : next(file);
}

struct dirent *readdir(DIR *listing)
{
	NEXT(readdir);
	return strikes_at("readdir", dirfd(listing)) ? NULL : next(listing);
}

/* The descriptor is gone all the same. */
int close(int file)
{
	NEXT(close);

	bool struck = strikes_at("close", file);
	int error = errno;
	int result = next(file);

	errno = struck ? error : errno;
	return struck ? -1 : result;
}

static mode_t mode_of(int flags, va_list list)
{
	return (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	NEXT(open);
	va_list list;

	va_start(list, flags);
	mode_t mode = mode_of(flags, list);
	va_end(list);
	return strikes((flags & O_CREAT) != 0 ? "open-create" : "open", path)
		       ? -1
		       : next(path, flags, mode);
}

int openat(int at, const char *path, int flags, ...)
{
	NEXT(openat);
	va_list list;

	va_start(list, flags);
	mode_t mode = mode_of(flags, list);
	va_end(list);
	return strikes((flags & O_CREAT) != 0 ? "openat-create" : "openat", path)
		       ? -1
		       : next(at, path, flags, mode);
}

int fcntl(int file, int command, ...)
{
	NEXT(fcntl);
	va_list list;

	va_start(list, command);
	void *argument = va_arg(list, void *);
	va_end(list);
	return strikes_at("fcntl", file) ? -1 : next(file, command, argument);
}
