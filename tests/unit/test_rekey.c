/* What is sealed is sealed anew, and nobody who has only the old key can add to it. */

#include "unit.h"

#include "key_samples.h"
#include "mint/admin.h"
#include "mint/generate.h"
#include "mint/rekey.h"
#include "mint/sources.h"
#include "mint/verify.h"
#include "site.h"
#include "store/seal.h"
#include "store/sealed_scan.h"

#include <string.h>

static void generate(struct site *site, const char *name)
{
	const struct generate_request request = {.name = name, .type = "OCT"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_works(generate_jwk(&site->vault, &site->project, &request, &deployment, &why), why);
}

static void add_source(struct site *site)
{
	const struct environment_change none = {.private_mode = "none"};
	const struct source_part part = {.environment = "e", .private_key = RSA_PKCS8};
	const struct source_request request = {
		.name = "k", .type = "RSA", .parts = &part, .count = 1, .has_parts = true};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_works(admin_environment_add(&site->vault, "e", &none, &deployment, &why), why);
	assert_works(
		sources_add(&site->vault, &site->project, SOURCE_KEY, &request, &deployment, &why),
		why);
}

static size_t opened(struct site *site)
{
	verification_auto verification = VERIFICATION_INIT;
	struct failure why;

	assert_works(verify_store(&site->vault, &verification, &why), why);
	assert_int_equal(verification.problem_count, 0);
	return verification.opened;
}

static void keys_and_sources_are_sealed_anew(void **state)
{
	struct site *site = *state;
	source_record_auto source = SOURCE_RECORD_INIT;
	struct rekeying rekeying = {.keys = 0};
	struct rekeying again = {.keys = 0};
	struct failure why;

	for (int i = 0; i < 200; i++) {
		char name[] = {'k', (char)('a' + i / 20), (char)('a' + i % 20), '\0'};

		generate(site, name);
	}
	add_source(site);
	assert_works(rekey(&site->vault, &rekeying, &why), why);
	assert_false(rekeying.continued);
	assert_int_equal(rekeying.resealed, 201);
	assert_int_equal(rekeying.keys, 2);
	assert_int_equal(opened(site), 201);
	assert_works(
		sources_get(&site->vault, &site->project, SOURCE_KEY, "k", NULL, &source, &why),
		why);
	assert_true(seal_is_by(&source.entries[0].sealed, site->vault.keyring.keys[0].id));
	assert_works(rekey_forget_old(&site->vault, &again, &why), why);
	assert_int_equal(again.resealed, 0);
	assert_int_equal(again.forgotten, 1);
	assert_int_equal(site->vault.keyring.count, 1);
	assert_int_equal(opened(site), 201);
}

struct insertion {
	struct key_record key;
	struct buffer sealed;
	enum key_taken taken;
};

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	struct insertion *insertion = context;

	return key_record_insert(
		transaction, &insertion->key, &insertion->sealed, &insertion->taken, why);
}

/* As a process would that read the keyring before, and is not done yet. */
static void what_a_forgotten_key_sealed_is_not_stored(void **state)
{
	struct site *site = *state;
	struct insertion insertion = {
		.key = KEY_RECORD_INIT, .sealed = BUFFER_INIT, .taken = KEY_TAKEN_NOTHING};
	struct rekeying rekeying = {.keys = 0};
	buffer_auto secret = BUFFER_INIT;
	struct failure why;

	insertion.key.project = site->project.id;
	insertion.key.version = 1;
	strcpy(insertion.key.name, "late");
	id_make(&insertion.key.id);
	buffer_append_string(&secret, "secret");
	vault_seal(&site->vault, &insertion.key, &secret, &insertion.sealed);
	assert_works(rekey(&site->vault, &rekeying, &why), why);
	assert_works(store_write(site->vault.store, insert, &insertion, &why), why);
	strcpy(insertion.key.name, "later");
	id_make(&insertion.key.id);
	assert_works(rekey_forget_old(&site->vault, &rekeying, &why), why);
	assert_fails(store_write(site->vault.store, insert, &insertion, &why), why, FAILURE_BUSY,
		"sealing keys were changed");
	buffer_free(&insertion.sealed);
}

static void a_full_keyring_takes_no_more(void **state)
{
	struct site *site = *state;
	struct rekeying rekeying = {.keys = 0};
	struct failure why;

	for (size_t keys = 1; keys < KEYRING_MAX_KEYS; keys++)
		assert_works(rekey(&site->vault, &rekeying, &why), why);
	assert_int_equal(rekeying.keys, KEYRING_MAX_KEYS);
	assert_fails(rekey(&site->vault, &rekeying, &why), why, FAILURE_CONFLICT, "--forget-old");
	assert_works(rekey_forget_old(&site->vault, &rekeying, &why), why);
	assert_int_equal(rekeying.forgotten, KEYRING_MAX_KEYS - 1);
	assert_works(rekey(&site->vault, &rekeying, &why), why);
}

static void generate_one(struct site *site)
{
	generate(site, "k");
}

static void (*const deeds[])(struct site *) = {generate_one, add_source, site_fill_pool};

static bool is_sole(struct site *site, const uint8_t id[KEYRING_ID_SIZE])
{
	struct failure why;
	bool sole;

	assert_works(sealed_scan_sole(site->vault.store, id, &sole, &why), why);
	return sole;
}

static void whatever_is_sealed_tells_its_key(void **state)
{
	const uint8_t none[KEYRING_ID_SIZE] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		struct site *site;
		void *made;

		assert_int_equal(site_setup(&made), 0);
		site = made;
		assert_true(is_sole(site, none));
		deeds[i](site);
		assert_false(is_sole(site, none));
		assert_true(is_sole(site, site->vault.keyring.keys[0].id));
		assert_int_equal(site_teardown(&made), 0);
	}
}

/* More than one visit reads, and the last row that was found. */
static void one_value_of_many_is_told(void **state)
{
	struct site *site = *state;
	struct insertion insertion = {
		.key = KEY_RECORD_INIT, .sealed = BUFFER_INIT, .taken = KEY_TAKEN_NOTHING};
	struct rekeying rekeying = {.keys = 0};
	buffer_auto secret = BUFFER_INIT;
	struct failure why;

	for (int i = 0; i < 600; i++) {
		char name[] = {'k', (char)('a' + i / 26), (char)('a' + i % 26), '\0'};

		generate(site, name);
	}
	insertion.key.project = site->project.id;
	insertion.key.version = 1;
	strcpy(insertion.key.name, "late");
	memset(insertion.key.id.bytes, 0xFF, sizeof insertion.key.id.bytes);
	buffer_append_string(&secret, "secret");
	vault_seal(&site->vault, &insertion.key, &secret, &insertion.sealed);
	assert_works(rekey(&site->vault, &rekeying, &why), why);
	assert_true(is_sole(site, site->vault.keyring.keys[0].id));
	assert_works(store_write(site->vault.store, insert, &insertion, &why), why);
	assert_false(is_sole(site, site->vault.keyring.keys[0].id));
	buffer_free(&insertion.sealed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			keys_and_sources_are_sealed_anew, site_setup, site_teardown),
		cmocka_unit_test(whatever_is_sealed_tells_its_key),
		cmocka_unit_test_setup_teardown(
			one_value_of_many_is_told, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			what_a_forgotten_key_sealed_is_not_stored, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			a_full_keyring_takes_no_more, site_setup, site_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rekey", tests, NULL, NULL);
}
