#include "unit.h"

#include "rows.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void rows_are_put_found_and_deleted(void **state)
{
	struct store *store = scratch_open(*state);
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	bool hit;

	assert_works(rows_get(store, "a", &value, &hit, &why), why);
	assert_false(hit);
	assert_works(rows_insert(store, "a", "1", &hit, &why), why);
	assert_true(hit);
	assert_works(rows_insert(store, "a", "2", &hit, &why), why);
	assert_false(hit);
	assert_works(rows_get(store, "a", &value, &hit, &why), why);
	assert_true(hit);
	assert_buffer_string(value, "1");
	assert_works(rows_put(store, "a", "3", &why), why);
	assert_works(rows_get(store, "a", &value, &hit, &why), why);
	assert_buffer_string(value, "3");
	assert_works(rows_delete(store, "a", &hit, &why), why);
	assert_true(hit);
	assert_works(rows_delete(store, "a", &hit, &why), why);
	assert_false(hit);
	assert_works(rows_get(store, "a", &value, &hit, &why), why);
	assert_false(hit);
	store_close(store);
}

static void rows_outlive_their_process(void **state)
{
	struct store *store = scratch_open(*state);
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	bool hit;

	assert_works(rows_put(store, "a", "1", &why), why);
	store_close(store);
	store = scratch_open(*state);
	assert_works(rows_get(store, "a", &value, &hit, &why), why);
	assert_true(hit);
	assert_buffer_string(value, "1");
	assert_false(store_recovered(store));
	store_close(store);
}

static void scans_are_ordered_and_bounded(void **state)
{
	static const char *const keys[] = {"b", "ab", "a", "aa", "ab\x7F", "ab\xFF", "c", "abc"};
	struct store *store = scratch_open(*state);
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		assert_works(rows_put(store, keys[i], "v", &why), why);
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "a aa ab abc ab\x7F ab\xFF b c ");
	assert_works(rows_scan(store, "ab", NULL, &found, &why), why);
	assert_buffer_string(found, "ab abc ab\x7F ab\xFF ");
	assert_works(rows_scan(store, "ab", "abc", &found, &why), why);
	assert_buffer_string(found, "ab\x7F ab\xFF ");
	assert_works(rows_scan(store, "ab", "abb", &found, &why), why);
	assert_buffer_string(found, "abc ab\x7F ab\xFF ");
	assert_works(rows_scan(store, "ab", "a", &found, &why), why);
	assert_buffer_string(found, "ab abc ab\x7F ab\xFF ");
	assert_works(rows_scan(store, "ab", "b", &found, &why), why);
	assert_buffer_string(found, "");
	assert_works(rows_scan(store, "x", NULL, &found, &why), why);
	assert_buffer_string(found, "");
	store_close(store);
}

struct ranged_scan {
	struct store_range range;
	struct buffer *rows; /* "key=length of value " */
};

static bool note_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct ranged_scan *scan = context;

	(void)more;
	(void)why;
	buffer_printf(scan->rows, "%s=%zu ", key->data, value->length);
	return true;
}

static bool scan_range(struct transaction *transaction, void *context, struct failure *why)
{
	struct ranged_scan *scan = context;

	buffer_clear(scan->rows);
	return store_scan_range(transaction, &scan->range, note_row, scan, why);
}

static void scans_go_both_ways_and_skip(void **state)
{
	static const struct {
		const char *prefix, *after;
		size_t skip;
		bool backwards;
		const char *rows;
	} cases[] = {
		{"", NULL, 0, true, "c=1 b\xFF=9000 b=1 ab\xFF\xFF=1 ab=1 aa=9000 a=1 "},
		{"", NULL, 2, true, "b=1 ab\xFF\xFF=1 ab=1 aa=9000 a=1 "},
		{"", NULL, 5, false, "b\xFF=9000 c=1 "},
		{"", NULL, 7, false, ""},
		{"", NULL, 7, true, ""},
		{"", NULL, SIZE_MAX, true, ""},
		{"a", NULL, 0, true, "ab\xFF\xFF=1 ab=1 aa=9000 a=1 "},
		{"a", NULL, 3, true, "a=1 "},
		{"a", NULL, 4, true, ""},
		{"a", NULL, 4, false, ""},
		{"a", "ab", 0, true, "aa=9000 a=1 "},
		{"a", "ab", 1, true, "a=1 "},
		{"a", "ab", 1, false, ""},
		{"a", "a", 1, false, "ab=1 ab\xFF\xFF=1 "},
		{"a", "aaa", 0, true, "aa=9000 a=1 "},
		{"a", "aaa", 0, false, "ab=1 ab\xFF\xFF=1 "},
		{"a", "a", 0, true, ""},
		{"a", "A", 0, true, ""},
		{"a", "A", 3, false, "ab\xFF\xFF=1 "},
		{"a", "z", 0, true, "ab\xFF\xFF=1 ab=1 aa=9000 a=1 "},
		{"a", "z", 0, false, ""},
		{"b\xFF", NULL, 0, true, "b\xFF=9000 "},
		{"ab\xFF", NULL, 0, true, "ab\xFF\xFF=1 "},
		{"d", NULL, 0, true, ""},
		{"\xFF\xFF", NULL, 0, true, ""},
		{"0", NULL, 0, true, ""},
	};
	static const char *const keys[] = {"b", "ab", "a", "aa", "ab\xFF\xFF", "b\xFF", "c"};
	struct store *store = scratch_open(*state);
	char long_value[9001] = "";
	struct failure why;

	/* One so long that the engine keeps it apart from its key. */
	memset(long_value, 'v', sizeof long_value - 1);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		assert_works(
			rows_put(store, keys[i], i == 3 || i == 5 ? long_value : "v", &why), why);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto prefix = BUFFER_INIT;
		buffer_auto after = BUFFER_INIT;
		buffer_auto rows = BUFFER_INIT;
		struct ranged_scan scan = {
			.range = {&prefix, cases[i].after == NULL ? NULL : &after, cases[i].skip,
				cases[i].backwards},
			.rows = &rows,
		};

		buffer_append_string(&prefix, cases[i].prefix);
		buffer_append_string(&after, cases[i].after == NULL ? "" : cases[i].after);
		assert_works(store_read(store, scan_range, &scan, &why), why);
		assert_string_equal(rows.data, cases[i].rows);
	}
	store_close(store);
}

static bool stop_at_second(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	int *seen = context;

	(void)key;
	(void)value;
	(void)why;
	*more = ++*seen < 2;
	return true;
}

static bool fail_at_second(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	int *seen = context;

	(void)key;
	(void)value;
	(void)more;
	return ++*seen < 2 || fail(why, FAILURE_INVALID, "enough");
}

struct counted_scan {
	store_row row;
	int seen;
};

static bool scan_all(struct transaction *transaction, void *context, struct failure *why)
{
	struct counted_scan *scan = context;
	buffer_auto prefix = BUFFER_INIT;

	return store_scan(transaction, &prefix, NULL, scan->row, &scan->seen, why);
}

static void assert_ends_when_told_to(const struct scratch *scratch, store_work scan)
{
	struct store *store = scratch_open(scratch);
	struct counted_scan stopped = {stop_at_second, 0};
	struct counted_scan failed = {fail_at_second, 0};
	struct failure why;

	for (const char *key = "a\0b\0c\0"; *key != '\0'; key += 2)
		assert_works(rows_put(store, key, "v", &why), why);
	assert_works(store_read(store, scan, &stopped, &why), why);
	assert_int_equal(stopped.seen, 2);
	assert_fails(store_read(store, scan, &failed, &why), why, FAILURE_INVALID, "enough");
	assert_int_equal(failed.seen, 2);
	store_close(store);
}

static void scans_end_when_they_are_told_to(void **state)
{
	assert_ends_when_told_to(*state, scan_all);
}

/* The same rows, once one by one and once in bulk. */
struct two_scans {
	const char *prefix;
	struct buffer one_by_one, in_bulk;
};

static bool append_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct buffer *rows = context;

	(void)more;
	(void)why;
	buffer_append(rows, key->data, key->length);
	buffer_append(rows, value->data, value->length);
	return true;
}

static bool scan_twice(struct transaction *transaction, void *context, struct failure *why)
{
	struct two_scans *scans = context;
	buffer_auto prefix = BUFFER_INIT;

	buffer_clear(&scans->one_by_one);
	buffer_clear(&scans->in_bulk);
	buffer_append_string(&prefix, scans->prefix);
	return store_scan(transaction, &prefix, NULL, append_row, &scans->one_by_one, why) &&
	       store_scan_bulk(transaction, &prefix, append_row, &scans->in_bulk, why);
}

static void rows_come_in_bulk(void **state)
{
	static const struct {
		const char *prefix;
		bool is_empty;
	} cases[] = {
		{"", false},
		{"row-", false},
		{"row-04", false},
		{"row-050", false},
		{"row-119", false},
		{"s", false},
		{"a", true},
		{"row-05x", true},
		{"t", true},
	};
	struct two_scans scans = {.one_by_one = BUFFER_INIT, .in_bulk = BUFFER_INIT};
	struct store *store = scratch_open(*state);
	buffer_auto value = BUFFER_INIT;
	char name[16];
	struct failure why;

	assert_works(rows_put(store, "s", "behind", &why), why);
	for (int i = 0; i < 120; i++) {
		/* Most are short; these fill what is got at once, and more. */
		size_t length = i == 50 ? 50000 : i % 40 == 3 ? 16000 : 300;

		buffer_clear(&value);
		while (value.length < length)
			buffer_append_byte(&value, (uint8_t)('a' + i % 26));
		snprintf(name, sizeof name, "row-%03d", i);
		assert_works(rows_put(store, name, value.data, &why), why);
	}
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		scans.prefix = cases[i].prefix;
		assert_works(store_read(store, scan_twice, &scans, &why), why);
		assert_int_equal(scans.in_bulk.length == 0, cases[i].is_empty);
		assert_true(buffer_equal(&scans.one_by_one, &scans.in_bulk));
	}
	buffer_free(&scans.one_by_one);
	buffer_free(&scans.in_bulk);
	store_close(store);
}

static bool scan_bulk(struct transaction *transaction, void *context, struct failure *why)
{
	struct counted_scan *scan = context;
	buffer_auto prefix = BUFFER_INIT;

	return store_scan_bulk(transaction, &prefix, scan->row, &scan->seen, why);
}

static void bulk_ends_when_it_is_told_to(void **state)
{
	assert_ends_when_told_to(*state, scan_bulk);
}

static void long_keys_and_values_come_back(void **state)
{
	struct store *store = scratch_open(*state);
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	buffer_auto read_back = BUFFER_INIT;
	struct failure why;
	bool hit;

	for (int i = 0; i < 1100; i++)
		buffer_append_byte(&key, 'k');
	for (int i = 0; i < 100000; i++)
		buffer_append_byte(&value, (uint8_t)('a' + i % 26));
	assert_works(rows_put(store, key.data, value.data, &why), why);
	assert_works(rows_get(store, key.data, &read_back, &hit, &why), why);
	assert_true(hit);
	assert_true(buffer_equal(&value, &read_back));
	store_close(store);
}

static bool put_two_then_fail(struct transaction *transaction, void *context, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	(void)context;
	for (const char *name = "x\0y\0"; *name != '\0'; name += 2) {
		buffer_clear(&key);
		buffer_append_string(&key, name);
		if (!store_put(transaction, &key, &key, why))
			return false;
	}
	return fail(why, FAILURE_CONFLICT, "changed my mind");
}

static void failed_work_leaves_nothing(void **state)
{
	struct store *store = scratch_open(*state);
	buffer_auto found = BUFFER_INIT;
	struct failure why;

	assert_fails(store_write(store, put_two_then_fail, NULL, &why), why, FAILURE_CONFLICT,
		"changed my mind");
	assert_works(rows_scan(store, "", NULL, &found, &why), why);
	assert_buffer_string(found, "");
	store_close(store);
}

static void reading_does_not_write(void **state)
{
	struct store *store = scratch_open(*state);
	struct failure why;

	assert_fails(
		store_read(store, put_two_then_fail, NULL, &why), why, FAILURE_INTERNAL, "reading");
	store_close(store);
}

static bool visit_again(struct transaction *transaction, void *context, struct failure *why)
{
	(void)transaction;
	return rows_put(context, "a", "1", why);
}

static void visits_do_not_nest(void **state)
{
	struct store *store = scratch_open(*state);
	struct failure why;

	assert_fails(store_read(store, visit_again, store, &why), why, FAILURE_INTERNAL, "inside");
	assert_works(rows_put(store, "a", "1", &why), why);
	store_close(store);
}

static void stores_are_created_once_and_for_their_owner_only(void **state)
{
	const struct scratch *scratch = *state;
	struct failure why;
	struct store *store;
	struct stat status;

	assert_fails(store_create(scratch->database, &why), why, FAILURE_CONFLICT, "exists");
	assert_int_equal(stat(scratch->database, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(chmod(scratch->database, 0750), 0);
	assert_fails(
		store_open(scratch->database, &store, &why), why, FAILURE_INTERNAL, "chmod 700");
	assert_int_equal(chmod(scratch->database, 0700), 0);
	assert_fails(store_open("/nonexistent/db", &store, &why), why, FAILURE_INTERNAL,
		"jwkmintctl init");
	assert_fails(
		store_open("/etc/passwd", &store, &why), why, FAILURE_INTERNAL, "not a directory");
}

static void a_lost_database_is_not_made_anew(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto path = BUFFER_INIT;
	struct failure why;

	buffer_printf(&path, "%s/records.db", scratch->database);
	assert_int_equal(unlink(path.data), 0);
	assert_fails(rows_put(store, "a", "1", &why), why, FAILURE_INTERNAL, "restore a backup");
	assert_int_equal(access(path.data, F_OK), -1);
	store_close(store);
}

enum { RACERS = 8, RACES = 20 };

/* Ends with the number of races that this process won. */
static bool race(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;
	char mine[16], key[16];
	int won = 0;

	snprintf(mine, sizeof mine, "%d", number);
	if (!store_open(scratch->database, &store, &why))
		_exit(255);
	for (int i = 0; i < RACES; i++) {
		bool inserted;

		snprintf(key, sizeof key, "race-%d", i);
		if (!rows_insert(store, key, mine, &inserted, &why))
			_exit(255);
		won += inserted;
	}
	store_close(store);
	_exit(won);
}

static void of_many_inserts_one_wins(void **state)
{
	const struct scratch *scratch = *state;
	pid_t racers[RACERS];
	int won = 0;

	for (int i = 0; i < RACERS; i++)
		racers[i] = scratch_fork(scratch, race, i);
	for (int i = 0; i < RACERS; i++) {
		int status;

		assert_int_equal(waitpid(racers[i], &status, 0), racers[i]);
		assert_true(WIFEXITED(status));
		assert_int_not_equal(WEXITSTATUS(status), 255);
		won += WEXITSTATUS(status);
	}
	assert_int_equal(won, RACES);
}

static bool put_own_rows(const struct scratch *scratch, int number)
{
	struct store *store;
	struct failure why;
	char key[32];
	bool done = store_open(scratch->database, &store, &why);

	for (int i = 0; done && i < 25; i++) {
		snprintf(key, sizeof key, "%d-%02d", number, i);
		done = rows_put(store, key, "v", &why);
	}
	store_close(store);
	return done;
}

static void processes_see_each_others_rows(void **state)
{
	const struct scratch *scratch = *state;
	struct store *store = scratch_open(scratch);
	buffer_auto found = BUFFER_INIT;
	struct failure why;
	pid_t children[2];

	assert_works(rows_put(store, "mine", "v", &why), why);
	for (int i = 0; i < 2; i++)
		children[i] = scratch_fork(scratch, put_own_rows, i);
	for (int i = 0; i < 2; i++)
		assert_true(scratch_wait(children[i]));
	for (int i = 0; i < 2; i++) {
		assert_works(rows_scan(store, i == 0 ? "0-" : "1-", NULL, &found, &why), why);
		assert_int_equal(found.length, 25 * strlen("0-00 "));
	}
	assert_false(store_recovered(store));
	store_close(store);
}

#define with_store(test)                                                                           \
	cmocka_unit_test_setup_teardown(test, scratch_setup_store, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(rows_are_put_found_and_deleted),
		with_store(rows_outlive_their_process),
		with_store(scans_are_ordered_and_bounded),
		with_store(scans_go_both_ways_and_skip),
		with_store(scans_end_when_they_are_told_to),
		with_store(rows_come_in_bulk),
		with_store(bulk_ends_when_it_is_told_to),
		with_store(long_keys_and_values_come_back),
		with_store(failed_work_leaves_nothing),
		with_store(reading_does_not_write),
		with_store(visits_do_not_nest),
		with_store(stores_are_created_once_and_for_their_owner_only),
		with_store(a_lost_database_is_not_made_anew),
		with_store(of_many_inserts_one_wins),
		with_store(processes_see_each_others_rows),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
