/* The shared counts of failures: how they grow, fade and survive what happens to their file. */

#include "unit.h"

#include "base/file.h"
#include "mint/throttle.h"
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW INT64_C(1800000000000)

/* Five at once, then one in a second. */
static const struct throttle_rate rate = {5, 1000};
static const struct throttle_rate rates[THROTTLE_KINDS] = {{5, 1000}, {5, 1000}, {5, 1000}};

static int directory_setup(void **state)
{
	const struct scratch *scratch;

	if (scratch_setup(state) != 0)
		return -1;
	scratch = *state;
	return mkdir(scratch->database, 0700);
}

static void file_path(const struct scratch *scratch, char path[128])
{
	snprintf(path, 128, "%s/" THROTTLE_FILE, scratch->database);
}

static struct throttle_count count_of(const struct scratch *scratch, const char *text)
{
	return (struct throttle_count){scratch->database, THROTTLE_LOGIN, text, rate};
}

static int64_t take(const struct throttle_count *count, int64_t now)
{
	struct failure why;
	int64_t wait;

	assert_works(throttle_take(count, now, &wait, &why), why);
	return wait;
}

static int64_t take_for(const struct scratch *scratch, const char *text, int64_t now)
{
	const struct throttle_count count = count_of(scratch, text);

	return take(&count, now);
}

static void exhaust(const struct scratch *scratch, const char *text, int64_t now)
{
	for (int64_t i = 0; i < rate.burst; i++)
		assert_int_equal(take_for(scratch, text, now), 0);
	assert_int_equal(take_for(scratch, text, now), rate.interval);
}

static size_t refused(const struct scratch *scratch, enum throttle_kind kind, int64_t now)
{
	size_t counts[THROTTLE_KINDS];
	struct failure why;

	assert_works(throttle_refused(scratch->database, rates, now, counts, &why), why);
	return counts[kind];
}

static void failures_fade(void **state)
{
	const struct scratch *scratch = *state;

	exhaust(scratch, "a", NOW);
	assert_int_equal(take_for(scratch, "a", NOW + 400), 600);
	assert_int_equal(take_for(scratch, "a", NOW + 1000), 0);
	assert_int_equal(take_for(scratch, "a", NOW + 1000), 1000);
	assert_int_equal(take_for(scratch, "a", NOW + 3000), 0);
	assert_int_equal(take_for(scratch, "a", NOW + 3000), 0);
	assert_int_equal(take_for(scratch, "a", NOW + 3000), 1000);
	exhaust(scratch, "a", NOW + 100000);
}

static void each_is_counted_alone(void **state)
{
	const struct scratch *scratch = *state;
	struct throttle_count count = count_of(scratch, "a");

	exhaust(scratch, "a", NOW);
	exhaust(scratch, "b", NOW);
	count.kind = THROTTLE_USER;
	assert_int_equal(take(&count, NOW), 0);
	assert_int_equal(refused(scratch, THROTTLE_LOGIN, NOW), 2);
	assert_int_equal(refused(scratch, THROTTLE_USER, NOW), 0);
	assert_int_equal(refused(scratch, THROTTLE_TOKEN, NOW), 0);
	assert_int_equal(refused(scratch, THROTTLE_LOGIN, NOW + 1000), 0);
}

static void what_was_no_failure_is_given_back(void **state)
{
	const struct scratch *scratch = *state;
	const struct throttle_count count = count_of(scratch, "a");
	struct failure why;

	exhaust(scratch, "a", NOW);
	assert_works(throttle_give_back(&count, NOW, &why), why);
	assert_int_equal(take(&count, NOW), 0);
	assert_int_equal(take(&count, NOW), 1000);
	for (int i = 0; i < 20; i++)
		assert_works(throttle_give_back(&count, NOW, &why), why);
	exhaust(scratch, "a", NOW);
}

/* Neither a clock that was wrong nor one that is may keep anybody out. */
static void jumps_of_the_clock_forgive(void **state)
{
	const struct scratch *scratch = *state;

	exhaust(scratch, "a", NOW);
	exhaust(scratch, "a", NOW - 86400000);
	exhaust(scratch, "a", NOW + 86400000);
	exhaust(scratch, "a", NOW + 86400000 - 2000);
}

static void a_lower_limit_forgives(void **state)
{
	const struct scratch *scratch = *state;
	struct throttle_count count = count_of(scratch, "a");

	count.rate.burst = 100;
	for (int i = 0; i < 100; i++)
		assert_int_equal(take(&count, NOW), 0);
	assert_int_equal(take(&count, NOW), 1000);
	exhaust(scratch, "a", NOW);
}

/* Far more than there is room for: nothing breaks, and who was refused stays so. */
static void a_full_table_keeps_those_who_fail_most(void **state)
{
	const struct scratch *scratch = *state;
	char path[128], text[32];
	struct stat status;

	exhaust(scratch, "attacker", NOW);
	for (int i = 0; i < 3 * THROTTLE_SLOTS; i++) {
		snprintf(text, sizeof text, "10.0.%d.%d", i / 256, i % 256);
		assert_int_equal(take_for(scratch, text, NOW), 0);
	}
	assert_int_equal(take_for(scratch, "attacker", NOW), 1000);
	file_path(scratch, path);
	assert_return_code(stat(path, &status), 0);
	assert_in_range(status.st_size, THROTTLE_SLOTS * 16, THROTTLE_SLOTS * 32);
	assert_int_equal(status.st_mode & 07777, 0600);
}

static void fill(const struct scratch *scratch, const void *bytes, size_t length)
{
	buffer_auto content = BUFFER_INIT;
	char path[128];
	struct failure why;

	file_path(scratch, path);
	unlink(path);
	buffer_append(&content, bytes, length);
	assert_works(file_create(AT_FDCWD, path, 0600, &content, &why), why);
}

static void a_file_of_anything_begins_anew(void **state)
{
	static uint8_t bytes[200000];
	const struct scratch *scratch = *state;
	const size_t lengths[] = {0, 1, 39, 40, 41, 400, 100000, sizeof bytes};
	const uint8_t fills[] = {0x00, 0x7F, 0x80, 0xFF, 'x'};

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		for (size_t j = 0; j < sizeof fills; j++) {
			memset(bytes, fills[j], sizeof bytes);
			fill(scratch, bytes, lengths[i]);
			assert_int_equal(refused(scratch, THROTTLE_LOGIN, NOW), 0);
			exhaust(scratch, "a", NOW);
			exhaust(scratch, "b", NOW);
		}
	}
}

/* With a head that is ours, what follows is looked at, too. */
static void damage_behind_the_head_is_not_believed(void **state)
{
	const struct scratch *scratch = *state;
	const uint8_t fills[] = {0x00, 0x7F, 0x80, 0xFF};
	char path[128];
	uint8_t bytes[4096];

	file_path(scratch, path);
	for (size_t i = 0; i < sizeof fills; i++) {
		exhaust(scratch, "a", NOW);

		file_auto file = open(path, O_WRONLY | O_CLOEXEC);
		struct stat status;

		assert_return_code(fstat(file, &status), 0);
		memset(bytes, fills[i], sizeof bytes);
		for (off_t at = 64; at < status.st_size; at += (off_t)sizeof bytes)
			assert_int_equal(pwrite(file, bytes, sizeof bytes, at), sizeof bytes);
		assert_int_equal(refused(scratch, THROTTLE_LOGIN, NOW), 0);
		exhaust(scratch, "a", NOW);
		assert_return_code(truncate(path, 64), 0);
	}
}

static void names_do_not_stand_in_the_file(void **state)
{
	const struct scratch *scratch = *state;
	buffer_auto content = BUFFER_INIT;
	char path[128];
	struct failure why;

	exhaust(scratch, "somebody@example.org", NOW);
	file_path(scratch, path);
	assert_works(file_read(AT_FDCWD, path, 1 << 20, &content, NULL, &why), why);
	assert_null(memmem(content.data, content.length, "somebody", strlen("somebody")));
}

static void without_a_file_the_operator_is_told(void **state)
{
	const struct scratch *scratch = *state;
	const struct throttle_count count = count_of(scratch, "a");
	char path[128];
	size_t counts[THROTTLE_KINDS];
	struct failure why;
	int64_t wait;

	assert_int_equal(refused(scratch, THROTTLE_LOGIN, NOW), 0);
	file_path(scratch, path);
	assert_return_code(mkfifo(path, 0600), 0);
	assert_fails(throttle_take(&count, NOW, &wait, &why), why, FAILURE_INTERNAL,
		"is not a regular file");
	unlink(path);
	assert_return_code(symlink("/etc/passwd", path), 0);
	assert_fails(
		throttle_take(&count, NOW, &wait, &why), why, FAILURE_INTERNAL, "can not open");
	unlink(path);
	assert_return_code(mkdir(path, 0700), 0);
	assert_fails(throttle_give_back(&count, NOW, &why), why, FAILURE_INTERNAL, "can not open");
	assert_fails(throttle_refused(scratch->database, rates, NOW, counts, &why), why,
		FAILURE_INTERNAL, "can not open");
}

#define CHILDREN 4
#define TRIES    200

/* Takes as often as it is let, and leaves that number in a file. */
static bool take_many(const struct scratch *scratch, int number)
{
	const struct throttle_count count = {
		scratch->database, THROTTLE_TOKEN, "shared", {300, THROTTLE_INTERVAL_MAX}};
	char path[128];
	uint32_t taken = 0;
	struct failure why;
	int64_t wait;

	for (int i = 0; i < TRIES; i++) {
		if (!throttle_take(&count, NOW, &wait, &why))
			return false;
		taken += wait == 0;
	}
	snprintf(path, sizeof path, "%s/taken-%d", scratch->directory, number);

	file_auto file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return file >= 0 && file_write_all(file, &taken, sizeof taken);
}

/* However many processes count at once, not one failure more is allowed. */
static void processes_count_together(void **state)
{
	const struct scratch *scratch = *state;
	pid_t children[CHILDREN];
	uint32_t all = 0;

	for (int i = 0; i < CHILDREN; i++)
		children[i] = scratch_fork(scratch, take_many, i);
	for (int i = 0; i < CHILDREN; i++)
		assert_true(scratch_wait(children[i]));
	for (int i = 0; i < CHILDREN; i++) {
		buffer_auto content = BUFFER_INIT;
		char path[128];
		uint32_t taken;
		struct failure why;

		snprintf(path, sizeof path, "%s/taken-%d", scratch->directory, i);
		assert_works(file_read(AT_FDCWD, path, 64, &content, NULL, &why), why);
		assert_int_equal(content.length, sizeof taken);
		memcpy(&taken, content.data, sizeof taken);
		all += taken;
	}
	assert_int_equal(all, 300);
}

/* Counts until it is killed. */
static bool take_forever(const struct scratch *scratch, int number)
{
	char text[32];
	struct failure why;
	int64_t wait;

	for (int i = 0;; i++) {
		snprintf(text, sizeof text, "%d %d", number, i);

		const struct throttle_count count = count_of(scratch, text);

		if (!throttle_take(&count, NOW, &wait, &why))
			return false;
	}
}

static void whoever_is_killed_leaves_the_others_counting(void **state)
{
	const struct scratch *scratch = *state;
	char path[128];

	file_path(scratch, path);
	for (int round = 0; round < 10; round++) {
		pid_t child = scratch_fork(scratch, take_forever, round);

		while (access(path, F_OK) != 0)
			usleep(1000);
		usleep((useconds_t)round * 300);
		assert_return_code(kill(child, SIGKILL), 0);
		assert_false(scratch_wait(child));
		exhaust(scratch, "a", NOW + round * INT64_C(100000));
	}
}

/* As on a full disk: no byte can be written behind those that are there. */
static bool take_without_room(const struct scratch *scratch, int number)
{
	const struct rlimit limit = {(rlim_t)number, (rlim_t)number};
	const struct throttle_count count = count_of(scratch, "a");
	struct failure why;
	int64_t wait;

	return signal(SIGXFSZ, SIG_IGN) != SIG_ERR && setrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	       !throttle_take(&count, NOW, &wait, &why) && why.kind == FAILURE_INTERNAL &&
	       strstr(why.text, "nobody is limited") != NULL;
}

static void a_full_disk_is_told(void **state)
{
	const struct scratch *scratch = *state;

	assert_true(scratch_wait(scratch_fork(scratch, take_without_room, 0)));
	assert_true(scratch_wait(scratch_fork(scratch, take_without_room, 20)));
	assert_true(scratch_wait(scratch_fork(scratch, take_without_room, 100)));
	exhaust(scratch, "a", NOW);
}

int main(void)
{
#define ON_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, directory_setup, scratch_teardown)
	const struct CMUnitTest throttle[] = {
		ON_DIRECTORY(failures_fade),
		ON_DIRECTORY(each_is_counted_alone),
		ON_DIRECTORY(what_was_no_failure_is_given_back),
		ON_DIRECTORY(jumps_of_the_clock_forgive),
		ON_DIRECTORY(a_lower_limit_forgives),
		ON_DIRECTORY(a_full_table_keeps_those_who_fail_most),
		ON_DIRECTORY(a_file_of_anything_begins_anew),
		ON_DIRECTORY(damage_behind_the_head_is_not_believed),
		ON_DIRECTORY(names_do_not_stand_in_the_file),
		ON_DIRECTORY(without_a_file_the_operator_is_told),
		ON_DIRECTORY(processes_count_together),
		ON_DIRECTORY(whoever_is_killed_leaves_the_others_counting),
		ON_DIRECTORY(a_full_disk_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(throttle, NULL, NULL);
}
