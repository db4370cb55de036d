/* Libraries that are loaded when they are needed. */

#include "unit.h"

#include "base/libgnutls.h"
#include "base/library.h"
#include "base/scrub.h"

#include <gmp.h>
#include <string.h>

static void one_that_is_missing_is_named(void **state)
{
	void (*nothing)(void) = NULL;
	const struct library_function functions[] = {{"nothing", &nothing}};
	struct failure why;

	(void)state;
	assert_fails(library_load("libmissing.so.1", "libmissing1", functions, 1, &why), why,
		FAILURE_INTERNAL, "The library libmissing.so.1 can not be loaded");
	assert_non_null(strstr(why.text, "Install the Debian package libmissing1."));
}

static void one_that_lacks_a_function_is_named(void **state)
{
	size_t (*length)(const char *) = NULL;
	void (*nothing)(void) = NULL;
	const struct library_function functions[] = {
		{"strlen", &length}, {"no_such_function", &nothing}};
	struct failure why;

	(void)state;
	assert_works(library_load("libc.so.6", "libc6", functions, 1, &why), why);
	assert_int_equal(length("four"), 4);
	assert_fails(library_load("libc.so.6", "libc6", functions, 2, &why), why, FAILURE_INTERNAL,
		"no_such_function");
}

/* GnuTLS has memory functions of its own for GMP, which it sets where it finds the usual ones. */
static void gnutls_leaves_gmp_what_wipes(void **state)
{
	struct {
		void *(*allocate)(size_t size);
		void *(*reallocate)(void *block, size_t old_size, size_t size);
		void (*give_back)(void *block, size_t size);
	} before, after;
	struct libgnutls gnutls;
	struct failure why;

	(void)state;
	scrub_what_is_freed();
	mp_get_memory_functions(&before.allocate, &before.reallocate, &before.give_back);
	assert_works(libgnutls_open(&gnutls, &why), why);
	mp_get_memory_functions(&after.allocate, &after.reallocate, &after.give_back);
	assert_true(before.allocate == after.allocate);
	assert_true(before.reallocate == after.reallocate);
	assert_true(before.give_back == after.give_back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_is_missing_is_named),
		cmocka_unit_test(one_that_lacks_a_function_is_named),
		cmocka_unit_test(gnutls_leaves_gmp_what_wipes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
