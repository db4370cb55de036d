#include "unit.h"

#include "base/clock.h"
#include "base/file.h"
#include "rows.h"
#include "scratch.h"
#include "store/gate.h"
#include "store/gate_bell.h"
#include "store/transaction.h"
#include "store/visit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool put_pair(
	struct transaction *transaction, const char *first, const char *second, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	buffer_append_string(&key, first);
	if (!store_put(transaction, &key, &value, why))
		return false;
	buffer_clear(&key);
	buffer_append_string(&key, second);
	return store_put(transaction, &key, &value, why);
}

static bool die_inside(struct transaction *transaction, void *context, struct failure *why)
{
	(void)context;
	if (put_pair(transaction, "half", "other half", why))
		raise(SIGKILL);
	return false;
}

/* Puts a row, then dies in the middle of the next change. */
static bool die_in_a_visit(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;

	(void)number;
	return store_open(scratch->database, &store, &why) && rows_put(store, "whole", "v", &why) &&
	       store_write(store, die_inside, NULL, &why);
}

static void assert_killed(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void a_death_inside_is_recovered_from(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto found = BUFFER_INIT;
	struct failure why;
	int64_t pid;

	assert_works(rows_put(store, "before", "v", &why), why);
	for (int i = 0; i < 3; i++) {
		assert_killed(scratch_fork(scratch, die_in_a_visit, 0));
		assert_works(store_holder(store, &pid, &why), why);
		assert_int_equal(pid, 0);
		assert_works(rows_scan(store, "", NULL, &found, &why), why);
		assert_buffer_string(found, "before whole ");
		assert_true(store_recovered(store));
		assert_false(store_recovered(store));
		assert_works(rows_put(store, "before", "v", &why), why);
		assert_false(store_recovered(store));
	}
	store_close(store);
}

static bool stop_inside(struct transaction *transaction, void *context, struct failure *why)
{
	(void)context;
	raise(SIGSTOP);
	return put_pair(transaction, "after", "the stop", why);
}

static bool stop_in_a_visit(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;
	bool done = store_open(scratch->database, &store, &why) &&
		    store_write(store, stop_inside, NULL, &why);

	(void)number;
	store_close(store);
	return done;
}

static void a_stopped_holder_makes_busy_and_is_named(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto found = BUFFER_INIT;
	struct failure why;
	int64_t pid;
	int status;
	pid_t child = scratch_fork(scratch, stop_in_a_visit, 0);

	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	assert_true(WIFSTOPPED(status));
	store_set_patience(store, 200);
	assert_fails(rows_put(store, "a", "1", &why), why, FAILURE_BUSY,
		"The store is busy, try again in a second.");
	assert_works(store_holder(store, &pid, &why), why);
	assert_int_equal(pid, child);
	kill(child, SIGCONT);
	assert_true(scratch_wait(child));
	store_set_patience(store, STORE_PATIENCE_MS);
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "after the stop ");
	assert_works(store_holder(store, &pid, &why), why);
	assert_int_equal(pid, 0);
	store_close(store);
}

enum { WRITERS = 4, KILLS = 100 };

/* Puts rows of its own until it is killed, and says so in a pipe after each. */
static bool write_for_ever(const struct scratch *scratch, int pipe_end)
{
	struct store *store;
	struct failure why;
	uint32_t number = 0;
	char key[32];

	if (!store_open(scratch->database, &store, &why))
		return false;
	for (;; number++) {
		snprintf(key, sizeof key, "%ld-%u", (long)getpid(), number);
		if (!rows_put(store, key, "v", &why))
			break;
		if (write(pipe_end, &number, sizeof number) != (ssize_t)sizeof number)
			break;
	}
	dprintf(STDERR_FILENO, "# a writer gave up: %s\n", why.text);
	return false;
}

struct writer {
	pid_t pid;
	int pipe; /* end to read from */
};

static struct writer start_writer(const struct scratch *scratch)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);

	struct writer writer = {scratch_fork(scratch, write_for_ever, ends[1]), ends[0]};

	close(ends[1]);
	return writer;
}

/* Kills a writer; every row that it acknowledged must be there, the first `seen` at least. */
static size_t end_writer(const struct scratch *scratch, const struct writer *writer)
{
	struct store *store = scratch_open(scratch);
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	uint32_t number;
	size_t seen = 0;
	char key[32];
	bool hit;

	assert_int_equal(kill(writer->pid, SIGKILL), 0);
	assert_killed(writer->pid);
	while (read(writer->pipe, &number, sizeof number) == (ssize_t)sizeof number) {
		snprintf(key, sizeof key, "%ld-%u", (long)writer->pid, number);
		assert_works(rows_get(store, key, &value, &hit, &why), why);
		if (!hit)
			fail_test("the acknowledged row %s is gone", key);
		seen++;
	}
	close(writer->pipe);
	store_close(store);
	return seen;
}

static void no_kill_loses_an_acknowledged_row(void **state)
{
	const struct scratch *scratch = *state;
	struct writer writers[WRITERS];
	size_t seen = 0;
	unsigned random = 20270131;

	for (int i = 0; i < WRITERS; i++)
		writers[i] = start_writer(scratch);
	for (int i = 0; i < KILLS; i++) {
		const struct timespec pause = {.tv_nsec = rand_r(&random) % 20000 * 1000};

		nanosleep(&pause, NULL);
		seen += end_writer(scratch, &writers[i % WRITERS]);
		writers[i % WRITERS] = start_writer(scratch);
	}
	for (int i = 0; i < WRITERS; i++)
		seen += end_writer(scratch, &writers[i]);
	assert_true(seen > 0);
}

static void run(const char *const arguments[])
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		execvp(arguments[0], (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void a_copied_home_opens(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct store *copy;
	buffer_auto path = BUFFER_INIT;
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	buffer_printf(&path, "%s/copy", scratch->directory);
	assert_works(rows_put(store, "a", "1", &why), why);
	run((const char *const[]){"cp", "-a", scratch->database, path.data, NULL});
	assert_works(rows_put(store, "b", "2", &why), why);
	assert_works(store_open(path.data, &copy, &why), why);
	assert_works(rows_put(copy, "c", "3", &why), why);
	assert_true(store_recovered(copy));
	assert_works(rows_scan(copy, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a c ");
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a b ");
	assert_false(store_recovered(store));
	store_close(copy);
	store_close(store);
}

/* As when a backup is put in place under a process that has the store open. */
static void a_replaced_home_is_noticed(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto copy = BUFFER_INIT;
	buffer_auto old = BUFFER_INIT;
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	buffer_printf(&copy, "%s/copy", scratch->directory);
	buffer_printf(&old, "%s/old", scratch->directory);
	assert_works(rows_put(store, "a", "1", &why), why);
	run((const char *const[]){"cp", "-a", scratch->database, copy.data, NULL});
	assert_works(rows_put(store, "b", "2", &why), why);
	assert_int_equal(rename(scratch->database, old.data), 0);
	assert_int_equal(rename(copy.data, scratch->database), 0);
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a ");
	assert_works(rows_put(store, "c", "3", &why), why);
	store_close(store);
	store = scratch_open(scratch);
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a c ");
	store_close(store);
}

typedef void (*damage)(const char *path);

static void truncate_to_nothing(const char *path)
{
	assert_int_equal(truncate(path, 0), 0);
}

static void truncate_to_a_half(const char *path)
{
	assert_int_equal(truncate(path, 2048), 0);
}

static void lose(const char *path)
{
	assert_int_equal(unlink(path), 0);
}

static void fill_with_garbage(const char *path)
{
	file_auto file = open(path, O_WRONLY | O_CLOEXEC);
	char garbage[4096];

	memset(garbage, 0x5A, sizeof garbage);
	assert_true(file_write_all(file, garbage, sizeof garbage));
}

static void a_damaged_state_file_means_recovery(void **state)
{
	static const damage damages[] = {
		truncate_to_nothing, truncate_to_a_half, lose, fill_with_garbage};
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto path = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	int64_t pid;
	bool hit;

	buffer_printf(&path, "%s/gate", scratch->database);
	assert_works(rows_put(store, "a", "1", &why), why);
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct store *other = scratch_open(scratch);

		damages[i](path.data);
		assert_works(store_holder(store, &pid, &why), why);
		assert_int_equal(pid, 0);
		assert_works(rows_get(store, "a", &value, &hit, &why), why);
		assert_true(hit);
		assert_true(store_recovered(store));
		store_close(store);
		store = other;
	}
	store_close(store);
}

static void a_state_file_that_is_none_is_refused(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto path = BUFFER_INIT;
	struct failure why;

	buffer_printf(&path, "%s/gate", scratch->database);
	assert_int_equal(unlink(path.data), 0);
	assert_int_equal(symlink("/dev/null", path.data), 0);
	assert_fails(rows_put(store, "a", "1", &why), why, FAILURE_INTERNAL, "/gate");
	assert_int_equal(unlink(path.data), 0);
	assert_works(rows_put(store, "a", "1", &why), why);
	store_close(store);
}

static size_t count_descriptors(void)
{
	DIR *listing = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(listing);
	while (readdir(listing) != NULL)
		count++;
	closedir(listing);
	return count;
}

static size_t count_regions(const struct scratch *scratch)
{
	buffer_auto prefix = BUFFER_INIT;
	buffer_auto maps = BUFFER_INIT;
	struct failure why;
	size_t count = 0;

	assert_works(file_read(AT_FDCWD, "/proc/self/maps", 1 << 24, &maps, NULL, &why), why);
	buffer_printf(&prefix, "%s/__db.", scratch->database);
	for (const char *at = maps.data; (at = strstr(at, prefix.data)) != NULL; at++)
		count++;
	return count;
}

static void recoveries_leak_no_descriptors_and_no_memory_maps(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	size_t before = count_descriptors();
	size_t descriptors = 0;
	size_t regions = 0;
	struct failure why;

	for (int i = 0; i < 4; i++) {
		assert_killed(scratch_fork(scratch, die_in_a_visit, 0));
		assert_works(rows_put(store, "a", "1", &why), why);
		if (i == 0) {
			descriptors = count_descriptors();
			regions = count_regions(scratch);
		}
		assert_int_equal(count_descriptors(), descriptors);
		assert_int_equal(count_regions(scratch), regions);
	}
	assert_true(regions > 0);
	store_close(store);
	assert_int_equal(count_regions(scratch), 0);
	assert_true(count_descriptors() <= before);
}

/* Uses the handle that its parent opened, next to the parent. */
static bool use_inherited(struct store *store)
{
	struct failure why;
	char key[32];
	bool done = true;

	for (int i = 0; done && i < 50; i++) {
		snprintf(key, sizeof key, "child-%d", i);
		done = rows_put(store, key, "v", &why);
	}
	store_close(store);
	return done;
}

static void a_forked_child_takes_turns_of_its_own(void **state)
{
	struct store *store = scratch_open(*state);
	buffer_auto found = BUFFER_INIT;
	struct failure why;
	char key[32];

	assert_works(rows_put(store, "a", "1", &why), why);

	pid_t child = fork();

	if (child == 0)
		_exit(use_inherited(store) ? 0 : 1);
	for (int i = 0; i < 50; i++) {
		snprintf(key, sizeof key, "parent-%d", i);
		assert_works(rows_put(store, key, "v", &why), why);
	}
	assert_true(scratch_wait(child));
	assert_works(rows_scan(store, "child-4", NULL, &found, &why), why);
	assert_buffer_string(found,
		"child-4 child-40 child-41 child-42 child-43 child-44 child-45 child-46 child-47 "
		"child-48 child-49 ");
	assert_false(store_recovered(store));
	store_close(store);
}

static void a_child_that_only_closes_disturbs_nobody(void **state)
{
	struct store *store = scratch_open(*state);
	struct failure why;

	assert_works(rows_put(store, "a", "1", &why), why);

	pid_t child = fork();

	if (child == 0) {
		store_close(store);
		_exit(0);
	}
	assert_true(scratch_wait(child));
	assert_works(rows_put(store, "a", "2", &why), why);
	assert_false(store_recovered(store));
	store_close(store);
}

/* Joins and leaves without a close, outside the gate. */
static bool join_and_vanish(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;
	buffer_auto value = BUFFER_INIT;
	bool hit;

	(void)number;
	_exit(store_open(scratch->database, &store, &why) &&
				rows_get(store, "a", &value, &hit, &why) && hit
			? 0
			: 1);
}

static struct gate_state read_state(const struct scratch *scratch)
{
	buffer_auto path = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	struct gate_state gate_state;
	struct failure why;

	buffer_printf(&path, "%s/gate", scratch->database);
	assert_works(file_read(AT_FDCWD, path.data, 4096, &content, NULL, &why), why);
	assert_true(content.length >= sizeof gate_state);
	memcpy(&gate_state, content.data, sizeof gate_state);
	return gate_state;
}

static void joins_without_a_close_are_counted(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct failure why;

	assert_int_equal(read_state(scratch).joined, 0);
	assert_works(rows_put(store, "a", "1", &why), why);
	assert_int_equal(read_state(scratch).joined, 1);
	for (int i = 0; i < 3; i++)
		assert_true(scratch_wait(scratch_fork(scratch, join_and_vanish, 0)));
	assert_int_equal(read_state(scratch).joined, 4);
	store_close(store);
	assert_int_equal(read_state(scratch).joined, 3);
	assert_int_equal(read_state(scratch).busy, 0);
}

/* Meets the stopped process, waits in vain, and tries again when that one goes on. */
static bool use_inherited_twice(struct store *store, pid_t stopped)
{
	struct failure why;
	int64_t pid;

	store_set_patience(store, 50);
	if (!store_holder(store, &pid, &why) || pid != stopped ||
		rows_put(store, "child", "v", &why) || why.kind != FAILURE_BUSY)
		return false;
	store_set_patience(store, STORE_PATIENCE_MS);
	return kill(stopped, SIGCONT) == 0 && rows_put(store, "child", "v", &why);
}

static void a_child_that_waits_in_vain_still_joins_by_itself(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct failure why;
	int status;

	assert_works(rows_put(store, "a", "1", &why), why);

	pid_t stopped = scratch_fork(scratch, stop_in_a_visit, 0);

	assert_int_equal(waitpid(stopped, &status, WUNTRACED), stopped);
	assert_true(WIFSTOPPED(status));

	pid_t child = fork();

	if (child == 0)
		_exit(use_inherited_twice(store, stopped) ? 0 : 1);
	assert_true(scratch_wait(child));
	assert_true(scratch_wait(stopped));
	assert_works(rows_put(store, "a", "2", &why), why);
	assert_int_equal(read_state(scratch).joined, 2);
	assert_false(store_recovered(store));
	store_close(store);
}

static void set_state(const struct scratch *scratch, const struct gate_state *gate_state)
{
	buffer_auto path = BUFFER_INIT;

	buffer_printf(&path, "%s/gate", scratch->database);

	file_auto file = open(path.data, O_WRONLY | O_CLOEXEC);

	assert_true(file >= 0);
	assert_true(file_write_all(file, gate_state, sizeof *gate_state));
}

static void too_many_joins_mean_recovery(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct gate_state gate_state = read_state(scratch);
	struct failure why;

	gate_state.joined = 501;
	set_state(scratch, &gate_state);
	assert_works(rows_put(store, "a", "1", &why), why);
	assert_true(store_recovered(store));
	assert_int_equal(read_state(scratch).joined, 1);
	store_close(store);
}

static off_t log_bytes(const struct scratch *scratch, unsigned *newest)
{
	DIR *listing = opendir(scratch->database);
	off_t bytes = 0;

	assert_non_null(listing);
	*newest = 0;
	for (const struct dirent *entry; (entry = readdir(listing)) != NULL;) {
		struct stat status;
		unsigned number;

		if (sscanf(entry->d_name, "log.%u", &number) != 1)
			continue;
		assert_int_equal(fstatat(dirfd(listing), entry->d_name, &status, 0), 0);
		bytes += status.st_size;
		*newest = number > *newest ? number : *newest;
	}
	closedir(listing);
	return bytes;
}

static void old_log_files_go(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	unsigned newest;

	for (int i = 0; i < 60000; i++)
		buffer_append_byte(&value, 'v');
	for (int i = 0; i < 128; i++) {
		char key[32];

		snprintf(key, sizeof key, "%d", i % 10);
		assert_works(rows_put(store, key, value.data, &why), why);
	}
	assert_true(log_bytes(scratch, &newest) <= 4 << 20);
	assert_true(newest >= 7);
	assert_int_equal(read_state(scratch).synced_log, newest);
	store_close(store);
}

/* The files of shared memory have all their blocks: a full disk can not tear them out. */
static void shared_memory_is_not_sparse(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	DIR *listing;
	size_t seen = 0;
	struct failure why;

	assert_killed(scratch_fork(scratch, die_in_a_visit, 0));
	assert_works(rows_put(store, "a", "1", &why), why);
	listing = opendir(scratch->database);
	assert_non_null(listing);
	for (const struct dirent *entry; (entry = readdir(listing)) != NULL;) {
		struct stat status;

		if (strncmp(entry->d_name, "__db.", 5) != 0)
			continue;
		assert_int_equal(fstatat(dirfd(listing), entry->d_name, &status, 0), 0);
		assert_true((off_t)status.st_blocks * 512 >= status.st_size);
		assert_true(status.st_size > 1 << 20);
		seen++;
	}
	closedir(listing);
	assert_true(seen >= 3);
	store_close(store);
}

/* Lets the engine panic in the first `panics` runs. */
struct panicking {
	int panics;
	int runs;
};

static bool panic_then_put(struct transaction *transaction, void *context, struct failure *why)
{
	struct panicking *panicking = context;
	DB_ENV *env = transaction->engine->env;

	if (panicking->runs++ < panicking->panics)
		env->set_flags(env, DB_PANIC_ENVIRONMENT, 1);
	return put_pair(transaction, "once", "again", why);
}

static void work_is_done_again_after_a_panic(void **state)
{
	struct store *store = scratch_open(*state);
	struct panicking panicking = {.panics = 1};
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	assert_works(store_write(store, panic_then_put, &panicking, &why), why);
	assert_int_equal(panicking.runs, 2);
	assert_true(store_recovered(store));
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "again once ");
	assert_false(store_recovered(store));
	store_close(store);
}

static void a_database_that_keeps_breaking_is_an_error(void **state)
{
	struct store *store = scratch_open(*state);
	struct panicking panicking = {.panics = 100};
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	assert_fails(store_write(store, panic_then_put, &panicking, &why), why, FAILURE_INTERNAL,
		"write a row");
	assert_int_equal(panicking.runs, 3);
	assert_true(strstr(store_trouble(store), "panic") != NULL);
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "");
	store_close(store);
}

/* A file that takes what is left of the disk but for `left` bytes. */
static bool fill_disk(const char *path, off_t left)
{
	file_auto file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	off_t size = 0;

	for (off_t step = 1 << 26; step >= 4096; step /= 2) {
		while (posix_fallocate(file, size, step) == 0)
			size += step;
	}
	return file >= 0 && ftruncate(file, size > left ? size - left : 0) == 0;
}

static bool ask_writable(struct transaction *transaction, void *context, struct failure *why)
{
	bool *is_writable = context;

	(void)why;
	*is_writable = store_is_writable(transaction);
	return true;
}

static bool is_writable_when_noting(struct store *store)
{
	bool is_writable;
	struct failure why;

	assert_works(store_read_noting(store, ask_writable, &is_writable, &why), why);
	return is_writable;
}

/* What the test of a full disk does, on a disk of its own. */
static void use_a_full_disk(const struct scratch *scratch)
{
	buffer_auto ballast = BUFFER_INIT;
	buffer_auto found = BUFFER_INIT;
	struct gate_state gate_state;
	struct failure why;

	buffer_printf(&ballast, "%s/ballast", scratch->directory);
	assert_works(store_create(scratch->database, &why), why);

	struct store *store = scratch_open(scratch);

	assert_works(rows_put(store, "a", "1", &why), why);
	assert_true(is_writable_when_noting(store));
	assert_true(fill_disk(ballast.data, 1 << 20));
	assert_fails(rows_put(store, "b", "2", &why), why, FAILURE_BUSY, "until there is room");
	assert_false(is_writable_when_noting(store));
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a ");
	assert_false(store_recovered(store));
	gate_state = read_state(scratch);
	gate_state.busy = 1;
	set_state(scratch, &gate_state);
	assert_fails(rows_scan(store, "", NULL, &found, &why), why, FAILURE_BUSY, "recovered");
	assert_non_null(strstr(store_trouble(store), "No space left"));
	assert_int_equal(unlink(ballast.data), 0);
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a ");
	assert_true(store_recovered(store));
	assert_works(rows_put(store, "b", "2", &why), why);
	store_close(store);
}

/* Where a process was before it took a mount namespace of its own. */
struct place {
	int namespace, root, directory;
};

static int open_place(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(descriptor >= 0);
	return descriptor;
}

static void close_place(const struct place *place)
{
	close(place->namespace);
	close(place->root);
	close(place->directory);
}

/* Entering a namespace moves root and working directory to its root, out of any chroot. */
static void go_back(const struct place *place)
{
	assert_int_equal(setns(place->namespace, CLONE_NEWNS), 0);
	assert_int_equal(fchdir(place->root), 0);
	assert_int_equal(chroot("."), 0);
	assert_int_equal(fchdir(place->directory), 0);
	close_place(place);
}

/* Only root can mount a small disk; nobody else sees it. */
static void a_full_disk_is_survived(void **state)
{
	const struct scratch *scratch = *state;

	const struct place before = {
		open_place("/proc/self/ns/mnt"), open_place("/"), open_place(".")};

	if (unshare(CLONE_NEWNS) < 0) {
		close_place(&before);
		skip();
	}

	bool mounted = mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0 &&
		       mount("none", scratch->directory, "tmpfs", 0, "size=40m,mode=0700") == 0;

	if (mounted) {
		use_a_full_disk(scratch);
		assert_int_equal(umount2(scratch->directory, MNT_DETACH), 0);
	}
	go_back(&before);
	if (!mounted)
		skip();
}

/* Takes a turn and gives it back, which rings. */
static bool take_turn(struct gate *gate)
{
	struct failure why;
	bool recover;

	if (!visit_take_turn(gate, clock_monotonic_ms() + STORE_PATIENCE_MS, &recover, &why))
		return false;
	visit_give_turn(gate, !recover);
	return true;
}

static bool take_turn_elsewhere(const struct scratch *scratch, int number)
{
	struct gate gate;
	struct failure why;
	bool done = gate_open(&gate, scratch->database, &why) && take_turn(&gate);

	(void)number;
	gate_close(&gate);
	return done;
}

static void who_leaves_rings(void **state)
{
	const struct scratch *scratch = *state;
	buffer_auto path = BUFFER_INIT;
	struct gate gate;
	struct failure why;
	uint32_t heard;

	assert_works(gate_open(&gate, scratch->database, &why), why);
	assert_true(take_turn(&gate));
	heard = gate_bell_listen(&gate);
	assert_false(gate_bell_wait(&gate, heard, 1));
	assert_true(scratch_wait(scratch_fork(scratch, take_turn_elsewhere, 0)));
	assert_true(gate_bell_wait(&gate, heard, 999999));
	assert_int_equal(gate.state->listens, 0);

	/* Where there is no bell, a pause is a pause. */
	buffer_printf(&path, "%s/gate", scratch->database);
	assert_int_equal(truncate(path.data, 0), 0);
	heard = gate_bell_listen(&gate);
	assert_false(gate_bell_wait(&gate, heard, 1));
	gate_close(&gate);
}

#define with_store(test)                                                                           \
	cmocka_unit_test_setup_teardown(test, scratch_setup_store, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(a_death_inside_is_recovered_from),
		with_store(a_stopped_holder_makes_busy_and_is_named),
		with_store(no_kill_loses_an_acknowledged_row),
		with_store(work_is_done_again_after_a_panic),
		with_store(a_database_that_keeps_breaking_is_an_error),
		with_store(a_copied_home_opens),
		with_store(a_replaced_home_is_noticed),
		with_store(a_damaged_state_file_means_recovery),
		with_store(a_state_file_that_is_none_is_refused),
		with_store(recoveries_leak_no_descriptors_and_no_memory_maps),
		with_store(a_forked_child_takes_turns_of_its_own),
		with_store(a_child_that_only_closes_disturbs_nobody),
		with_store(a_child_that_waits_in_vain_still_joins_by_itself),
		with_store(joins_without_a_close_are_counted),
		with_store(too_many_joins_mean_recovery),
		with_store(old_log_files_go),
		with_store(shared_memory_is_not_sparse),
		with_store(who_leaves_rings),
		cmocka_unit_test_setup_teardown(
			a_full_disk_is_survived, scratch_setup, scratch_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
