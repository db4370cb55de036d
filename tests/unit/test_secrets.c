/* Secrets that time or freed memory could tell. */

#include "crypt_stand_in.h"
#include "unit.h"

#include "base/scrub.h"
#include "jwk/jwk.h"
#include "jwk/members.h"
#include "mint/password.h"

#include <gmp.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef HAVE_VALGRIND_MEMCHECK_H
#include <valgrind/memcheck.h>
#else
#define RUNNING_ON_VALGRIND                      0
#define VALGRIND_MAKE_MEM_UNDEFINED(where, size) ((void)(where), (void)(size))
#define VALGRIND_MAKE_MEM_DEFINED(where, size)   ((void)(where), (void)(size))
#endif

/* Passwords. */

/* What crypt(3) makes of every password here, and nobody is to know. */
static char outcome[CRYPT_OUTPUT_SIZE];

char *crypt_stand_in(const char *phrase, const char *setting, struct crypt_data *data)
{
	(void)phrase;
	(void)setting;
	snprintf(data->output, sizeof data->output, "%s", outcome);
	VALGRIND_MAKE_MEM_UNDEFINED(data->output, sizeof data->output);
	return data->output;
}

static bool fits(const char *expected)
{
	struct failure why;
	bool result;

	assert_works(password_fits("a password", expected, &result, &why), why);
	VALGRIND_MAKE_MEM_DEFINED(&result, sizeof result);
	return result;
}

/*
 * Memcheck reports a jump, or an address, that depends on undefined bytes. So whatever the hash of
 * a guess has in common with the stored one, the same instructions are executed.
 */
static void a_hash_is_compared_in_constant_time(void **state)
{
	static const char stored[] =
		"$y$j9T$qoNfOR3H4KlVjKBb/v.tm1$tlHzriHiPHUBNUwDiwhlVBCTD.0o275G5iai2.sHOb2";

	(void)state;
	for (size_t same = 0; same < strlen(stored); same++) {
		snprintf(outcome, sizeof outcome, "%s", stored);
		outcome[same] = outcome[same] == 'x' ? 'y' : 'x';
		assert_false(fits(stored));
	}
	snprintf(outcome, sizeof outcome, "%s", stored);
	assert_true(fits(stored));
	assert_false(fits(""));
	snprintf(outcome, sizeof outcome, "%sx", stored);
	assert_false(fits(stored));
	snprintf(outcome, sizeof outcome, "*0");
	assert_false(fits(stored));
	outcome[0] = '\0';
	assert_false(fits(stored));
	if (!RUNNING_ON_VALGRIND)
		print_message("# the instructions are only compared under valgrind\n");
}

/* Bignums. */

/* The blocks that scrub.c gave back for GMP, as they were then. */
static struct buffer freed[10000];
static size_t freed_count;
/* Volatile, because compilers know that free(3) looks at no variables. */
static volatile bool is_watching;

void __real_free(void *block);
void __wrap_free(void *block);

/* The linker puts this before free(3) for everything of ours, see Makefile.am. */
void __wrap_free(void *block)
{
	if (is_watching && block != NULL && freed_count < sizeof freed / sizeof *freed) {
		struct buffer *copy = &freed[freed_count++];

		is_watching = false;
		buffer_init(copy);
		buffer_append(copy, block, malloc_usable_size(block));
		is_watching = true;
	}
	__real_free(block);
}

/* Whether 16 bytes of a number were in what was freed, as GMP or as we write numbers. */
static bool was_freed(const struct buffer *number)
{
	uint8_t pieces[2][16];

	for (size_t i = 0; i < sizeof pieces[0]; i++) {
		pieces[0][i] = (uint8_t)number->data[number->length / 2 + i];
		pieces[1][sizeof pieces[1] - 1 - i] = pieces[0][i];
	}
	for (size_t i = 0; i < 2 * freed_count; i++) {
		const struct buffer *block = &freed[i / 2];

		if (memmem(block->data, block->length, pieces[i % 2], sizeof pieces[0]) != NULL)
			return true;
	}
	return false;
}

static void bignums_are_wiped(void **state)
{
	struct failure why;
	buffer_auto kept = BUFFER_INIT;
	jwk_auto key;

	(void)state;
	jwk_init(&key);
	scrub_what_is_freed();
	is_watching = true;
	assert_works(jwk_generate(JWK_RSA, 2048, NULL, &key, &why), why);
	is_watching = false;
	assert_true(freed_count > 100 && freed_count < sizeof freed / sizeof *freed);
	for (size_t member = RSA_D; member < RSA_MEMBERS; member++)
		assert_false(was_freed(&key.member[member]));
	/* The search finds what is there. */
	buffer_copy(&kept, &key.member[RSA_D]);
	is_watching = true;
	free(key.member[RSA_D].data);
	is_watching = false;
	buffer_init(&key.member[RSA_D]);
	assert_true(was_freed(&kept));
	while (freed_count > 0)
		buffer_free(&freed[--freed_count]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hash_is_compared_in_constant_time),
		cmocka_unit_test(bignums_are_wiped),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
