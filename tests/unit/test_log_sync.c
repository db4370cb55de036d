#include "unit.h"

#include "base/file.h"
#include "rows.h"
#include "scratch.h"
#include "store/gate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum order { PASS, FAIL, DIE, STOP, HOLD };

/* Shared by a test and its children: what becomes of the next sync of the log, and what became. */
static struct control {
	enum order order;
	bool is_held; /* somebody stands in a sync until this is false */
	unsigned syncs;
	unsigned runs; /* of a work that counts them */
} * control;

static void pause_a_little(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static bool is_held(void)
{
	return __atomic_load_n(&control->is_held, __ATOMIC_SEQ_CST);
}

/* In the place of the C library's. The engine opens its log for writing, who shares syncs does not.
 */
int fdatasync(int file)
{
	bool is_shared = (fcntl(file, F_GETFL) & O_ACCMODE) == O_RDONLY;
	enum order order = PASS;

	if (is_shared) {
		__atomic_add_fetch(&control->syncs, 1, __ATOMIC_SEQ_CST);
		order = __atomic_exchange_n(&control->order, PASS, __ATOMIC_SEQ_CST);
	}
	if (order == FAIL) {
		errno = EIO;
		return -1;
	}
	if (order == DIE)
		raise(SIGKILL);
	if (order == STOP)
		raise(SIGSTOP);
	if (order == HOLD) {
		__atomic_store_n(&control->is_held, true, __ATOMIC_SEQ_CST);
		while (is_held())
			pause_a_little();
	}
	return (int)syscall(SYS_fdatasync, file);
}

static int setup(void **state)
{
	control = mmap(
		NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return control == MAP_FAILED ? -1 : scratch_setup_store(state);
}

static int teardown(void **state)
{
	munmap(control, sizeof *control);
	return scratch_teardown(state);
}

static void order(enum order order)
{
	__atomic_store_n(&control->order, order, __ATOMIC_SEQ_CST);
}

static struct gate_state read_state(const struct scratch *scratch)
{
	buffer_auto path = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	struct gate_state gate_state;
	struct failure why;

	buffer_printf(&path, "%s/gate", scratch->database);
	assert_works(file_read(AT_FDCWD, path.data, 4096, &content, NULL, &why), why);
	memcpy(&gate_state, content.data, sizeof gate_state);
	return gate_state;
}

static bool put_row(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;
	char key[32];

	snprintf(key, sizeof key, "row %d", number);

	bool done = store_open(scratch->database, &store, &why) && rows_put(store, key, "v", &why);

	store_close(store);
	return done;
}

/* A child that has put its row into the log and stands in the sync. */
static pid_t start_syncer(const struct scratch *scratch)
{
	pid_t child;

	order(HOLD);
	child = scratch_fork(scratch, put_row, 0);
	while (!is_held())
		pause_a_little();
	return child;
}

static void let_go(pid_t syncer)
{
	__atomic_store_n(&control->is_held, false, __ATOMIC_SEQ_CST);
	assert_true(scratch_wait(syncer));
}

static void assert_killed(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void assert_rows(struct store *store, const char *expected)
{
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, expected);
}

static void one_alone_waits_once_for_each_change(void **state)
{
	struct store *store = scratch_open(*state);
	struct failure why;

	for (unsigned i = 1; i <= 3; i++) {
		assert_works(rows_put(store, "a", "1", &why), why);
		assert_int_equal(control->syncs, i);
		assert_rows(store, "a ");
	}
	assert_int_equal(control->syncs, 3);
	assert_int_equal(read_state(*state).written, 3);
	assert_int_equal(read_state(*state).synced, 3);
	store_close(store);
}

/* Three come while a sync is under way, which began too early for them: one more does for all. */
static void those_who_wait_share_a_sync(void **state)
{
	enum { OTHERS = 3 };
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	pid_t others[OTHERS];
	pid_t syncer = start_syncer(scratch);

	for (int i = 0; i < OTHERS; i++)
		others[i] = scratch_fork(scratch, put_row, i + 1);
	while (read_state(scratch).written < 1 + OTHERS)
		pause_a_little();
	assert_rows(store, "row 0 row 1 row 2 row 3 ");
	assert_int_equal(control->syncs, 1);
	let_go(syncer);
	for (int i = 0; i < OTHERS; i++)
		assert_true(scratch_wait(others[i]));
	assert_int_equal(control->syncs, 2);
	assert_int_equal(read_state(scratch).synced, 1 + OTHERS);
	store_close(store);
}

static bool see_row(struct transaction *transaction, void *context, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	buffer_append_string(&key, "row 0");
	return store_get(transaction, &key, &value, context, why);
}

static void only_durable_reading_waits_for_others(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	pid_t syncer = start_syncer(scratch);
	struct failure why;
	bool found = false;

	store_set_patience(store, 50);
	assert_works(store_read(store, see_row, &found, &why), why);
	assert_true(found);
	assert_fails(store_read_durable(store, see_row, &found, &why), why, FAILURE_BUSY,
		"the disk has not confirmed");
	let_go(syncer);
	store_set_patience(store, STORE_PATIENCE_MS);
	assert_works(store_read_durable(store, see_row, &found, &why), why);
	assert_true(found);
	assert_int_equal(control->syncs, 1);
	store_close(store);
}

static void a_stopped_syncer_keeps_nobody_beyond_the_deadline(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct failure why;
	int64_t pid;
	int status;

	order(STOP);

	pid_t child = scratch_fork(scratch, put_row, 0);

	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	assert_true(WIFSTOPPED(status));
	store_set_patience(store, 50);
	assert_fails(rows_put(store, "late", "v", &why), why, FAILURE_BUSY, "may be made");
	assert_works(store_holder(store, &pid, &why), why);
	assert_int_equal(pid, child);
	kill(child, SIGCONT);
	assert_true(scratch_wait(child));
	assert_works(store_holder(store, &pid, &why), why);
	assert_int_equal(pid, 0);
	assert_rows(store, "late row 0 ");
	assert_false(store_recovered(store));
	store_close(store);
}

static void a_death_in_a_sync_means_recovery_before_the_next(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct failure why;

	order(DIE);
	assert_killed(scratch_fork(scratch, put_row, 0));
	assert_rows(store, "row 0 ");
	assert_false(store_recovered(store));
	assert_works(rows_put(store, "next", "v", &why), why);
	assert_true(store_recovered(store));
	assert_rows(store, "next row 0 ");
	assert_works(rows_put(store, "last", "v", &why), why);
	assert_false(store_recovered(store));
	store_close(store);
}

/* It is not tried again: the second try would succeed over what the first has lost. */
static void a_sync_that_fails_is_an_error_and_means_recovery(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	struct failure why;

	assert_works(rows_put(store, "a", "1", &why), why);
	order(FAIL);
	assert_fails(rows_put(store, "b", "2", &why), why, FAILURE_INTERNAL,
		"The store can not write to disk: Input/output error.");
	assert_int_equal(control->syncs, 2);
	assert_int_equal(read_state(scratch).busy, 1);
	assert_true(read_state(scratch).synced < read_state(scratch).written);
	assert_rows(store, "a b ");
	assert_true(store_recovered(store));
	assert_int_equal(read_state(scratch).synced, read_state(scratch).written);
	assert_works(rows_put(store, "c", "3", &why), why);
	assert_false(store_recovered(store));
	store_close(store);
}

static bool count_run(struct transaction *transaction, void *context, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	(void)context;
	__atomic_add_fetch(&control->runs, 1, __ATOMIC_SEQ_CST);
	buffer_append_string(&key, "counted");
	return store_put(transaction, &key, &key, why);
}

static bool put_counted(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;
	bool done = store_open(scratch->database, &store, &why) &&
		    store_write(store, count_run, NULL, &why);

	(void)number;
	store_close(store);
	return done;
}

static bool die_inside(struct transaction *transaction, void *context, struct failure *why)
{
	(void)transaction;
	(void)context;
	(void)why;
	return raise(SIGKILL) == 0;
}

static bool die_in_a_visit(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;

	(void)number;
	return store_open(scratch->database, &store, &why) &&
	       store_read(store, die_inside, NULL, &why);
}

static void work_is_done_again_when_the_store_is_recovered_meanwhile(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	pid_t syncer = start_syncer(scratch);
	pid_t waiter = scratch_fork(scratch, put_counted, 0);

	while (read_state(scratch).written < 2)
		pause_a_little();
	assert_killed(scratch_fork(scratch, die_in_a_visit, 0));
	assert_rows(store, "counted row 0 ");
	assert_true(store_recovered(store));
	while (__atomic_load_n(&control->runs, __ATOMIC_SEQ_CST) < 2)
		pause_a_little();
	let_go(syncer);
	assert_true(scratch_wait(waiter));
	assert_int_equal(control->runs, 2);
	assert_rows(store, "counted row 0 ");
	assert_false(store_recovered(store));
	store_close(store);
}

#define test(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(one_alone_waits_once_for_each_change),
		test(those_who_wait_share_a_sync),
		test(only_durable_reading_waits_for_others),
		test(a_stopped_syncer_keeps_nobody_beyond_the_deadline),
		test(a_death_in_a_sync_means_recovery_before_the_next),
		test(a_sync_that_fails_is_an_error_and_means_recovery),
		test(work_is_done_again_when_the_store_is_recovered_meanwhile),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("log_sync", tests, NULL, NULL);
}
