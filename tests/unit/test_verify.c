/* Every kind of damage is found and named, and a store that is whole has none. */

#include "unit.h"

#include "key_samples.h"
#include "mint/access.h"
#include "mint/admin.h"
#include "mint/change.h"
#include "mint/generate.h"
#include "mint/keys.h"
#include "mint/settings.h"
#include "mint/sources.h"
#include "mint/verify.h"
#include "site.h"
#include "store/record.h"

#include <stdio.h>
#include <string.h>

enum action {
	DELETE_ROW,
	FLIP_FORMAT, /* the first byte of the value */
	FLIP_ID,     /* the second, which begins the id of a sealing key */
	FLIP_END,    /* the last */
	CUT_END,     /* the value is a byte shorter */
	COPY_ROW,    /* the row once more, under a key whose last byte but one differs */
};

struct damage {
	char kind;
	enum action action;
	const char *sentence; /* a part of it */
};

static void generate(struct site *site, const char *name, const char *type)
{
	const struct generate_request request = {.name = name, .type = type};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_works(generate_jwk(&site->vault, &site->project, &request, &deployment, &why), why);
}

static void add_source(struct site *site)
{
	const struct source_part part = {.environment = "e", .private_key = RSA_PKCS8};
	const struct source_request request = {
		.name = "k", .type = "RSA", .parts = &part, .count = 1, .has_parts = true};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_works(
		sources_add(&site->vault, &site->project, SOURCE_KEY, &request, &deployment, &why),
		why);
}

/* One of everything. */
static void fill(struct site *site)
{
	const struct environment_change none = {.private_mode = "none"};
	const struct user_change nobody = {.password = NULL};
	const char *const values[] = {"7", NULL};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto token = BUFFER_INIT;
	struct failure why;

	assert_works(admin_user_add(&site->vault, "u", &nobody, &why), why);
	assert_works(access_issue(&site->vault, "u", "", TOKEN_NEVER, &token, &why), why);
	assert_works(admin_environment_add(&site->vault, "e", &none, &deployment, &why), why);
	assert_works(settings_set(&site->vault, "login-failures", values, &why), why);
	generate(site, "a", "EC");
	generate(site, "b", "OCT");
	add_source(site);
	site_fill_pool(site);
}

struct visit {
	const struct damage *damage;
	struct buffer key;
	struct buffer value;
	bool found;
};

static bool take_first(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct visit *visit = context;

	(void)why;
	*more = false;
	visit->found = true;
	buffer_append(&visit->key, key->data, key->length);
	buffer_append(&visit->value, value->data, value->length);
	return true;
}

static bool do_damage(struct transaction *transaction, void *context, struct failure *why)
{
	struct visit *visit = context;
	buffer_auto prefix = BUFFER_INIT;

	buffer_append_byte(&prefix, (uint8_t)visit->damage->kind);
	if (!store_scan(transaction, &prefix, NULL, take_first, visit, why))
		return false;
	if (!visit->found)
		return fail(why, FAILURE_INTERNAL, "no row of kind %c", visit->damage->kind);

	struct buffer *value = &visit->value;

	switch (visit->damage->action) {
	case DELETE_ROW:
		return store_delete(transaction, &visit->key, NULL, why);
	case FLIP_FORMAT:
		value->data[0] ^= 0x55;
		break;
	case FLIP_ID:
		value->data[1] ^= 0x55;
		break;
	case FLIP_END:
		value->data[value->length - 1] ^= 1;
		break;
	case CUT_END:
		buffer_truncate(value, value->length - 1);
		break;
	case COPY_ROW:
		visit->key.data[visit->key.length - 2] ^= 1;
		break;
	}
	return store_put(transaction, &visit->key, value, why);
}

static void damage(struct site *site, const struct damage *wanted)
{
	struct visit visit = {.damage = wanted, .key = BUFFER_INIT, .value = BUFFER_INIT};
	struct failure why;

	assert_works(store_write(site->vault.store, do_damage, &visit, &why), why);
	buffer_free(&visit.key);
	buffer_free(&visit.value);
}

/* Whether one of the sentences has this part. */
static bool is_found(const struct verification *verification, const char *part)
{
	const char *end = verification->problems.data + verification->problems.length;

	for (const char *text = verification->problems.data; text < end; text += strlen(text) + 1) {
		if (strstr(text, part) != NULL)
			return true;
	}
	return false;
}

static void expect(struct site *site, const char *part)
{
	verification_auto verification = VERIFICATION_INIT;
	struct failure why;

	assert_works(verify_store(&site->vault, &verification, &why), why);
	assert_true(verification.problem_count > 0);
	if (!is_found(&verification, part))
		fail_test("no \"%s\", but \"%s\"", part, verification.problems.data);
}

static void a_whole_store_has_no_problem(void **state)
{
	struct site *site = *state;
	verification_auto verification = VERIFICATION_INIT;
	struct failure why;
	size_t rows = 0;

	fill(site);
	for (int i = 0; i < 300; i++) {
		char name[16];

		snprintf(name, sizeof name, "key %d", i);
		generate(site, name, i % 2 == 0 ? "OCT" : "OKP");
	}
	assert_works(verify_store(&site->vault, &verification, &why), why);
	if (verification.problem_count != 0)
		fail_test("%s", verification.problems.data);
	assert_int_equal(verification.opened, 304);
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		rows += verification.counts[i];
		if (strcmp(inspect_kind_names[i].member, "jwks") == 0)
			assert_int_equal(verification.counts[i], 302);
	}
	assert_int_equal(verification.rows, rows);
}

/* Each time that progress is shown some keys change, which the inspection may have read already. */
struct changes {
	struct site *site;
	unsigned renamed;
	unsigned deleted;
	unsigned made;
};

static void change_some(const struct verification *verification, void *context)
{
	struct changes *changes = context;
	struct vault *vault = &changes->site->vault;
	const struct project *project = &changes->site->project;
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto tag = BUFFER_INIT;
	struct failure why;
	char name[32];
	char new_name[64];
	const struct jwk_change change = {.name = new_name};

	(void)verification;
	if (changes->renamed == 40)
		return;
	snprintf(name, sizeof name, "key %u", 100 + changes->renamed++);
	snprintf(new_name, sizeof new_name, "a new name for %s", name);
	assert_works(change_jwk(vault, project, name, &change, &deployment, &tag, &why), why);
	deployment_free(&deployment);
	snprintf(name, sizeof name, "key %u", changes->deleted++);
	assert_works(delete_jwk(vault, project, name, NULL, &deployment, &why), why);
	snprintf(name, sizeof name, "made %u", changes->made++);
	generate(changes->site, name, "OKP");
}

static void what_changes_meanwhile_is_no_damage(void **state)
{
	struct site *site = *state;
	verification_auto verification = VERIFICATION_INIT;
	struct changes changes = {.site = site};
	struct failure why;

	for (int i = 0; i < 200; i++) {
		char name[16];

		snprintf(name, sizeof name, "key %d", i);
		generate(site, name, i % 2 == 0 ? "OCT" : "OKP");
	}
	verification.progress = change_some;
	verification.context = &changes;
	assert_works(verify_store(&site->vault, &verification, &why), why);
	assert_in_range(changes.renamed, 10, 40);
	if (verification.problem_count != 0)
		fail_test("%s", verification.problems.data);
	/* Gone between its row and its private half: it is not counted, and not missed. */
	assert_in_range(verification.opened, 200 - changes.deleted, 200 + changes.made);
}

static const struct damage damages[] = {
	{'j', DELETE_ROW, "which does not have it"},
	{'j', DELETE_ROW, "belongs to nothing"},
	{'j', FLIP_FORMAT, "newer version"},
	{'j', FLIP_END, "does not open"},
	{'j', CUT_END, "do not add up"},
	{'j', COPY_ROW, "is that of"},
	{'k', DELETE_ROW, "is not in the index"},
	{'k', FLIP_END, "leads to JWK"},
	{'k', COPY_ROW, "which does not have it"},
	{'s', DELETE_ROW, "its private half is missing"},
	{'s', FLIP_FORMAT, "has format"},
	{'s', FLIP_ID, "The keyring has no sealing key"},
	{'s', FLIP_END, "does not open"},
	{'s', CUT_END, "does not open"},
	{'s', COPY_ROW, "belongs to nothing"},
	{'x', FLIP_END, "Key \"k\" in environment \"e\""},
	{'x', COPY_ROW, "belongs to nothing"},
	{'o', DELETE_ROW, "belongs to nothing"},
	{'o', CUT_END, "Source \"k\": "},
	{'q', FLIP_FORMAT, "newer version"},
	{'q', FLIP_END, "of the pool for 2048 bits: "},
	{'q', COPY_ROW, "of the pool for 2048 bits: "},
	{'p', DELETE_ROW, "There is no project"},
	{'p', FLIP_FORMAT, "Project \"p\": "},
	{'e', FLIP_FORMAT, "Environment \"e\": "},
	{'e', COPY_ROW, "is that of"},
	{'u', DELETE_ROW, "who does not exist"},
	{'u', CUT_END, "User \"u\": "},
	{'t', FLIP_FORMAT, "newer version"},
	{'t', COPY_ROW, "is that of another token"},
	{'g', COPY_ROW, "There is no project"},
	{'c', FLIP_END, "do not end"},
};

/* Rows that are not there without damage. */
static bool put_stranger(struct transaction *transaction, void *context, struct failure *why)
{
	const struct buffer *key = context;
	buffer_auto value = BUFFER_INIT;

	record_begin(&value);
	record_put_string(&value, 1, "a");
	return store_put(transaction, key, &value, why);
}

static const struct {
	const char *key;
	size_t length;
	const char *sentence;
} strangers[] = {
	{"w", 1, "rows of kind 0x77"},
	{"l", 1, "has a key of 1 bytes that is none"},
	{"q", 1, "has a key of 1 bytes that is none"},
	{"y short", 7, "instead of 41"},
	{"r project id sourceid sourcethis key's i", 37, "which is not made from it"},
	{"o", 1, "has a key of 1 bytes that is none"},
};

static void every_damage_is_found(void **state)
{
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		void *site;

		print_message("# %c: %s\n", damages[i].kind, damages[i].sentence);
		assert_int_equal(site_setup(&site), 0);
		fill(site);
		damage(site, &damages[i]);
		expect(site, damages[i].sentence);
		assert_int_equal(site_teardown(&site), 0);
	}
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		buffer_auto key = BUFFER_INIT;
		void *made;

		print_message("# %s\n", strangers[i].sentence);
		assert_int_equal(site_setup(&made), 0);

		struct site *site = made;

		fill(site);
		buffer_append(&key, strangers[i].key, strangers[i].length);
		assert_works(store_write(site->vault.store, put_stranger, &key, &why), why);
		expect(site, strangers[i].sentence);
		assert_int_equal(site_teardown(&made), 0);
	}
}

static bool put_material(struct transaction *transaction, void *context, struct failure *why)
{
	struct visit *visit = context;

	return store_put(transaction, &visit->key, &visit->value, why);
}

/* It opens, because it was sealed for this very row: only arithmetic tells. */
static void the_private_half_of_another_key_is_found(void **state)
{
	struct site *site = *state;
	struct visit visit = {.key = BUFFER_INIT, .value = BUFFER_INIT};
	key_record_auto key = KEY_RECORD_INIT;
	key_record_auto other = KEY_RECORD_INIT;
	buffer_auto private_part = BUFFER_INIT;
	struct failure why;
	jwk_auto jwk;
	jwk_auto other_jwk;

	jwk_init(&jwk);
	jwk_init(&other_jwk);
	generate(site, "one", "EC");
	generate(site, "two", "EC");
	assert_works(keys_get(&site->vault, &site->project, "one", NULL, &key, &jwk, &why), why);
	assert_works(
		keys_get(&site->vault, &site->project, "two", NULL, &other, &other_jwk, &why), why);
	jwk_pack_private(&other_jwk, &private_part);
	vault_seal(&site->vault, &key, &private_part, &visit.value);
	key_record_material_key(&key, &visit.key);
	assert_works(store_write(site->vault.store, put_material, &visit, &why), why);
	expect(site, "JWK \"one\" of project");
	buffer_free(&visit.key);
	buffer_free(&visit.value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_whole_store_has_no_problem, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			what_changes_meanwhile_is_no_damage, site_setup, site_teardown),
		cmocka_unit_test(every_damage_is_found),
		cmocka_unit_test_setup_teardown(
			the_private_half_of_another_key_is_found, site_setup, site_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
