/* Log-in: who gets a token, what a failure costs whom, and that every answer costs as much. */

#include "unit.h"

#include "base/clock.h"
#include "crypt_stand_in.h"
#include "mint/access.h"
#include "mint/admin.h"
#include "mint/login.h"
#include "mint/password.h"
#include "mint/settings.h"
#include "scratch.h"
#include "store/record.h"

#include <stdio.h>
#include <stdlib.h>

#define COST "$y$j9T$" /* how a hash of the usual cost begins */

/* Stands before crypt(3)'s own: how often was hashed, at what cost? */
static size_t hashed;
static bool usual_cost;

char *crypt_stand_in(const char *phrase, const char *setting, struct crypt_data *data)
{
	hashed++;
	usual_cost = usual_cost && strncmp(setting, COST, strlen(COST)) == 0;
	return crypt_real(phrase, setting, data);
}

/* A home with user "alice", whose password is "right", and "robot", who has none. */
struct bench {
	struct scratch *scratch;
	struct home home;
	struct vault vault;
	struct limits limits;
};

static int open_bench(void **state)
{
	const struct user_change alice = {.password = "right"};
	const struct user_change robot = {.password = NULL};
	struct bench *bench = calloc(1, sizeof *bench);
	void *scratch;
	struct failure why;

	if (bench == NULL || scratch_setup(&scratch) != 0)
		return -1;
	bench->scratch = scratch;
	bench->home = scratch_home(bench->scratch);
	*state = bench;
	return vault_create(&bench->home, &why) && vault_open(&bench->home, &bench->vault, &why) &&
			       admin_user_add(&bench->vault, "alice", &alice, &why) &&
			       admin_user_add(&bench->vault, "robot", &robot, &why) &&
			       limits_init(&bench->limits, &bench->vault, "192.0.2.1", &why)
		       ? 0
		       : -1;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;
	void *scratch = bench->scratch;

	vault_close(&bench->vault);
	free(bench);
	return scratch_teardown(&scratch);
}

static void assert_bad_credentials(struct bench *bench, const char *user, const char *password)
{
	buffer_auto token = BUFFER_INIT;
	struct failure why;

	hashed = 0;
	usual_cost = true;
	assert_fails(login(&bench->vault, &bench->limits, user, password, &token, &why), why,
		FAILURE_UNAUTHENTICATED, "Bad credentials");
	assert_int_equal(token.length, 0);
	assert_int_equal(hashed, 1);
	assert_true(usual_cost);
}

static void log_in(struct bench *bench, struct buffer *token)
{
	struct failure why;

	hashed = 0;
	usual_cost = true;
	assert_works(login(&bench->vault, &bench->limits, "alice", "right", token, &why), why);
	assert_int_equal(hashed, 1);
	assert_true(usual_cost);
}

/* One hash of the usual cost, whatever is wrong. */
static void every_log_in_costs_the_same(void **state)
{
	char too_long[NAME_SIZE + 100] = "";
	buffer_auto token = BUFFER_INIT;

	memset(too_long, 'a', sizeof too_long - 1);
	log_in(*state, &token);
	assert_bad_credentials(*state, "alice", "wrong");
	assert_bad_credentials(*state, "alice", "righ");
	assert_bad_credentials(*state, "alice", "right ");
	assert_bad_credentials(*state, "nobody", "right");
	assert_bad_credentials(*state, "robot", "right");
	assert_bad_credentials(*state, "a/b", "right");
	assert_bad_credentials(*state, too_long, "right");
}

static void tokens_hold_for_an_hour(void **state)
{
	struct bench *bench = *state;
	identity_auto identity = IDENTITY_INIT;
	buffer_auto token = BUFFER_INIT;
	struct failure why;

	log_in(bench, &token);
	assert_works(
		access_enter(&bench->vault, NULL, token.data, NULL, &identity, NULL, &why), why);
	assert_string_equal(identity.user.name, "alice");
}

static bool fits(const char *password, const char *stored)
{
	struct failure why;
	bool result;

	assert_works(password_fits(password, stored, &result, &why), why);
	return result;
}

static void passwords_are_made_at_the_usual_cost(void **state)
{
	char first[USER_PASSWORD_SIZE], second[USER_PASSWORD_SIZE];
	char long_one[PASSWORD_MAX_BYTES + 2] = "";
	struct failure why;

	(void)state;
	assert_works(password_hash("x", first, &why), why);
	assert_works(password_hash("x", second, &why), why);
	assert_memory_equal(first, COST, strlen(COST));
	assert_string_not_equal(first, second);
	assert_true(fits("x", first));
	assert_true(fits("x", second));
	assert_false(fits("y", first));
	assert_false(fits("", first));
	assert_false(fits("", ""));
	assert_false(fits("x", "*0"));
	assert_false(fits("x", "plain"));
	memset(long_one, 'x', sizeof long_one - 1);
	assert_fails(password_hash(long_one, first, &why), why, FAILURE_INVALID, "1 to 511 bytes");
	assert_fails(password_hash("", first, &why), why, FAILURE_INVALID, "1 to 511 bytes");
	assert_false(fits(long_one, second));
	long_one[PASSWORD_MAX_BYTES] = '\0';
	assert_works(password_hash(long_one, first, &why), why);
	assert_true(fits(long_one, first));
}

static void set(struct bench *bench, const char *name, const char *value)
{
	const char *const values[] = {value, NULL};
	struct failure why;

	assert_works(settings_set(&bench->vault, name, values, &why), why);
	assert_works(limits_init(&bench->limits, &bench->vault, bench->limits.client, &why), why);
}

static void assert_limited(struct bench *bench, const char *user, const char *password)
{
	buffer_auto token = BUFFER_INIT;
	struct failure why = {.retry_after = 0};

	hashed = 0;
	assert_fails(login(&bench->vault, &bench->limits, user, password, &token, &why), why,
		FAILURE_LIMITED, "Too many failed attempts! Try again in ");
	assert_in_range(why.retry_after, 1, 6);
	assert_int_equal(hashed, 0);
}

static void an_address_that_failed_too_often_waits(void **state)
{
	struct bench *bench = *state;
	buffer_auto token = BUFFER_INIT;

	set(bench, "login-failures", "3");
	for (int i = 0; i < 10; i++)
		log_in(bench, &token);
	assert_bad_credentials(bench, "nobody", "x");
	assert_bad_credentials(bench, "alice", "x");
	log_in(bench, &token);
	assert_bad_credentials(bench, "robot", "x");
	assert_limited(bench, "alice", "right");
	bench->limits.client = "192.0.2.2";
	log_in(bench, &token);
	assert_false(bench->limits.is_off);
}

/* What a name may fail fills again in seconds, in which no password is hashed here. */
static void a_user_whose_password_is_guessed_waits(void **state)
{
	struct bench *bench = *state;
	struct failure why;

	for (int i = 0; i < 10; i++)
		assert_works(limits_take(&bench->limits, THROTTLE_USER, "alice", &why), why);
	for (int i = 0; i < 10; i++)
		assert_limited(bench, "alice", "right");
	/* It was not its fault. */
	assert_bad_credentials(bench, "robot", "x");
}

/* Else it would be enough to fail as often as one may, to keep a user out for good. */
static void an_address_alone_does_not_use_up_what_a_user_may_fail(void **state)
{
	struct bench *bench = *state;
	const struct throttle_rate *rates = bench->limits.rates;

	assert_true(rates[THROTTLE_USER].interval * 2 < rates[THROTTLE_LOGIN].interval);
}

static void without_counts_log_in_goes_on(void **state)
{
	struct bench *bench = *state;
	buffer_auto token = BUFFER_INIT;

	bench->limits.directory = "/nonexistent";
	log_in(bench, &token);
	assert_true(bench->limits.is_off);
	assert_non_null(strstr(bench->limits.trouble.text, "nobody is limited"));
}

/* Log-in tokens of long ago, and one that the operator issued, which stays. */
static bool add_old_tokens(struct transaction *transaction, void *context, struct failure *why)
{
	struct token token = {.created = 1000, .user = "alice"};

	(void)context;
	for (int i = 0; i < 20; i++) {
		token.expires = 4600 + i;
		memset(token.hash, i, sizeof token.hash);
		if (!token_insert_passing(transaction, &token, why))
			return false;
	}
	memset(token.hash, 0xAA, sizeof token.hash);
	return token_insert(transaction, &token, why);
}

static bool count(const struct token *token, void *context, struct failure *why)
{
	size_t *counted = context;

	(void)token;
	(void)why;
	++*counted;
	return true;
}

static bool count_tokens(struct transaction *transaction, void *context, struct failure *why)
{
	*(size_t *)context = 0;
	return token_each(transaction, "alice", count, context, why);
}

static size_t tokens(struct bench *bench)
{
	struct failure why;
	size_t counted;

	assert_works(store_read(bench->vault.store, count_tokens, &counted, &why), why);
	return counted;
}

static void expired_tokens_do_not_pile_up(void **state)
{
	struct bench *bench = *state;
	buffer_auto token = BUFFER_INIT;
	struct failure why;

	assert_works(store_write(bench->vault.store, add_old_tokens, NULL, &why), why);
	assert_int_equal(tokens(bench), 21);
	log_in(bench, &token);
	assert_int_equal(tokens(bench), 21 - 8 + 1);
	log_in(bench, &token);
	log_in(bench, &token);
	assert_int_equal(tokens(bench), 1 + 3);
	log_in(bench, &token);
	assert_int_equal(tokens(bench), 1 + 4);
}

static bool sweep_all(struct transaction *transaction, void *context, struct failure *why)
{
	return token_sweep(transaction, *(const int64_t *)context, 100, why);
}

static void tokens_are_swept_when_they_have_expired(void **state)
{
	struct bench *bench = *state;
	buffer_auto token = BUFFER_INIT;
	struct failure why;
	int64_t begun = clock_seconds();
	int64_t then;

	log_in(bench, &token);
	then = begun + LOGIN_TOKEN_SECONDS - 1;
	assert_works(store_write(bench->vault.store, sweep_all, &then, &why), why);
	assert_int_equal(tokens(bench), 1);
	then = clock_seconds() + LOGIN_TOKEN_SECONDS;
	assert_works(store_write(bench->vault.store, sweep_all, &then, &why), why);
	assert_int_equal(tokens(bench), 0);
}

/* A user who changes between the two visits of a log-in gets nothing: done here by hand. */
static void a_removed_user_takes_its_tokens_along(void **state)
{
	struct bench *bench = *state;
	identity_auto identity = IDENTITY_INIT;
	buffer_auto token = BUFFER_INIT;
	struct failure why;
	int64_t then;

	log_in(bench, &token);
	assert_works(admin_user_remove(&bench->vault, "alice", &why), why);
	assert_fails(access_enter(&bench->vault, NULL, token.data, NULL, &identity, NULL, &why),
		why, FAILURE_UNAUTHENTICATED, "Invalid token");
	then = clock_seconds() + LOGIN_TOKEN_SECONDS;
	assert_works(store_write(bench->vault.store, sweep_all, &then, &why), why);
	assert_bad_credentials(bench, "alice", "right");
}

int main(void)
{
#define ON_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
	const struct CMUnitTest tests[] = {
		ON_BENCH(every_log_in_costs_the_same),
		ON_BENCH(tokens_hold_for_an_hour),
		cmocka_unit_test(passwords_are_made_at_the_usual_cost),
		ON_BENCH(an_address_that_failed_too_often_waits),
		ON_BENCH(a_user_whose_password_is_guessed_waits),
		ON_BENCH(an_address_alone_does_not_use_up_what_a_user_may_fail),
		ON_BENCH(without_counts_log_in_goes_on),
		ON_BENCH(expired_tokens_do_not_pile_up),
		ON_BENCH(tokens_are_swept_when_they_have_expired),
		ON_BENCH(a_removed_user_takes_its_tokens_along),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("login", tests, NULL, NULL);
}
