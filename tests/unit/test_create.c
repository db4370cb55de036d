/* JWKs made from sources, on a real home: what they refer to, and what is refused. */

#include "unit.h"

#include "jwk_samples.h"
#include "key_samples.h"

#include "base/clock.h"
#include "jwk/kid.h"
#include "mint/admin.h"
#include "mint/import.h"
#include "mint/keys.h"
#include "mint/origin.h"
#include "mint/sources.h"
#include "site.h"

#define ENVIRONMENT "e"

/* A Key in one environment; without `pem`, only another description. */
static void put_key_source(struct site *site, const char *pem, const char *description)
{
	const struct source_part part = {.environment = ENVIRONMENT, .private_key = pem};
	const struct source_request request = {.name = "source",
		.description = description,
		.parts = &part,
		.count = 1,
		.has_parts = pem != NULL};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto tag = BUFFER_INIT;
	struct failure why;

	if (pem != NULL)
		assert_works(sources_add(&site->vault, &site->project, SOURCE_KEY, &request,
				     &deployment, &why),
			why);
	else
		assert_works(sources_change(&site->vault, &site->project, SOURCE_KEY, "source",
				     &request, &deployment, &tag, &why),
			why);
}

static bool remove_source(struct site *site, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	return sources_remove(
		&site->vault, &site->project, SOURCE_KEY, "source", NULL, &deployment, why);
}

static int setup(void **state)
{
	static const struct environment_change none = {.private_mode = "none"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	if (site_setup(state) != 0)
		return -1;

	struct site *site = *state;

	assert_works(
		admin_environment_add(&site->vault, ENVIRONMENT, &none, &deployment, &why), why);
	put_key_source(site, P256_SEC1, "first");
	return 0;
}

static const struct import_request from_source = {
	.name = "key",
	.source_type = "PRIVATE_KEY",
	.source_name = "source",
};

static bool create(struct site *site, const struct import_request *request, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	return import_jwk(&site->vault, &site->project, request, &deployment, why);
}

static bool paste(struct site *site, const char *name, const char *text, struct failure *why)
{
	const struct import_request request = {
		.name = name, .source_type = "COPY_PASTE", .jwk = text};

	return create(site, &request, why);
}

static void assert_key_count(struct site *site, size_t count)
{
	static const struct list_page all = LIST_PAGE_ALL;
	key_list_auto list = KEY_LIST_INIT;
	struct failure why;

	assert_works(keys_list(&site->vault, &site->project, &all, &list, &why), why);
	assert_int_equal(list.count, count);
}

static void get_key(struct site *site, const char *name, struct key_record *key, struct jwk *jwk)
{
	struct failure why;

	jwk_init(jwk);
	assert_works(keys_get(&site->vault, &site->project, name, NULL, key, jwk, &why), why);
}

static void a_key_refers_to_its_source(void **state)
{
	struct site *site = *state;
	source_record_auto source = SOURCE_RECORD_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;
	jwk_auto jwk;

	assert_works(create(site, &from_source, &why), why);
	get_key(site, "key", &key, &jwk);
	assert_works(sources_get(&site->vault, &site->project, SOURCE_KEY, "source", NULL, &source,
			     &why),
		why);
	assert_true(key.has_source && id_equal(&key.source_id, &source.id));
	assert_string_equal(key.source_environment, ENVIRONMENT);
	assert_string_equal(key.source, "PRIVATE_KEY");
	assert_false(key.public_only);
	assert_fails(remove_source(site, &why), why, FAILURE_INVALID, "key");
}

static void a_public_key_is_taken_where_there_is_no_other(void **state)
{
	static const struct source_part part = {.environment = ENVIRONMENT, .public_key = RSA_SPKI};
	static const struct source_request request = {
		.name = "public", .parts = &part, .count = 1, .has_parts = true};
	struct import_request any = {.name = "key",
		.source_type = "PRIVATE_KEY",
		.source_name = "public",
		.environment = ENVIRONMENT};
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;
	jwk_auto jwk;

	assert_works(
		sources_add(&site->vault, &site->project, SOURCE_KEY, &request, &deployment, &why),
		why);
	assert_fails(create(site, &any, &why), why, FAILURE_INVALID, "private");
	any.private_if_any = true;
	assert_works(create(site, &any, &why), why);
	get_key(site, "key", &key, &jwk);
	assert_string_equal(key.source, "PUBLIC_KEY");
	assert_true(key.public_only && !jwk_is_private(&jwk));
}

static bool require(struct transaction *transaction, void *context, struct failure *why)
{
	return origin_require(transaction, context, why);
}

static void a_source_that_changed_meanwhile_is_not_referred_to(void **state)
{
	struct site *site = *state;
	struct failure why;
	origin_auto origin;
	origin_auto later;

	origin_init(&origin);
	origin_init(&later);
	assert_works(origin_get(&site->vault, &site->project, &from_source, &origin, &why), why);
	assert_works(store_read(site->vault.store, require, &origin, &why), why);
	put_key_source(site, NULL, "second");
	assert_fails(store_read(site->vault.store, require, &origin, &why), why, FAILURE_BUSY,
		"Key (name: source) was changed");
	assert_works(origin_get(&site->vault, &site->project, &from_source, &later, &why), why);
	assert_works(remove_source(site, &why), why);
	assert_fails(
		store_read(site->vault.store, require, &later, &why), why, FAILURE_BUSY, "source");
}

static void without_times_a_key_holds_from_now_on(void **state)
{
	struct site *site = *state;
	int64_t before = clock_seconds();
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;
	jwk_auto jwk;

	assert_works(paste(site, "key", SAMPLE_P256, &why), why);
	get_key(site, "key", &key, &jwk);
	assert_in_range(key.not_before, before, clock_seconds());
	assert_true(key.expires == KEY_NEVER);
	assert_false(key.has_source);
}

static void a_key_is_there_once(void **state)
{
	struct site *site = *state;
	struct failure why;

	assert_works(paste(site, "first", SAMPLE_P256, &why), why);
	assert_fails(paste(site, "first", SAMPLE_P256, &why), why, FAILURE_CONFLICT,
		"JWK (name: first) is already exist!");
	assert_fails(paste(site, "second", SAMPLE_P256, &why), why, FAILURE_CONFLICT,
		"JWK (name: first) has its thumbprint as kid");
	assert_key_count(site, 1);
}

static void a_key_at_hand_is_stored(void **state)
{
	static const struct import_request request = {
		.name = "key", .source_type = "PUBLIC_KEY", .use = "SIGNATURE"};
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	buffer_auto thumbprint = BUFFER_INIT;
	struct failure why;
	import_auto import;
	jwk_auto jwk;

	import_init(&import);
	assert_works(import_public_key(RSA_SPKI, strlen(RSA_SPKI), "x", &import.jwk, &why), why);
	kid_thumbprint(&import.jwk, &thumbprint);
	assert_works(import_key(&site->vault, &site->project, &request, &import, &deployment, &why),
		why);
	get_key(site, "key", &key, &jwk);
	assert_string_equal(key.kid, thumbprint.data);
	assert_string_equal(key.use, "sig");
	assert_int_equal(deployment.count, 1);
	assert_false(jwk_is_private(&import.jwk));
	assert_int_equal(import.jwk.member[0].length, 0);
}

static void keys_that_can_not_be_used_are_refused(void **state)
{
	static const struct import_request request = {.name = "key", .source_type = "CERTIFICATE"};
	const int64_t now = clock_seconds();
	const struct {
		int64_t not_before, expires;
		const char *part;
	} cases[] = {
		{0, now, "The key expired at"},
		{now - 10, now - 5, "The key expired at"},
		{now + 20, now + 20, "before it begins at"},
		{now + 20, now + 10, "before it begins at"},
	};
	struct site *site = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		deployment_auto deployment = DEPLOYMENT_INIT;
		struct failure why;
		import_auto import;

		import_init(&import);
		assert_works(
			import_public_key(RSA_SPKI, strlen(RSA_SPKI), "x", &import.jwk, &why), why);
		import.not_before = cases[i].not_before;
		import.expires = cases[i].expires;
		assert_fails(import_key(&site->vault, &site->project, &request, &import,
				     &deployment, &why),
			why, FAILURE_INVALID, cases[i].part);
	}
	assert_key_count(site, 0);
}

#define on_site(test) cmocka_unit_test_setup_teardown(test, setup, site_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(a_key_refers_to_its_source),
		on_site(a_public_key_is_taken_where_there_is_no_other),
		on_site(a_source_that_changed_meanwhile_is_not_referred_to),
		on_site(without_times_a_key_holds_from_now_on),
		on_site(a_key_is_there_once),
		on_site(a_key_at_hand_is_stored),
		on_site(keys_that_can_not_be_used_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("create", tests, NULL, NULL);
}
