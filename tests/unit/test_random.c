/* Random bytes: all of them, whatever getrandom(2) does on the way. */

#include "unit.h"

#include "base/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* What the calls answer, one after the other: how many bytes, or 0 for an interruption. */
static const size_t *answers;
static size_t calls;

ssize_t __wrap_getrandom(void *bytes, size_t size, unsigned flags);

ssize_t __wrap_getrandom(void *bytes, size_t size, unsigned flags)
{
	size_t count = answers[calls++];

	assert_int_equal(flags, 0);
	if (count == 0) {
		errno = EINTR;
		return -1;
	}
	assert_true(count <= size);
	memset(bytes, (int)('0' + calls), count);
	return (ssize_t)count;
}

static void assert_bytes(
	const size_t *given, size_t length, const char *expected, size_t expected_calls)
{
	char bytes[16] = "";

	answers = given;
	calls = 0;
	random_bytes(bytes, length);
	assert_string_equal(bytes, expected);
	assert_int_equal(calls, expected_calls);
}

static void interruptions_and_short_answers_are_survived(void **state)
{
	(void)state;
	assert_bytes((const size_t[]){8}, 8, "11111111", 1);
	assert_bytes((const size_t[]){0, 8}, 8, "22222222", 2);
	assert_bytes((const size_t[]){3, 0, 1, 4}, 8, "11134444", 4);
	assert_bytes((const size_t[]){1}, 0, "", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interruptions_and_short_answers_are_survived),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
