#include "store/copy.h"

#include "base/array.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/gate_state.h"
#include "store/region.h"
#include "store/transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE 0600

/* Of a page, what differs when anything in it does: its log sequence number and its checksum. */
#define MARK_SIZE 32

/* So many pages a visit: about a millisecond. */
#define VISIT_PAGES 256

/* So few pages may be left for the last visit, or so often they are gone through before. */
#define FEW_PAGES   64
#define MOST_ROUNDS 5

#define LARGEST_LOG (64 * 1024 * 1024)

struct mark {
	uint8_t bytes[MARK_SIZE];
};

/* A log file, whole. */
struct log_copy {
	char name[NAME_MAX + 1];
	struct buffer content; /* owned */
};

struct copying {
	int file;           /* the database file of the copy */
	struct mark *marks; /* owned; of the pages that are there */
	size_t marked;      /* pages */
	size_t room;        /* for marks */
	size_t first;       /* of the pages that a visit reads */
	size_t behind;
	const char *map; /* the database file, to look at marks without a system call for each */
	size_t mapped;   /* pages */
	size_t pages;    /* of the database, at the last visit */
	size_t *numbers; /* owned; of the pages that a visit read */
	size_t count;
	struct buffer bytes;   /* owned; those pages */
	struct log_copy *logs; /* owned */
	size_t log_count;
	size_t read; /* pages altogether */
};

static void clear_logs(struct copying *copying)
{
	for (size_t i = 0; i < copying->log_count; i++)
		buffer_free(&copying->logs[i].content);
	free(copying->logs);
	copying->logs = NULL;
	copying->log_count = 0;
}

static void unmap(struct copying *copying)
{
	if (copying->mapped > 0)
		munmap((void *)copying->map, copying->mapped * ENGINE_PAGE_SIZE);
	copying->mapped = 0;
}

static void copying_free(struct copying *copying)
{
	unmap(copying);
	clear_logs(copying);
	file_close_at(&copying->file);
	free(copying->marks);
	free(copying->numbers);
	buffer_free(&copying->bytes);
}

static bool fail_database(const char *action, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL,
		"The store's file " ENGINE_DATABASE_FILE ": can not %s: %s.", action,
		strerror(errno));
}

static bool read_at(int file, void *bytes, size_t length, size_t page, struct failure *why)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got = pread(file, (char *)bytes + done, length - done,
			(off_t)(page * ENGINE_PAGE_SIZE + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO;
		if (got <= 0)
			return fail_database("read", why);
		done += (size_t)got;
	}
	return true;
}

/* Reads a page unless it is there already as it is. The first, which describes the rest, always. */
static bool read_page(struct copying *copying, int file, size_t page, struct failure *why)
{
	struct mark mark;

	if (page < copying->mapped)
		memcpy(&mark, copying->map + page * ENGINE_PAGE_SIZE, sizeof mark);
	else if (!read_at(file, &mark, sizeof mark, page, why))
		return false;
	if (page > 0 && page < copying->marked &&
		memcmp(&mark, &copying->marks[page], sizeof mark) == 0)
		return true;
	if (!read_at(file, buffer_reserve(&copying->bytes, ENGINE_PAGE_SIZE), ENGINE_PAGE_SIZE,
		    page, why))
		return false;
	copying->bytes.length += ENGINE_PAGE_SIZE;
	copying->numbers = array_grow(copying->numbers, copying->count, sizeof *copying->numbers);
	copying->numbers[copying->count++] = page;
	return true;
}

static int open_database(const struct transaction *transaction)
{
	return openat(transaction->engine->gate->database, ENGINE_DATABASE_FILE,
		O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

/* Without a map, all marks are read. The file never becomes shorter. */
static bool map_database(struct transaction *transaction, void *context, struct failure *why)
{
	struct copying *copying = context;
	file_auto file = open_database(transaction);
	size_t length = copying->pages * ENGINE_PAGE_SIZE;

	if (file < 0)
		return fail_database("open", why);
	unmap(copying);
	copying->map = mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
	copying->mapped = copying->map == MAP_FAILED ? 0 : copying->pages;
	return true;
}

static bool read_pages(struct transaction *transaction, void *context, struct failure *why)
{
	struct copying *copying = context;
	file_auto file = open_database(transaction);
	struct stat status;

	free(copying->numbers);
	copying->numbers = NULL;
	copying->count = 0;
	buffer_clear(&copying->bytes);
	if (file < 0 || fstat(file, &status) < 0)
		return fail_database("open", why);
	copying->pages = (size_t)status.st_size / ENGINE_PAGE_SIZE;
	for (size_t i = copying->first; i < copying->behind && i < copying->pages; i++) {
		if (!read_page(copying, file, i, why))
			return false;
	}
	return true;
}

static void mark(struct copying *copying, size_t page, const char *bytes)
{
	if (page >= copying->room) {
		copying->room = 2 * page + 1024;
		copying->marks =
			reallocarray(copying->marks, copying->room, sizeof *copying->marks);
		if (copying->marks == NULL)
			abort();
	}
	memcpy(&copying->marks[page], bytes, MARK_SIZE);
	if (page >= copying->marked)
		copying->marked = page + 1;
}

/* Writes what the last visit read, outside: the disk may take its time. */
static bool write_pages(struct copying *copying, const char *path, struct failure *why)
{
	for (size_t i = 0; i < copying->count; i++) {
		const char *bytes = copying->bytes.data + i * ENGINE_PAGE_SIZE;
		off_t place = (off_t)(copying->numbers[i] * ENGINE_PAGE_SIZE);

		if (lseek(copying->file, place, SEEK_SET) < 0 ||
			!file_write_all(copying->file, bytes, ENGINE_PAGE_SIZE))
			return fail(why, FAILURE_INTERNAL,
				"%s/" ENGINE_DATABASE_FILE ": can not write: %s.", path,
				strerror(errno));
		mark(copying, copying->numbers[i], bytes);
	}
	/* Begun now, so that the others' commits do not wait for all of it at the end. */
	sync_file_range(copying->file, 0, 0, SYNC_FILE_RANGE_WRITE);
	copying->read += copying->count;
	return true;
}

/* Once through all pages; `*changed` becomes how many were not there as they are. */
static bool go_round(struct store *store, struct copying *copying, const char *path,
	store_copy_progress progress, void *context, size_t *changed, struct failure *why)
{
	*changed = 0;
	copying->first = 0;
	do {
		copying->behind = copying->first + VISIT_PAGES;
		if (!store_read(store, read_pages, copying, why) ||
			!fault_point("copy.pages-read", why) || !write_pages(copying, path, why))
			return false;
		*changed += copying->count;
		copying->first = copying->behind;
		if (progress != NULL)
			progress(copying->read, context);
	} while (copying->first < copying->pages);
	return true;
}

static bool write_checkpoint(struct transaction *transaction, void *context, struct failure *why)
{
	struct engine *engine = transaction->engine;
	int code = engine->env->txn_checkpoint(engine->env, 0, 0, DB_FORCE);

	(void)context;
	return code == 0 || engine_fail(engine, code, "write a checkpoint", why);
}

static bool contains(char *const *names, const char *name)
{
	for (; names != NULL && *names != NULL; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

static bool read_log(struct copying *copying, int database, const char *name, struct failure *why)
{
	copying->logs = array_grow(copying->logs, copying->log_count, sizeof *copying->logs);

	struct log_copy *log = &copying->logs[copying->log_count++];

	*log = (struct log_copy){.content = BUFFER_INIT};
	strncpy(log->name, name, sizeof log->name - 1);
	return file_read(database, name, LARGEST_LOG, &log->content, NULL, why);
}

/* The log files that a recovery needs. */
static bool read_logs(struct copying *copying, struct engine *engine, struct failure *why)
{
	char **all = NULL;
	char **needless = NULL;
	int code = engine->env->log_archive(engine->env, &all, DB_ARCH_LOG);
	bool done = true;

	clear_logs(copying);
	if (code == 0)
		code = engine->env->log_archive(engine->env, &needless, 0);
	if (code != 0)
		done = engine_fail(engine, code, "list its log", why);
	for (char **name = all; done && name != NULL && *name != NULL; name++) {
		if (!contains(needless, *name))
			done = read_log(copying, engine->gate->database, *name, why);
	}
	free(all);
	free(needless);
	return done;
}

/* The moment that the copy shows. */
static bool read_rest(struct transaction *transaction, void *context, struct failure *why)
{
	struct copying *copying = context;

	copying->first = 0;
	copying->behind = SIZE_MAX;
	return write_checkpoint(transaction, NULL, why) && read_pages(transaction, copying, why) &&
	       read_logs(copying, transaction->engine, why);
}

static bool write_rest(
	struct copying *copying, int directory, const char *path, struct failure *why)
{
	if (!write_pages(copying, path, why))
		return false;
	if (ftruncate(copying->file, (off_t)(copying->pages * ENGINE_PAGE_SIZE)) < 0 ||
		fsync(copying->file) < 0)
		return fail(why, FAILURE_INTERNAL,
			"%s/" ENGINE_DATABASE_FILE ": can not write: %s.", path, strerror(errno));
	for (size_t i = 0; i < copying->log_count; i++) {
		const struct log_copy *log = &copying->logs[i];

		if (!file_create(directory, log->name, FILE_MODE, &log->content, why) ||
			!fault_point("copy.log-written", why))
			return false;
	}
	return file_sync_directory(directory, path, why);
}

bool store_copy(struct store *store, int directory, const char *path, store_copy_progress progress,
	void *context, struct failure *why)
{
	__attribute__((cleanup(copying_free))) struct copying copying = {
		.file = openat(directory, ENGINE_DATABASE_FILE,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE),
		.bytes = BUFFER_INIT,
	};
	size_t changed = SIZE_MAX;

	if (copying.file < 0)
		return fail(why, FAILURE_INTERNAL,
			"%s/" ENGINE_DATABASE_FILE ": can not create: %s.", path, strerror(errno));
	for (int round = 0; round < MOST_ROUNDS && changed > FEW_PAGES; round++) {
		if (!go_round(store, &copying, path, progress, context, &changed, why))
			return false;
	}
	/* What waits for the disk now does not in the last visit. */
	if (fsync(copying.file) < 0)
		return fail(why, FAILURE_INTERNAL,
			"%s/" ENGINE_DATABASE_FILE ": can not write: %s.", path, strerror(errno));
	return store_read(store, write_checkpoint, NULL, why) &&
	       store_read(store, map_database, &copying, why) &&
	       go_round(store, &copying, path, progress, context, &changed, why) &&
	       store_read(store, read_rest, &copying, why) && fault_point("copy.rest-read", why) &&
	       write_rest(&copying, directory, path, why);
}

bool store_copy_tidy(int directory, struct failure *why)
{
	if (unlinkat(directory, GATE_STATE_FILE, 0) < 0 && errno != ENOENT)
		return fail(why, FAILURE_INTERNAL, GATE_STATE_FILE ": can not remove: %s.",
			strerror(errno));
	return region_remove(directory, why);
}

static void keep_quiet(const DB_ENV *env, const char *prefix, const char *message)
{
	(void)env;
	(void)prefix;
	(void)message;
}

bool store_copy_check(const char *path, struct failure *why)
{
	DB *database;
	int code = db_create(&database, NULL, 0);

	if (code == 0) {
		database->set_errcall(database, keep_quiet);
		code = database->verify(database, path, NULL, NULL, 0);
	}
	return code == 0 || fail(why, FAILURE_INTERNAL, "%s: the tree of its pages is damaged: %s.",
				    path, db_strerror(code));
}
