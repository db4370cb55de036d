/* The pool: what is put is opened again, counted, and taken by one key alone. */

#include "unit.h"

#include "base/file.h"
#include "jwk/import.h"
#include "jwk/members.h"
#include "key_samples.h"
#include "mint/new_key.h"
#include "mint/pool.h"
#include "mint/pool_maker.h"
#include "mint/settings.h"
#include "site.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#define BITS 2048

static void set_depth(struct site *site, const char *depth)
{
	const char *const values[] = {depth, NULL};
	struct failure why;

	assert_works(settings_set(&site->vault, pool_sizes[0].setting, values, &why), why);
}

static void read_sample(struct jwk *jwk)
{
	struct failure why;

	jwk_init(jwk);
	assert_works(
		import_private_key(RSA_PKCS8, strlen(RSA_PKCS8), "The sample", jwk, &why), why);
}

/* The same key again and again: the pool does not know what it holds. */
static bool put_sample(struct site *site)
{
	struct failure why;
	bool put;
	jwk_auto jwk;

	read_sample(&jwk);
	assert_works(pool_put(&site->vault, &jwk, &put, &why), why);
	return put;
}

static struct pool_level level_of(struct site *site)
{
	struct pool_level levels[POOL_SIZES];
	struct failure why;

	assert_works(pool_look(&site->vault, levels, &why), why);
	return levels[0];
}

static void assert_level(struct site *site, size_t ready, int64_t hits, int64_t misses)
{
	struct pool_level level = level_of(site);

	assert_int_equal(level.ready, ready);
	assert_int_equal(level.counts.hits, hits);
	assert_int_equal(level.counts.misses, misses);
}

static void it_fills_to_its_depth(void **state)
{
	struct site *site = *state;
	struct failure why;
	uint32_t bits;

	assert_int_equal(level_of(site).depth, 4);
	for (int i = 0; i < 4; i++) {
		assert_works(pool_wanted(&site->vault, &bits, &why), why);
		assert_int_equal(bits, BITS);
		assert_true(put_sample(site));
	}
	assert_false(put_sample(site));
	assert_works(pool_wanted(&site->vault, &bits, &why), why);
	assert_int_equal(bits, 3072);
	assert_level(site, 4, 0, 0);
	set_depth(site, "5");
	assert_true(put_sample(site));
	set_depth(site, "0");
	assert_false(put_sample(site));
	assert_level(site, 5, 0, 0);
	assert_works(pool_tidy(&site->vault, &why), why);
	assert_level(site, 0, 0, 0);
}

static void what_was_put_is_opened(void **state)
{
	struct site *site = *state;
	struct pool_claim claim = POOL_CLAIM_INIT;
	jwk_auto sample;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_false(pool_open_some(&site->vault, BITS, &claim, &jwk));
	assert_int_equal(claim.bits, BITS);
	assert_int_equal(claim.row.length, 0);
	assert_true(put_sample(site));
	assert_true(pool_open_some(&site->vault, BITS, &claim, &jwk));
	assert_int_not_equal(claim.row.length, 0);
	read_sample(&sample);
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		assert_true(buffer_equal(&jwk.member[i], &sample.member[i]));
	assert_false(pool_open_some(&site->vault, 3072, &claim, &jwk));
	assert_int_equal(claim.row.length, 0);
	assert_false(pool_open_some(&site->vault, 1024, &claim, &jwk));
	assert_int_equal(claim.bits, 0);
	set_depth(site, "0");
	assert_false(pool_open_some(&site->vault, BITS, &claim, &jwk));
	assert_int_equal(claim.bits, 0);
	pool_claim_free(&claim);
}

/* Counts how often a key was made anew, which is the sample once more. */
static bool renew(struct new_key *key, struct failure *why)
{
	(void)why;
	++*(int *)key->context;
	buffer_clear(&key->claim.row);
	jwk_free(&key->jwk);
	read_sample(&key->jwk);
	return true;
}

static void begin_key(struct site *site, const char *name, int *renewals, struct new_key *key)
{
	const struct new_key_terms terms = {
		.name = name, .source = "GENERATE", .expires = KEY_NEVER};

	new_key_init(key, &site->vault, &site->project);
	key->kid = name;
	key->renew = renew;
	key->context = renewals;
	assert_true(pool_open_some(&site->vault, BITS, &key->claim, &key->jwk));
	new_key_describe(key, &terms);
}

static void of_two_that_want_the_same_key_one_gets_it(void **state)
{
	struct site *site = *state;
	new_key_auto first;
	new_key_auto second;
	int renewals = 0;
	struct failure why;

	assert_true(put_sample(site));
	begin_key(site, "first", &renewals, &first);
	begin_key(site, "second", &renewals, &second);
	assert_true(buffer_equal(&first.claim.row, &second.claim.row));
	assert_works(new_key_store(&first, &why), why);
	assert_int_equal(renewals, 0);
	assert_level(site, 0, 1, 0);
	assert_works(new_key_store(&second, &why), why);
	assert_int_equal(renewals, 1);
	assert_level(site, 0, 1, 1);
}

static void a_transaction_that_runs_again_takes_nothing_more(void **state)
{
	struct site *site = *state;
	new_key_auto key;
	int renewals = 0;
	struct failure why;

	assert_true(put_sample(site));
	assert_true(put_sample(site));
	begin_key(site, "key", &renewals, &key);
	assert_works(new_key_store(&key, &why), why);
	assert_works(new_key_store(&key, &why), why);
	assert_int_equal(renewals, 0);
	assert_level(site, 1, 1, 0);
}

static void a_name_that_is_taken_takes_no_key(void **state)
{
	struct site *site = *state;
	new_key_auto first;
	new_key_auto second;
	int renewals = 0;
	struct failure why;

	assert_true(put_sample(site));
	assert_true(put_sample(site));
	begin_key(site, "key", &renewals, &first);
	assert_works(new_key_store(&first, &why), why);
	begin_key(site, "key", &renewals, &second);
	assert_fails(new_key_store(&second, &why), why, FAILURE_CONFLICT, "already exist");
	assert_level(site, 1, 1, 0);
}

static void another_incarnation_opens_none(void **state)
{
	struct site *site = *state;
	struct pool_claim claim = POOL_CLAIM_INIT;
	struct id incarnation = site->vault.incarnation;
	struct failure why;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_true(put_sample(site));
	id_make(&site->vault.incarnation);
	assert_false(pool_open_some(&site->vault, BITS, &claim, &jwk));
	site->vault.incarnation = incarnation;
	assert_true(pool_open_some(&site->vault, BITS, &claim, &jwk));
	assert_works(vault_renew(&site->vault, &why), why);
	assert_level(site, 0, 0, 0);
	pool_claim_free(&claim);
}

static void another_place_has_none_and_tidies_up(void **state)
{
	struct site *site = *state;
	struct id place = site->vault.place;
	struct failure why;
	uint32_t bits;

	assert_true(put_sample(site));
	id_make(&site->vault.place);
	assert_level(site, 0, 0, 0);
	assert_true(put_sample(site));
	assert_works(pool_wanted(&site->vault, &bits, &why), why);
	assert_level(site, 1, 0, 0);
	site->vault.place = place;
	assert_level(site, 0, 0, 0);
}

static void one_process_at_a_time_fills(void **state)
{
	struct site *site = *state;
	int first = -1;
	int second = -1;

	assert_true(pool_lock(&site->vault, &first));
	assert_false(pool_lock(&site->vault, &second));
	assert_int_equal(second, -1);
	close(first);
	assert_true(pool_lock(&site->vault, &second));
	close(second);
}

static void wait_for(const struct pool_maker *maker)
{
	struct pollfd ready = {maker->ready, POLLIN, 0};

	assert_int_equal(poll(&ready, 1, -1), 1);
	assert_false(pool_maker_is_working(maker));
}

static void a_thread_makes_a_key(void **state)
{
	struct pool_maker maker;
	struct failure why;
	jwk_auto jwk;

	(void)state;
	jwk_init(&jwk);
	assert_works(pool_maker_open(&maker, false, &why), why);
	assert_false(pool_maker_is_working(&maker));
	assert_works(pool_maker_start(&maker, BITS, &why), why);
	wait_for(&maker);
	assert_works(pool_maker_take(&maker, &jwk, &why), why);
	assert_works(jwk_check(&jwk, &why), why);
	assert_int_equal(jwk_bits(&jwk), BITS);
	pool_maker_close(&maker);
}

/* Where the thread's stack is; false when the thread was quicker. */
static bool find_stack(const struct pool_maker *maker, uintptr_t *at, size_t *size)
{
	pthread_attr_t attributes;
	void *lowest;

	if (pthread_getattr_np(maker->thread, &attributes) != 0)
		return false;
	assert_int_equal(pthread_attr_getstack(&attributes, &lowest, size), 0);
	pthread_attr_destroy(&attributes);
	*at = (uintptr_t)lowest;
	return true;
}

/* Whether 16 bytes of a member lie there, in the order of bytes of GMP. */
static bool is_left(const struct buffer *memory, const struct buffer *member)
{
	uint8_t piece[16];

	for (size_t i = 0; i < sizeof piece; i++)
		piece[sizeof piece - 1 - i] = (uint8_t)member->data[member->length / 2 + i];
	return memmem(memory->data, memory->length, piece, sizeof piece) != NULL;
}

/* The second key is made on the stack of the first, which the C library has kept. */
static void a_thread_leaves_nothing_on_its_stack(void **state)
{
	file_auto memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	int keys = 0;

	(void)state;
	assert_true(memory >= 0);
	while (keys < 2) {
		struct pool_maker maker;
		struct failure why;
		uintptr_t at = 0;
		size_t size = 0;
		buffer_auto stack = BUFFER_INIT;
		jwk_auto jwk;

		jwk_init(&jwk);
		assert_works(pool_maker_open(&maker, false, &why), why);
		assert_works(pool_maker_start(&maker, BITS, &why), why);

		bool is_found = find_stack(&maker, &at, &size);

		assert_works(pool_maker_take(&maker, &jwk, &why), why);
		pool_maker_close(&maker);
		if (!is_found)
			continue;
		stack.length = (size_t)pread(memory, buffer_reserve(&stack, size), size, (off_t)at);
		assert_int_equal(stack.length, size);
		for (size_t member = RSA_D; member < RSA_MEMBERS; member++)
			assert_false(is_left(&stack, &jwk.member[member]));
		keys++;
	}
}

/* With a size that there is not: a key can take long for one that steps back. */
static void a_thread_that_steps_back_says_what_is_wrong(void **state)
{
	const int before = sched_getscheduler(0);
	struct pool_maker maker;
	struct failure why;
	jwk_auto jwk;

	(void)state;
	jwk_init(&jwk);
	assert_works(pool_maker_open(&maker, true, &why), why);
	for (int i = 0; i < 2; i++) {
		assert_works(pool_maker_start(&maker, 1000, &why), why);
		wait_for(&maker);
		assert_fails(
			pool_maker_take(&maker, &jwk, &why), why, FAILURE_INVALID, "1000 bits");
	}
	assert_int_equal(sched_getscheduler(0), before);
	pool_maker_close(&maker);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, site_setup, site_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_fills_to_its_depth),
		TEST(what_was_put_is_opened),
		TEST(of_two_that_want_the_same_key_one_gets_it),
		TEST(a_transaction_that_runs_again_takes_nothing_more),
		TEST(a_name_that_is_taken_takes_no_key),
		TEST(another_incarnation_opens_none),
		TEST(another_place_has_none_and_tidies_up),
		TEST(one_process_at_a_time_fills),
		cmocka_unit_test(a_thread_makes_a_key),
		cmocka_unit_test(a_thread_leaves_nothing_on_its_stack),
		cmocka_unit_test(a_thread_that_steps_back_says_what_is_wrong),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
