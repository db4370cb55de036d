/* JWKs that are changed and deleted, and those from outside, on a real home. */

#include "unit.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "deploy/manifest.h"
#include "deploy/snapshot.h"
#include "mint/admin.h"
#include "mint/change.h"
#include "mint/generate.h"
#include "mint/keys.h"
#include "mint/tag.h"
#include "site.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void generate_key(struct site *site, const char *name, const char *type)
{
	const struct generate_request request = {.name = name, .type = type};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_works(generate_jwk(&site->vault, &site->project, &request, &deployment, &why), why);
}

static bool change_key(
	struct site *site, const char *name, const struct jwk_change *change, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto tag = BUFFER_INIT;

	return change_jwk(&site->vault, &site->project, name, change, &deployment, &tag, why);
}

static bool delete_key(struct site *site, const char *name, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	return delete_jwk(&site->vault, &site->project, name, NULL, &deployment, why);
}

/* The record of a key that is there, its private half checked. */
static void get_key(struct site *site, const char *name, struct key_record *key)
{
	struct failure why;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_works(keys_get(&site->vault, &site->project, name, NULL, key, &jwk, &why), why);
	assert_works(jwk_check(&jwk, &why), why);
	assert_int_equal(jwk_is_private(&jwk), !key->public_only);
}

static void assert_gone(struct site *site, const char *name)
{
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_fails(keys_get(&site->vault, &site->project, name, NULL, &key, &jwk, &why), why,
		FAILURE_INVALID, "is not found!");
}

static void a_rename_keeps_what_the_key_is(void **state)
{
	static const char *const types[] = {"RSA", "EC", "OCT", "OKP"};
	static const struct jwk_change rename = {.name = "new"};
	static const struct jwk_change back = {.name = "old", .description = "d"};
	struct site *site = *state;
	struct failure why;

	for (size_t i = 0; i < 4; i++) {
		key_record_auto before = KEY_RECORD_INIT;
		key_record_auto after = KEY_RECORD_INIT;

		generate_key(site, "old", types[i]);
		get_key(site, "old", &before);
		assert_works(change_key(site, "old", &rename, &why), why);
		get_key(site, "new", &after);
		assert_gone(site, "old");
		assert_true(id_equal(&before.id, &after.id));
		assert_string_equal(before.kid, after.kid);
		assert_int_equal(before.version, after.version);
		assert_int_equal(before.created, after.created);
		assert_int_equal(after.revision, before.revision + 1);
		assert_true(buffer_equal(&before.public_part, &after.public_part));
		assert_works(change_key(site, "new", &back, &why), why);
		get_key(site, "old", &after);
		assert_int_equal(after.revision, before.revision + 2);
		assert_string_equal(after.description, "d");
		assert_works(delete_key(site, "old", &why), why);
		assert_gone(site, "old");
	}
}

static void changes_are_checked_first(void **state)
{
	static const struct jwk_change nothing = {.name = NULL};
	static const struct jwk_change taken = {.name = "b"};
	static const struct jwk_change reserved = {.name = ".."};
	static const struct jwk_change stale = {.name = "c", .if_match = "\"x\""};
	struct site *site = *state;
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;

	generate_key(site, "a", "EC");
	generate_key(site, "b", "EC");
	assert_fails(change_key(site, "a", &nothing, &why), why, FAILURE_INVALID,
		"There is nothing to change!");
	assert_fails(change_key(site, "a", &taken, &why), why, FAILURE_CONFLICT,
		"JWK (name: b) is already exist!");
	assert_fails(change_key(site, "a", &reserved, &why), why, FAILURE_INVALID, "is reserved!");
	assert_fails(change_key(site, "a", &stale, &why), why, FAILURE_STALE, "\"x\"");
	assert_fails(change_key(site, "x", &taken, &why), why, FAILURE_INVALID,
		"JWK (name: x) is not found! Try create operation.");
	assert_fails(
		delete_key(site, "x", &why), why, FAILURE_INVALID, "JWK (name: x) is not found!");
	get_key(site, "a", &key);
	assert_int_equal(key.revision, 0);
	get_key(site, "b", &key);
}

static void what_is_done_in_a_project_that_went_is_refused(void **state)
{
	static const struct jwk_change rename = {.name = "b"};
	struct site *site = *state;
	buffer_auto removed = BUFFER_INIT;
	struct failure why;

	generate_key(site, "a", "EC");
	assert_works(admin_project_remove(&site->vault, "p", true, &removed, &why), why);
	assert_works(admin_project_add(&site->vault, "p", NULL, &why), why);
	assert_fails(delete_key(site, "a", &why), why, FAILURE_NOT_FOUND,
		"Project(p) was not found or user does not have privilege to access it!");
	assert_fails(change_key(site, "a", &rename, &why), why, FAILURE_INVALID, "is not found!");
}

#define WRITERS 4
#define CHANGES 15

/* Changes the name, which needs a new seal, and the description of the one key there is. */
static bool write_over_and_over(const struct scratch *scratch, int number)
{
	struct home home = scratch_home(scratch);
	struct vault vault;
	struct project project;
	struct failure why;
	int done = 0;

	if (!vault_open(&home, &vault, &why) || !admin_project_find(&vault, "p", &project, &why))
		return false;
	for (int tries = 0; done < CHANGES && tries < 100 * CHANGES; tries++) {
		char text[32];
		const char *const names[] = {"a", "b"};
		const struct jwk_change change = {.name = names[tries % 2], .description = text};
		deployment_auto deployment = DEPLOYMENT_INIT;
		buffer_auto tag = BUFFER_INIT;

		snprintf(text, sizeof text, "%d of %d", done, number);
		done += change_jwk(
			&vault, &project, names[tries / 2 % 2], &change, &deployment, &tag, &why);
	}
	vault_close(&vault);
	return done == CHANGES;
}

static void of_many_who_change_none_is_lost(void **state)
{
	struct site *site = *state;
	key_record_auto key = KEY_RECORD_INIT;
	key_list_auto list = KEY_LIST_INIT;
	const struct list_page all = LIST_PAGE_ALL;
	pid_t writers[WRITERS];
	struct failure why;

	generate_key(site, "a", "EC");
	for (int i = 0; i < WRITERS; i++)
		writers[i] = scratch_fork(site->scratch, write_over_and_over, i);
	for (int i = 0; i < WRITERS; i++)
		assert_true(scratch_wait(writers[i]));
	assert_works(keys_list(&site->vault, &site->project, &all, &list, &why), why);
	assert_int_equal(list.count, 1);
	assert_works(key_list_get(&list, 0, &key, &why), why);
	assert_int_equal(key.revision, WRITERS * CHANGES);
}

static bool put_key(struct transaction *transaction, void *context, struct failure *why)
{
	const struct key_record *key = context;
	buffer_auto none = BUFFER_INIT;
	enum key_taken taken;
	uint64_t generation;

	return key_record_insert(transaction, key, &none, &taken, why) &&
	       (taken == KEY_TAKEN_NOTHING || fail(why, FAILURE_CONFLICT, "taken")) &&
	       project_advance(transaction, &key->project, &generation, why);
}

/* A key as an import would store it: public only, never ending, made from a certificate. */
static void store_foreign_key(struct site *site, const char *name, struct key_record *key)
{
	struct failure why;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_works(jwk_generate(JWK_EC, 0, curve_find(JWK_EC, "P-256"), &jwk, &why), why);
	key->project = site->project.id;
	id_make(&key->id);
	key->version = 1;
	snprintf(key->name, sizeof key->name, "%s", name);
	snprintf(key->kid, sizeof key->kid, "kid of %s", name);
	strcpy(key->type, "EC");
	strcpy(key->algorithm, "ES256");
	strcpy(key->source, "CERTIFICATE");
	key->has_source = true;
	id_make(&key->source_id);
	strcpy(key->source_environment, "e");
	strcpy(key->source_alias, "alias");
	key->public_only = true;
	key->not_before = clock_seconds();
	key->expires = KEY_NEVER;
	key->created = clock_seconds();
	jwk_pack_public(&jwk, &key->public_part);
	buffer_append_string(&key->extra, "\"x5c\":[\"MIIB\"],\"x5t#S256\":\"QQ\"");
	buffer_append_string(&key->source_url, "https://h/");
	assert_works(store_write(site->vault.store, put_key, key, &why), why);
}

static void a_changed_key_lets_go_of_its_source(void **state)
{
	static const struct jwk_change describe = {.description = "d"};
	struct site *site = *state;
	key_record_auto key = KEY_RECORD_INIT;
	key_record_auto after = KEY_RECORD_INIT;
	struct failure why;

	store_foreign_key(site, "k", &key);
	assert_works(change_key(site, "k", &describe, &why), why);
	get_key(site, "k", &after);
	assert_false(after.has_source);
	assert_string_equal(after.source, "CERTIFICATE");
	assert_string_equal(after.source_environment, "");
	assert_string_equal(after.source_alias, "");
	assert_int_equal(after.source_url.length, 0);
	assert_true(buffer_equal(&after.extra, &key.extra));
	assert_true(after.expires == KEY_NEVER);
	assert_works(delete_key(site, "k", &why), why);
	assert_gone(site, "k");
}

static json_object *read_json(const struct site *site, const char *path)
{
	buffer_auto full = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;
	struct json_object *tree = NULL;
	struct failure why;

	buffer_printf(&full, "%s/%s", site->home.bundle_root, path);
	assert_works(file_read(AT_FDCWD, full.data, 100000, &text, NULL, &why), why);
	assert_works(json_parse(text.data, text.length, &tree, &why), why);
	return tree;
}

static struct json_object *member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	if (!json_object_object_get_ex(object, name, &value))
		fail_test("no member %s", name);
	return value;
}

/* In each mode: in the sets with all it came with, without a file, and the bundle never turns. */
static void keys_from_outside_are_deployed(void **state)
{
	static const char *const modes[] = {"plain", "none"};
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;

	store_foreign_key(site, "k", &key);
	for (size_t i = 0; i < 2; i++) {
		const struct environment_change change = {.private_mode = modes[i]};
		buffer_auto path = BUFFER_INIT;
		json_auto manifest = NULL;
		json_auto set = NULL;

		assert_works(
			admin_environment_add(&site->vault, modes[i], &change, &deployment, &why),
			why);
		assert_int_equal(deployment.failed, 0);
		buffer_printf(&path, "%s/p/manifest.json", modes[i]);
		manifest = read_json(site, path.data);
		assert_null(member(manifest, "nextChange"));

		struct json_object *entry = json_object_array_get_idx(member(manifest, "keys"), 0);

		assert_null(member(entry, "exp"));
		assert_null(member(entry, "file"));
		assert_null(member(entry, "use"));
		assert_non_null(member(entry, "pem"));
		assert_string_equal(json_object_get_string(member(entry, "state")), "active");
		buffer_clear(&path);
		buffer_printf(&path, "%s/p/public/jwks.json", modes[i]);
		set = read_json(site, path.data);

		struct json_object *jwk = json_object_array_get_idx(member(set, "keys"), 0);

		assert_string_equal(json_object_get_string(member(jwk, "kid")), "kid of k");
		assert_string_equal(json_object_get_string(member(jwk, "x5t#S256")), "QQ");
		assert_int_equal(json_object_array_length(member(jwk, "x5c")), 1);
		assert_false(json_object_object_get_ex(jwk, "d", NULL));
	}
}

/* No key begins later than the snapshot is taken, however long that waits for its turn. */
static bool wants_all(const struct key_record *key, int64_t now, void *context)
{
	assert_true(key->not_before <= now);
	(void)context;
	return true;
}

/* A snapshot has the private halves that were asked for, of the keys that have one. */
static void snapshots_hold_what_there_is(void **state)
{
	struct site *site = *state;
	snapshot_auto snapshot = SNAPSHOT_INIT;
	snapshot_auto bare = SNAPSHOT_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;

	store_foreign_key(site, "b", &key);
	generate_key(site, "a", "EC");
	generate_key(site, "c", "OCT");
	assert_works(delete_key(site, "c", &why), why);
	assert_works(
		snapshot_take(&site->vault, &site->project, wants_all, NULL, &snapshot, &why), why);
	assert_true(snapshot.exists);
	assert_int_equal(snapshot.generation, 4);
	assert_int_equal(snapshot.count, 2);
	assert_works(snapshot_read_key(&snapshot, &snapshot.keys[0], &key, &why), why);
	assert_string_equal(key.name, "a");
	assert_true(snapshot.keys[0].sealed.length > 0);
	assert_works(snapshot_read_key(&snapshot, &snapshot.keys[1], &key, &why), why);
	assert_string_equal(key.name, "b");
	assert_int_equal(snapshot.keys[1].sealed.length, 0);
	assert_works(snapshot_take(&site->vault, &site->project, NULL, NULL, &bare, &why), why);
	assert_int_equal(bare.count, 0);
	assert_int_equal(bare.generation, 4);
}

#define on_site(test) cmocka_unit_test_setup_teardown(test, site_setup, site_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(a_rename_keeps_what_the_key_is),
		on_site(changes_are_checked_first),
		on_site(what_is_done_in_a_project_that_went_is_refused),
		on_site(of_many_who_change_none_is_lost),
		on_site(a_changed_key_lets_go_of_its_source),
		on_site(keys_from_outside_are_deployed),
		on_site(snapshots_hold_what_there_is),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
