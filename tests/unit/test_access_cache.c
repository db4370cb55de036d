#include "unit.h"

#include "base/clock.h"
#include "mint/access.h"
#include "mint/access_cache.h"
#include "mint/admin.h"
#include "mint/generate.h"
#include "mint/settings.h"
#include "site.h"
#include "store/gate.h"
#include "store/record.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const projects[] = {"p", NULL};
static const char *const no_projects[] = {NULL};
static const char *const roles[] = {"ROLE_API_SECURITY", NULL};

static void add_user(struct site *site, struct buffer *token)
{
	const struct user_change user = {.projects = projects};
	struct failure why;

	assert_works(admin_user_add(&site->vault, "u", &user, &why), why);
	assert_works(access_issue(&site->vault, "u", "", TOKEN_NEVER, token, &why), why);
}

/* What came of an attempt to be let in. */
struct attempt {
	struct identity identity; /* owned */
	struct project project;
	struct failure why;
	bool is_in;
};

static void attempt_free(struct attempt *attempt)
{
	identity_free(&attempt->identity);
}
#define attempt_auto __attribute__((cleanup(attempt_free))) struct attempt

static struct attempt try_to_enter(
	struct site *site, struct access_cache *cache, const char *token, const char *project)
{
	struct attempt attempt = {.identity = IDENTITY_INIT};

	attempt.is_in = access_enter(&site->vault, cache, token, project, &attempt.identity,
		&attempt.project, &attempt.why);
	return attempt;
}

/* Keeps everybody out of the store: a descriptor to be closed. */
static int lock_store(struct site *site)
{
	int lock = open(site->home.database, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(lock >= 0);
	assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
	store_set_patience(site->vault.store, 0);
	return lock;
}

static void unlock_store(struct site *site, int lock)
{
	close(lock);
	store_set_patience(site->vault.store, STORE_PATIENCE_MS);
}

/* Whether the cache lets in who has the token, without a visit to the store. */
static bool is_kept(
	struct site *site, struct access_cache *cache, const char *token, const char *project)
{
	int lock = lock_store(site);
	attempt_auto attempt = try_to_enter(site, cache, token, project);

	unlock_store(site, lock);
	if (!attempt.is_in)
		assert_int_equal(attempt.why.kind, FAILURE_BUSY);
	return attempt.is_in;
}

static void who_was_let_in_is_without_a_visit(void **state)
{
	struct site *site = *state;
	struct access_cache cache = {.count = 0};
	buffer_auto token = BUFFER_INIT;

	add_user(site, &token);
	assert_false(is_kept(site, &cache, token.data, NULL));

	attempt_auto first = try_to_enter(site, &cache, token.data, NULL);

	assert_works(first.is_in, first.why);
	assert_true(is_kept(site, &cache, token.data, NULL));
	assert_false(is_kept(site, &cache, token.data, "p"));

	attempt_auto second = try_to_enter(site, &cache, token.data, "p");

	assert_works(second.is_in, second.why);
	assert_true(is_kept(site, &cache, token.data, "p"));
	assert_true(is_kept(site, &cache, token.data, NULL));
	assert_false(is_kept(site, NULL, token.data, "p"));

	/* It says the same as the store. */
	attempt_auto kept = try_to_enter(site, &cache, token.data, "p");

	assert_works(kept.is_in, kept.why);
	assert_string_equal(kept.identity.user.name, "u");
	assert_string_equal(kept.identity.token, second.identity.token);
	assert_string_equal(kept.identity.user.password, "");
	assert_int_equal(kept.identity.user.roles, second.identity.user.roles);
	assert_true(id_list_contains(&kept.identity.user.projects, &site->project.id));
	assert_true(id_equal(&kept.project.id, &site->project.id));
	assert_string_equal(kept.project.name, "p");
	access_cache_drop(&cache);
	assert_false(is_kept(site, &cache, token.data, "p"));
}

static void who_was_not_let_in_is_not_kept(void **state)
{
	struct site *site = *state;
	const struct user_change stranger = {.projects = no_projects};
	const struct user_change member = {.projects = projects};
	struct access_cache cache = {.count = 0};
	buffer_auto token = BUFFER_INIT;
	struct failure why;

	assert_works(admin_user_add(&site->vault, "u", &stranger, &why), why);
	assert_works(access_issue(&site->vault, "u", "", TOKEN_NEVER, &token, &why), why);

	attempt_auto before = try_to_enter(site, &cache, token.data, "p");

	assert_fails(before.is_in, before.why, FAILURE_NOT_FOUND, "Project(p) was not found");
	assert_int_equal(cache.count, 0);
	assert_works(admin_user_set(&site->vault, "u", &member, &why), why);

	attempt_auto after = try_to_enter(site, &cache, token.data, "p");

	assert_works(after.is_in, after.why);
	access_cache_drop(&cache);
}

/* What another process does while this one keeps who was let in. */
struct change {
	const char *name;
	bool (*make)(struct vault *vault, struct failure *why);
	bool matters;        /* to who may do what */
	const char *refusal; /* what the token gets to hear then; NULL: it is let in */
};

static bool take_id(const struct token *token, void *context, struct failure *why)
{
	(void)why;
	token_id(token, context);
	return true;
}

static bool find_id(struct transaction *transaction, void *context, struct failure *why)
{
	return token_each(transaction, "u", take_id, context, why);
}

static bool revoke_token(struct vault *vault, struct failure *why)
{
	char id[TOKEN_ID_SIZE];

	return store_read(vault->store, find_id, id, why) && admin_token_revoke(vault, id, why);
}

static bool remove_user(struct vault *vault, struct failure *why)
{
	return admin_user_remove(vault, "u", why);
}

static bool give_role(struct vault *vault, struct failure *why)
{
	const struct user_change change = {.roles = roles};

	return admin_user_set(vault, "u", &change, why);
}

static bool take_project(struct vault *vault, struct failure *why)
{
	const struct user_change change = {.projects = no_projects};

	return admin_user_set(vault, "u", &change, why);
}

static bool remove_project(struct vault *vault, struct failure *why)
{
	buffer_auto removed = BUFFER_INIT;

	return admin_project_remove(vault, "p", true, &removed, why);
}

static bool trust_proxy(struct vault *vault, struct failure *why)
{
	const char *const values[] = {"192.0.2.1", NULL};

	return settings_set(vault, "trusted-proxies", values, why);
}

static bool make_key(struct vault *vault, struct failure *why)
{
	const struct generate_request request = {.name = "k", .type = "OCT"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct project project;

	return admin_project_find(vault, "p", &project, why) &&
	       generate_jwk(vault, &project, &request, &deployment, why);
}

static bool note(struct transaction *transaction, void *context, struct failure *why)
{
	const struct audit_event event = {.action = AUDIT_REQUEST, .is_refused = true};

	(void)context;
	return audit_note(transaction, &event, why);
}

static bool note_something(struct vault *vault, struct failure *why)
{
	return store_read_noting(vault->store, note, NULL, why);
}

static const struct change changes[] = {
	{"token revoked", revoke_token, true, "Invalid token"},
	{"user removed", remove_user, true, "Invalid token"},
	{"role given", give_role, true, NULL},
	{"project taken", take_project, true, "Project(p) was not found"},
	{"project removed", remove_project, true, "Project(p) was not found"},
	{"proxy trusted", trust_proxy, true, NULL},
	{"key made", make_key, false, NULL},
	{"look noted", note_something, false, NULL},
};

/* In a child. */
static bool change_elsewhere(const struct scratch *scratch, int number)
{
	struct home home = scratch_home(scratch);
	struct vault vault;
	struct failure why;
	bool done = vault_open(&home, &vault, &why) && changes[number].make(&vault, &why);

	if (!done)
		print_error("%s: %s\n", changes[number].name, why.text);
	vault_close(&vault);
	return done;
}

static void assert_change(struct site *site, int number)
{
	const struct change *change = &changes[number];
	struct access_cache cache = {.count = 0};
	buffer_auto token = BUFFER_INIT;

	add_user(site, &token);

	attempt_auto before = try_to_enter(site, &cache, token.data, "p");

	assert_works(before.is_in, before.why);
	assert_true(scratch_wait(scratch_fork(site->scratch, change_elsewhere, number)));
	if (is_kept(site, &cache, token.data, "p") != !change->matters)
		fail_test("%s: kept is what should not be, or the other way round", change->name);

	attempt_auto after = try_to_enter(site, &cache, token.data, "p");

	if (change->refusal == NULL)
		assert_works(after.is_in, after.why);
	else if (after.is_in || strstr(after.why.text, change->refusal) == NULL)
		fail_test("%s: let in, or refused with \"%s\"", change->name, after.why.text);
	if (change->make == give_role)
		assert_int_equal(after.identity.user.roles, ROLE_API_SECURITY);
	if (change->make == trust_proxy)
		assert_string_equal(after.identity.proxies.data, "192.0.2.1");
	access_cache_drop(&cache);
}

static void what_others_change_is_seen_at_once(void **state)
{
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		if (i > 0)
			assert_int_equal(site_setup(state), 0);
		assert_change(*state, (int)i);
		if (i + 1 < sizeof changes / sizeof *changes)
			assert_int_equal(site_teardown(state), 0);
	}
}

static void a_token_expires_in_the_cache_too(void **state)
{
	struct site *site = *state;
	struct access_cache cache = {.count = 0};
	identity_auto identity = IDENTITY_INIT;
	buffer_auto token = BUFFER_INIT;
	const struct access_key key = {.hash = {1}};

	add_user(site, &token);

	attempt_auto attempt = try_to_enter(site, &cache, token.data, NULL);

	assert_works(attempt.is_in, attempt.why);
	access_cache_keep(&cache, cache.rights, &key, 1000, &identity, NULL);
	assert_true(access_cache_find(&cache, site->vault.store, &key, 999, &identity, NULL));
	assert_false(access_cache_find(&cache, site->vault.store, &key, 1000, &identity, NULL));
	access_cache_drop(&cache);
}

static void the_oldest_makes_room(void **state)
{
	struct site *site = *state;
	struct access_cache cache = {.count = 0};
	identity_auto identity = IDENTITY_INIT;
	buffer_auto token = BUFFER_INIT;

	add_user(site, &token);

	attempt_auto attempt = try_to_enter(site, &cache, token.data, NULL);

	assert_works(attempt.is_in, attempt.why);
	for (uint8_t i = 1; i <= ACCESS_CACHE_ENTRIES; i++) {
		const struct access_key key = {.hash = {i}};

		assert_true(is_kept(site, &cache, token.data, NULL));
		access_cache_keep(&cache, cache.rights, &key, TOKEN_NEVER, &identity, NULL);
	}
	assert_int_equal(cache.count, ACCESS_CACHE_ENTRIES);
	assert_false(is_kept(site, &cache, token.data, NULL));
	for (uint8_t i = 1; i <= ACCESS_CACHE_ENTRIES; i++) {
		const struct access_key key = {.hash = {i}};

		assert_true(access_cache_find(&cache, site->vault.store, &key, 0, &identity, NULL));
	}
	access_cache_drop(&cache);
}

static struct gate_state *map_state(const struct site *site, int *file)
{
	char path[PATH_MAX + 8];
	void *memory;

	snprintf(path, sizeof path, "%s/gate", site->home.database);
	*file = open(path, O_RDWR | O_CLOEXEC);
	assert_true(*file >= 0);
	memory =
		mmap(NULL, sizeof(struct gate_state), PROT_READ | PROT_WRITE, MAP_SHARED, *file, 0);
	assert_true(memory != MAP_FAILED);
	return memory;
}

static void a_recovery_ends_what_is_kept(void **state)
{
	struct site *site = *state;
	struct access_cache cache = {.count = 0};
	buffer_auto token = BUFFER_INIT;
	struct failure why;
	int file;

	add_user(site, &token);

	attempt_auto attempt = try_to_enter(site, &cache, token.data, NULL);

	assert_works(attempt.is_in, attempt.why);

	struct gate_state *gate = map_state(site, &file);

	/* As somebody leaves it who dies inside. */
	gate->busy = 1;
	munmap(gate, sizeof *gate);
	close(file);
	assert_works(note_something(&site->vault, &why), why);
	assert_true(store_recovered(site->vault.store));
	assert_false(is_kept(site, &cache, token.data, NULL));
	access_cache_drop(&cache);
}

static void another_state_file_is_not_believed(void **state)
{
	struct site *site = *state;
	struct access_cache cache = {.count = 0};
	buffer_auto token = BUFFER_INIT;
	char path[PATH_MAX + 8], copy[PATH_MAX + 16];

	add_user(site, &token);

	attempt_auto attempt = try_to_enter(site, &cache, token.data, NULL);

	assert_works(attempt.is_in, attempt.why);
	snprintf(path, sizeof path, "%s/gate", site->home.database);
	snprintf(copy, sizeof copy, "%s/gate.away", site->home.database);
	assert_int_equal(rename(path, copy), 0);
	assert_false(is_kept(site, &cache, token.data, NULL));

	attempt_auto again = try_to_enter(site, &cache, token.data, NULL);

	assert_works(again.is_in, again.why);
	assert_true(is_kept(site, &cache, token.data, NULL));
	access_cache_drop(&cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			who_was_let_in_is_without_a_visit, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			who_was_not_let_in_is_not_kept, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			what_others_change_is_seen_at_once, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			a_token_expires_in_the_cache_too, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(the_oldest_makes_room, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			a_recovery_ends_what_is_kept, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			another_state_file_is_not_believed, site_setup, site_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("access cache", tests, NULL, NULL);
}
