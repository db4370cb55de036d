/* Keys and certificates as the mint handles them: what JWKs refer to, and what they get from it. */

#include "unit.h"

#include "base/base64.h"
#include "base/zip.h"
#include "jwk/key_der.h"
#include "jwk/kid.h"
#include "mint/admin.h"
#include "mint/keys.h"
#include "mint/keystore_secret.h"
#include "mint/sources.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>

/* A home with project "p", which environment "e" serves, and its vault, open. */
struct site {
	struct scratch *scratch;
	struct home home;
	struct vault vault;
	struct project project;
};

static int site_setup(void **state)
{
	const struct environment_change environment = {.private_mode = "none"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct site *site = calloc(1, sizeof *site);
	void *scratch;
	struct failure why;

	if (site == NULL || scratch_setup(&scratch) != 0)
		return -1;
	site->scratch = scratch;
	site->home = scratch_home(site->scratch);
	if (!vault_create(&site->home, &why) || !vault_open(&site->home, &site->vault, &why) ||
		!admin_project_add(&site->vault, "p", NULL, &why) ||
		!admin_environment_add(&site->vault, "e", &environment, &deployment, &why) ||
		!admin_project_find(&site->vault, "p", &site->project, &why)) {
		print_error("%s\n", why.text);
		return -1;
	}
	*state = site;
	return 0;
}

static int site_teardown(void **state)
{
	struct site *site = *state;
	void *scratch = site->scratch;

	vault_close(&site->vault);
	free(site);
	return scratch_teardown(&scratch);
}

static void make_key(struct jwk *jwk)
{
	struct failure why;

	jwk_init(jwk);
	assert_works(jwk_generate(JWK_EC, 0, curve_find(JWK_EC, "P-256"), jwk, &why), why);
}

/* The private half, as base64 of PKCS#8. */
static void write_key(const struct jwk *jwk, struct buffer *text)
{
	buffer_auto der = BUFFER_INIT;
	struct failure why;

	buffer_clear(text);
	assert_works(pkcs8_write(jwk, &der, &why), why);
	base64_encode(text, der.data, der.length);
}

static void add_key(struct site *site, const char *name, const struct jwk *jwk)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto text = BUFFER_INIT;
	struct failure why;

	write_key(jwk, &text);

	const struct source_part part = {.environment = "e", .private_key = text.data};
	const struct source_request request = {
		.name = name, .parts = &part, .count = 1, .has_parts = true};

	assert_works(
		sources_add(&site->vault, &site->project, SOURCE_KEY, &request, &deployment, &why),
		why);
}

static bool change_key(
	struct site *site, const char *name, const struct jwk *jwk, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto text = BUFFER_INIT;
	buffer_auto tag = BUFFER_INIT;

	write_key(jwk, &text);

	const struct source_part part = {.environment = "e", .private_key = text.data};
	const struct source_request request = {
		.parts = &part, .count = 1, .has_parts = true, .update_referenced = true};

	return sources_change(
		&site->vault, &site->project, SOURCE_KEY, name, &request, &deployment, &tag, why);
}

/* A JWK that refers to the source, with this kid. */
struct reference {
	struct site *site;
	const struct jwk *jwk;
	const char *source;
	struct key_record key; /* owned */
	struct buffer sealed;  /* owned */
};

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	struct reference *reference = context;
	enum key_taken taken;

	assert_works(
		key_record_insert(transaction, &reference->key, &reference->sealed, &taken, why),
		*why);
	assert_int_equal(taken, KEY_TAKEN_NOTHING);
	return true;
}

static void refer(struct site *site, const char *source_name, const struct jwk *jwk,
	const char *name, const char *kid)
{
	source_record_auto source = SOURCE_RECORD_INIT;
	buffer_auto private_part = BUFFER_INIT;
	struct reference reference = {site, jwk, source_name, KEY_RECORD_INIT, BUFFER_INIT};
	struct key_record *key = &reference.key;
	struct failure why;

	assert_works(sources_get(&site->vault, &site->project, SOURCE_KEY, source_name, NULL,
			     &source, &why),
		why);
	id_make(&key->id);
	key->project = site->project.id;
	key->version = 1;
	snprintf(key->name, sizeof key->name, "%s", name);
	snprintf(key->kid, sizeof key->kid, "%s", kid);
	snprintf(key->type, sizeof key->type, "EC");
	snprintf(key->algorithm, sizeof key->algorithm, "ES256");
	snprintf(key->use, sizeof key->use, "sig");
	snprintf(key->source, sizeof key->source, "PRIVATE_KEY");
	snprintf(key->source_environment, sizeof key->source_environment, "e");
	key->source_id = source.id;
	key->has_source = true;
	key->expires = KEY_NEVER;
	jwk_pack_public(jwk, &key->public_part);
	jwk_pack_private(jwk, &private_part);
	vault_seal(&site->vault, key, &private_part, &reference.sealed);
	assert_works(store_write(site->vault.store, insert, &reference, &why), why);
	key_record_free(key);
	buffer_free(&reference.sealed);
}

static void get_jwk(struct site *site, const char *name, struct key_record *key, struct jwk *jwk)
{
	struct failure why;

	assert_works(keys_get(&site->vault, &site->project, name, NULL, key, jwk, &why), why);
}

static bool remove_key(struct site *site, const char *name, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	return sources_remove(
		&site->vault, &site->project, SOURCE_KEY, name, NULL, &deployment, why);
}

static void up_to_20_references_are_named(void **state)
{
	struct site *site = *state;
	jwk_auto jwk;
	struct failure why;
	char name[NAME_SIZE];

	make_key(&jwk);
	add_key(site, "k", &jwk);
	refer(site, "k", &jwk, "j00", "00");
	assert_fails(remove_key(site, "k", &why), why, FAILURE_INVALID,
		"Key (name: k) is still referenced by JWKs: j00! Delete them or update them first.");
	for (int i = 20; i > 0; i--) {
		snprintf(name, sizeof name, "j%02d", i);
		refer(site, "k", &jwk, name, name + 1);
	}
	assert_fails(remove_key(site, "k", &why), why, FAILURE_INVALID,
		"JWKs: j00, j01, j02, j03, j04, j05, j06, j07, j08, j09, j10, j11, j12, j13, j14, "
		"j15, j16, j17, j18, j19 and 1 more! Delete them or update them first.");
}

static void long_names_leave_room_for_the_sentence(void **state)
{
	struct site *site = *state;
	jwk_auto jwk;
	struct failure why;
	char name[NAME_SIZE], kid[8];

	make_key(&jwk);
	memset(name, 'x', NAME_MAX_BYTES);
	name[NAME_MAX_BYTES] = '\0';
	add_key(site, name, &jwk);
	for (int i = 0; i < 20; i++) {
		char jwk_name[NAME_SIZE];

		memcpy(jwk_name, name, sizeof name);
		jwk_name[0] = (char)('a' + i);
		snprintf(kid, sizeof kid, "%d", i);
		refer(site, name, &jwk, jwk_name, kid);
	}
	assert_fails(remove_key(site, name, &why), why, FAILURE_INVALID,
		" more! Delete them or update them first.");
	assert_true(strlen(why.text) < FAILURE_TEXT_SIZE - 1);
}

static void jwks_follow_their_key(void **state)
{
	struct site *site = *state;
	jwk_auto former, latter, got;
	buffer_auto thumbprint = BUFFER_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;

	jwk_init(&got);
	make_key(&former);
	make_key(&latter);
	add_key(site, "k", &former);
	kid_thumbprint(&former, &thumbprint);
	refer(site, "k", &former, "follows", thumbprint.data);
	refer(site, "k", &former, "keeps", "a kid of its own");
	assert_works(change_key(site, "k", &latter, &why), why);
	buffer_clear(&thumbprint);
	kid_thumbprint(&latter, &thumbprint);
	get_jwk(site, "follows", &key, &got);
	assert_string_equal(key.kid, thumbprint.data);
	assert_int_equal(key.version, 2);
	assert_int_equal(key.revision, 1);
	assert_true(key.has_source);
	assert_true(import_same_key(&got, &latter));
	assert_true(jwk_is_private(&got));
	assert_works(jwk_check(&got, &why), why);
	get_jwk(site, "keeps", &key, &got);
	assert_string_equal(key.kid, "a kid of its own");
	assert_int_equal(key.version, 2);
	assert_true(import_same_key(&got, &latter));
}

/* The second JWK's new kid is another JWK's: then the first one and the key are as before, too. */
static void all_jwks_follow_or_none(void **state)
{
	struct site *site = *state;
	jwk_auto former, latter, got;
	buffer_auto thumbprint = BUFFER_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	source_record_auto before = SOURCE_RECORD_INIT;
	source_record_auto after = SOURCE_RECORD_INIT;
	struct failure why;

	jwk_init(&got);
	make_key(&former);
	make_key(&latter);
	add_key(site, "other", &latter);
	kid_thumbprint(&latter, &thumbprint);
	refer(site, "other", &latter, "in the way", thumbprint.data);
	add_key(site, "k", &former);
	buffer_clear(&thumbprint);
	kid_thumbprint(&former, &thumbprint);
	refer(site, "k", &former, "follows", thumbprint.data);
	refer(site, "k", &former, "keeps", "a kid of its own");
	assert_works(
		sources_get(&site->vault, &site->project, SOURCE_KEY, "k", NULL, &before, &why),
		why);
	assert_fails(change_key(site, "k", &latter, &why), why, FAILURE_CONFLICT,
		"JWK (name: follows) can not take the new key: its kid (");
	assert_works(sources_get(&site->vault, &site->project, SOURCE_KEY, "k", NULL, &after, &why),
		why);
	assert_int_equal(after.revision, before.revision);
	assert_true(buffer_equal(&after.entries[0].public_part, &before.entries[0].public_part));
	get_jwk(site, "keeps", &key, &got);
	assert_int_equal(key.version, 1);
	assert_true(import_same_key(&got, &former));
	get_jwk(site, "follows", &key, &got);
	assert_string_equal(key.kid, thumbprint.data);
	assert_true(import_same_key(&got, &former));
}

static void keystore_secrets_are_split_as_they_were_joined(void **state)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto secret = BUFFER_INIT;
	buffer_auto got_file = BUFFER_INIT;
	buffer_auto got_password = BUFFER_INIT;

	(void)state;
	buffer_append(&file, "\0a\0b", 4);
	keystore_secret_join(&file, "word", &secret);
	assert_true(keystore_secret_split(&secret, &got_file, &got_password));
	assert_buffer_string(got_password, "word");
	assert_true(buffer_equal(&got_file, &file));
	buffer_clear(&secret);
	buffer_clear(&got_password);
	buffer_clear(&got_file);
	keystore_secret_join(&file, "", &secret);
	assert_true(keystore_secret_split(&secret, &got_file, &got_password));
	assert_buffer_string(got_password, "");
	assert_true(buffer_equal(&got_file, &file));
	buffer_clear(&secret);
	buffer_append_string(&secret, "no NUL");
	assert_false(keystore_secret_split(&secret, &got_file, &got_password));
}

static void archives_are_written(void **state)
{
	buffer_auto content = BUFFER_INIT;
	buffer_auto out = BUFFER_INIT;
	const struct zip_member members[] = {{"a.cer", &content}, {"\xC3\xA4.cer", &content}};
	const struct zip_member twice[] = {{"a", &content}, {"a", &content}};
	struct failure why;

	(void)state;
	buffer_append(&content, "\0\1\2", 3);
	buffer_append_string(&out, "before");
	assert_works(zip_write(members, 2, &out, &why), why);
	assert_memory_equal(out.data, "beforePK\3\4", 10);
	assert_non_null(memmem(out.data, out.length, "\xC3\xA4.cer", 6));
	assert_fails(zip_write(twice, 2, &out, &why), why, FAILURE_INTERNAL, "libzip");
}

#define on_site(test) cmocka_unit_test_setup_teardown(test, site_setup, site_teardown)

/* Each is compared with all before: a list that fills a body would keep the processor for minutes.
 */
static void endless_environments_are_refused(void **state)
{
	struct site *site = *state;
	struct source_part *parts = calloc(SOURCE_MAX_ENVIRONMENTS + 1, sizeof *parts);
	char names[SOURCE_MAX_ENVIRONMENTS + 1][24];
	const struct source_request request = {.name = "many",
		.parts = parts,
		.count = SOURCE_MAX_ENVIRONMENTS + 1,
		.has_parts = true};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_non_null(parts);
	for (size_t i = 0; i < request.count; i++) {
		snprintf(names[i], sizeof names[i], "e%zu", i);
		parts[i].environment = names[i];
	}
	assert_fails(
		sources_add(&site->vault, &site->project, SOURCE_KEY, &request, &deployment, &why),
		why, FAILURE_INVALID,
		"Key cryptoKeyInfoEnvironmentList has 1001 environments! At most 1000 are allowed.");
	free(parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(up_to_20_references_are_named),
		on_site(long_names_leave_room_for_the_sentence),
		on_site(jwks_follow_their_key),
		on_site(all_jwks_follow_or_none),
		on_site(endless_environments_are_refused),
		cmocka_unit_test(keystore_secrets_are_split_as_they_were_joined),
		cmocka_unit_test(archives_are_written),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sources", tests, NULL, NULL);
}
