/*
 * What every unit test includes: cmocka, and short ways to compare what this code has much of.
 */
#ifndef JWKMINT_TESTS_UNIT_H
#define JWKMINT_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#undef fail /* ours is a function; cmocka's macro of that name gives way */

/* Ends the test with a printf-formatted reason. */
#define fail_test(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "base/buffer.h"
#include "base/failure.h"

/* Succeeds, or fails the test with the sentence in `why`. */
#define assert_works(call, why)                                                                    \
	do {                                                                                       \
		if (!(call))                                                                       \
			fail_test("%s: %s", #call, (why).text);                                    \
	} while (0)

/* Fails with this kind and with `part` somewhere in the sentence. */
#define assert_fails(call, why, expected_kind, part)                                               \
	do {                                                                                       \
		if (call)                                                                          \
			fail_test("%s succeeded", #call);                                          \
		assert_int_equal((why).kind, expected_kind);                                       \
		if (strstr((why).text, (part)) == NULL)                                            \
			fail_test("no \"%s\" in \"%s\"", (part), (why).text);                      \
	} while (0)

#define assert_buffer_string(buffer, string)                                                       \
	do {                                                                                       \
		assert_int_equal((buffer).length, strlen(string));                                 \
		assert_string_equal((buffer).data, (string));                                      \
	} while (0)

#endif
