/* The audit log: what is appended when, and that nothing in it can be changed unnoticed. */

#include "unit.h"

#include "mint/admin.h"
#include "mint/change.h"
#include "mint/generate.h"
#include "mint/keys.h"
#include "mint/operator_note.h"
#include "mint/rekey.h"
#include "mint/tag.h"
#include "site.h"
#include "store/audit_head.h"
#include "store/audit_read.h"
#include "store/identity.h"
#include "store/record.h"
#include "store/transaction.h"

#include <stdio.h>
#include <stdlib.h>

#define RECORDS 5 /* that a test begins with; the first is of the project that every site has */

static void note(struct site *site, enum audit_action action, const char *key)
{
	const struct audit_event event = {
		.action = action, .project = "p", .key = key, .kid = "kid", .object = "object"};
	struct failure why;

	assert_works(operator_note(&site->vault, &event, &why), why);
}

static int setup(void **state)
{
	static const char *const keys[] = {"one", "two", "three", "four"};
	struct site *site;

	if (site_setup(state) != 0)
		return -1;
	site = *state;
	snprintf(site->vault.actor.user, NAME_SIZE, "alice");
	snprintf(site->vault.actor.token, TOKEN_ID_SIZE, "0123456789abcdef");
	snprintf(site->vault.actor.address, AUDIT_ADDRESS_SIZE, "192.0.2.7");
	snprintf(site->vault.actor.request, AUDIT_REQUEST_SIZE, "request-1");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		note(site, AUDIT_JWK_GENERATE, keys[i]);
	return 0;
}

/* Rows of the store, as a test has them. */
struct rows {
	struct buffer keys[64]; /* owned, as are the values */
	struct buffer values[64];
	size_t count;
};

static bool take_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct rows *rows = context;

	(void)more;
	(void)why;
	assert_true(rows->count < 64);
	buffer_init(&rows->keys[rows->count]);
	buffer_init(&rows->values[rows->count]);
	buffer_append(&rows->keys[rows->count], key->data, key->length);
	buffer_append(&rows->values[rows->count++], value->data, value->length);
	return true;
}

static void free_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		buffer_free(&rows->keys[i]);
		buffer_free(&rows->values[i]);
	}
}
#define rows_auto __attribute__((cleanup(free_rows))) struct rows

static void read_log(struct site *site, struct rows *rows)
{
	struct failure why;

	rows->count = 0;
	assert_works(audit_each(site->vault.store, false, take_row, rows, &why), why);
}

static void head_key(struct buffer *key)
{
	record_key(key, RECORD_META);
	record_key_name(key, "audit");
}

struct edit {
	const struct buffer *key;
	const struct buffer *value; /* NULL: the row goes */
};

static bool do_edit(struct transaction *transaction, void *context, struct failure *why)
{
	const struct edit *edit = context;

	return edit->value == NULL ? store_delete(transaction, edit->key, NULL, why)
				   : store_put(transaction, edit->key, edit->value, why);
}

/* What somebody does who can write the store's file. */
static void put(struct site *site, const struct buffer *key, const struct buffer *value)
{
	struct edit edit = {key, value};
	struct failure why;

	assert_works(store_write(site->vault.store, do_edit, &edit, &why), why);
}

static bool do_get(struct transaction *transaction, void *context, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	bool found;

	head_key(&key);
	return store_get(transaction, &key, context, &found, why);
}

static void get_head(struct site *site, struct buffer *value)
{
	struct failure why;

	assert_works(store_read(site->vault.store, do_get, value, &why), why);
}

static void assert_whole(struct site *site, uint64_t records)
{
	struct audit_proof proof = {.progress = NULL};
	struct failure why;

	assert_works(audit_verify(&site->vault, NULL, &proof, &why), why);
	if (!proof.is_whole)
		fail_test("%s", proof.finding.text);
	assert_int_equal(proof.newest.sequence, records);
}

static void assert_found(struct site *site, const struct audit_place *expected, const char *part)
{
	struct audit_proof proof = {.progress = NULL};
	struct failure why;

	assert_works(audit_verify(&site->vault, expected, &proof, &why), why);
	if (proof.is_whole)
		fail_test("nothing was found where \"%s\" was expected", part);
	if (strstr(proof.finding.text, part) == NULL)
		fail_test("no \"%s\" in \"%s\"", part, proof.finding.text);
}

static void decode(const struct rows *rows, size_t i, struct audit_record *record)
{
	struct failure why;

	assert_works(audit_record_decode(&rows->keys[i], &rows->values[i], record, &why), why);
}

static void records_say_who_did_what(void **state)
{
	static const char *const expected[AUDIT_TEXTS] = {"alice", "0123456789abcdef",
		"jwk.generate", "p", "two", "kid", "object", "done", "192.0.2.7", "request-1"};
	struct site *site = *state;
	audit_record_auto record;
	rows_auto rows;

	audit_record_init(&record);
	read_log(site, &rows);
	assert_int_equal(rows.count, RECORDS);
	decode(&rows, 2, &record);
	assert_int_equal(record.place.sequence, 3);
	assert_true(record.time > INT64_C(1700000000000));
	for (size_t i = 0; i < AUDIT_TEXTS; i++)
		assert_string_equal(record.texts[i].data, expected[i]);
	assert_whole(site, RECORDS);
}

static void a_long_object_is_cut_between_characters(void **state)
{
	struct site *site = *state;
	char object[1201];
	const struct audit_event event = {.action = AUDIT_BACKUP, .object = object};
	audit_record_auto record;
	struct failure why;
	rows_auto rows;

	audit_record_init(&record);
	for (size_t i = 0; i < 1200; i += 3)
		memcpy(object + i, "\xE2\x82\xAC", 4);
	assert_works(operator_note(&site->vault, &event, &why), why);
	read_log(site, &rows);
	decode(&rows, RECORDS, &record);
	assert_int_equal(record.texts[AUDIT_TEXT_OBJECT].length, 510);
}

static void every_byte_of_a_record_counts(void **state)
{
	struct site *site = *state;
	rows_auto rows;

	read_log(site, &rows);
	for (size_t i = 0; i < rows.values[2].length; i++) {
		buffer_auto changed = BUFFER_INIT;

		buffer_append(&changed, rows.values[2].data, rows.values[2].length);
		changed.data[i] ^= 1;
		put(site, &rows.keys[2], &changed);
		assert_found(site, NULL, "ecord 3");
	}
	put(site, &rows.keys[2], &rows.values[2]);
	assert_whole(site, RECORDS);
}

static void every_byte_of_the_head_counts(void **state)
{
	struct site *site = *state;
	buffer_auto head = BUFFER_INIT;
	buffer_auto key = BUFFER_INIT;

	head_key(&key);
	get_head(site, &head);
	for (size_t i = 0; i < head.length; i++) {
		head.data[i] ^= 1;
		put(site, &key, &head);
		assert_found(site, NULL, "the audit log");
		head.data[i] ^= 1;
	}
	put(site, &key, NULL);
	assert_found(site, NULL, "head of the audit log is missing");
	put(site, &key, &head);
	assert_whole(site, RECORDS);
}

static void a_missing_record_is_found(void **state)
{
	static const char *const sentences[RECORDS] = {"Record 1 of the audit log is missing",
		"Record 2 of the audit log is missing", "Record 3 of the audit log is missing",
		"Record 4 of the audit log is missing", "cut off: record 5 is missing"};
	struct site *site = *state;
	rows_auto rows;

	read_log(site, &rows);
	for (size_t i = 0; i < RECORDS; i++) {
		put(site, &rows.keys[i], NULL);
		assert_found(site, NULL, sentences[i]);
		put(site, &rows.keys[i], &rows.values[i]);
	}
	for (size_t i = 0; i < RECORDS; i++)
		put(site, &rows.keys[i], NULL);
	assert_found(site, NULL, "record 1 is missing");
}

static void exchanged_records_are_found(void **state)
{
	struct site *site = *state;
	rows_auto rows;

	read_log(site, &rows);
	put(site, &rows.keys[1], &rows.values[2]);
	put(site, &rows.keys[2], &rows.values[1]);
	assert_found(site, NULL, "In the place of record 2 of the audit log is record 3");
}

/* Makes the row of a record that follows another, as somebody would who knows how. */
static void forge(struct site *site, const struct audit_record *former, struct audit_place *place)
{
	const char *const texts[AUDIT_TEXTS] = {
		[AUDIT_TEXT_USER] = "mallory", [AUDIT_TEXT_ACTION] = "jwk.read"};
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	audit_record_encode(&former->place, former->time, texts, &key, &value, place);
	put(site, &key, &value);
}

static void added_records_are_found(void **state)
{
	struct site *site = *state;
	struct audit_place place;
	audit_record_auto last;
	rows_auto rows;

	audit_record_init(&last);
	read_log(site, &rows);
	decode(&rows, RECORDS - 1, &last);
	forge(site, &last, &place);
	assert_found(site, NULL, "rows behind record 5");
	/* What goes on is behind it, and says what it found. */
	note(site, AUDIT_JWK_READ, "five");
	assert_found(site, NULL, "Record 7 of the audit log says that the log was damaged");
}

/* A log that is made anew to its end, with all hashes right, lacks the proof of the keyring. */
static void a_log_of_somebody_else_is_found(void **state)
{
	struct site *site = *state;
	struct audit_place place;
	audit_record_auto last;
	buffer_auto head = BUFFER_INIT;
	buffer_auto key = BUFFER_INIT;
	rows_auto rows;

	audit_record_init(&last);
	read_log(site, &rows);
	decode(&rows, RECORDS - 2, &last);
	forge(site, &last, &place);
	assert_found(site, NULL, "Record 5 of the audit log, the newest, has another hash");
	head_key(&key);
	get_head(site, &head);
	for (size_t i = 0; i + AUDIT_HASH_SIZE <= head.length; i++) {
		decode(&rows, RECORDS - 1, &last);
		if (memcmp(head.data + i, last.place.hash, AUDIT_HASH_SIZE) == 0)
			memcpy(head.data + i, place.hash, AUDIT_HASH_SIZE);
	}
	put(site, &key, &head);
	assert_found(site, NULL, "was not written with this keyring");
	note(site, AUDIT_JWK_READ, "five");
	assert_found(site, NULL, "Record 6 of the audit log says that the log was damaged");
}

/* What was proven once and is put back proves nothing to who kept a later place. */
static void an_old_end_is_found_by_who_knows_better(void **state)
{
	struct site *site = *state;
	struct audit_proof before = {.progress = NULL}, after = {.progress = NULL};
	buffer_auto head = BUFFER_INIT;
	buffer_auto key = BUFFER_INIT;
	struct failure why;
	rows_auto rows;

	assert_works(audit_verify(&site->vault, NULL, &before, &why), why);
	get_head(site, &head);
	note(site, AUDIT_JWK_READ, "five");
	assert_works(audit_verify(&site->vault, &before.newest, &after, &why), why);
	assert_true(after.is_whole);
	read_log(site, &rows);
	put(site, &rows.keys[RECORDS], NULL);
	head_key(&key);
	put(site, &key, &head);
	assert_whole(site, RECORDS);
	assert_found(site, &after.newest, "before the expected record 6");
	note(site, AUDIT_JWK_READ, "another");
	assert_found(site, &after.newest, "Record 6 of the audit log has another hash");
}

static void a_log_that_was_removed_is_missed(void **state)
{
	struct site *site = *state;
	buffer_auto key = BUFFER_INIT;
	rows_auto rows;

	read_log(site, &rows);
	for (size_t i = 0; i < RECORDS; i++)
		put(site, &rows.keys[i], NULL);
	head_key(&key);
	put(site, &key, NULL);
	assert_found(site, NULL, "head of the audit log is missing");
	note(site, AUDIT_JWK_READ, "five");
	assert_found(site, NULL, "Record 1 of the audit log says that the log was damaged");
}

static bool forget_log(struct transaction *transaction, void *context, struct failure *why)
{
	struct vault *vault = context;
	store_identity_auto identity = STORE_IDENTITY_INIT;
	bool found;

	if (!store_identity_get(transaction, &identity, &found, why))
		return false;
	identity.has_audit = false;
	store_identity_seal(&identity, &vault->keyring);
	return store_identity_put(transaction, &identity, why);
}

/* A store that was made before there was a log. */
static void a_log_begins_with_the_first_change(void **state)
{
	struct site *site = *state;
	audit_record_auto record;
	buffer_auto key = BUFFER_INIT;
	struct failure why;
	rows_auto rows;
	rows_auto begun;

	audit_record_init(&record);
	begun.count = 0;
	read_log(site, &rows);
	for (size_t i = 0; i < RECORDS; i++)
		put(site, &rows.keys[i], NULL);
	head_key(&key);
	put(site, &key, NULL);
	assert_works(store_write(site->vault.store, forget_log, &site->vault, &why), why);
	assert_whole(site, 0);
	note(site, AUDIT_JWK_READ, "first");
	assert_whole(site, 2);
	read_log(site, &begun);
	decode(&begun, 0, &record);
	assert_string_equal(record.texts[AUDIT_TEXT_ACTION].data, "audit.begin");
	vault_close(&site->vault);
	assert_works(vault_open(&site->home, &site->vault, &why), why);
	assert_whole(site, 2);
}

/* A work, what it knows of its former run, and what is to be known of it. */
struct rerun {
	struct run_mark former;
	struct run_mark mark;
};

static bool work_again(struct transaction *transaction, void *context, struct failure *why)
{
	const struct audit_event events[] = {
		{.action = AUDIT_KEY_UPDATE, .key = "k"}, {.action = AUDIT_JWK_UPDATE, .key = "j"}};
	struct rerun *rerun = context;

	transaction->former = rerun->former;
	for (size_t i = 0; i < 2; i++) {
		if (!audit_note(transaction, &events[i], why))
			return false;
	}
	rerun->mark = transaction->mark;
	return true;
}

static void a_work_that_runs_again_notes_once(void **state)
{
	struct site *site = *state;
	struct rerun first = {.former = {.is_set = false}};
	struct failure why;

	assert_works(store_write(site->vault.store, work_again, &first, &why), why);
	assert_whole(site, RECORDS + 2);

	/* The first run was committed, and others went on. */
	struct rerun second = {.former = first.mark};

	note(site, AUDIT_JWK_READ, "beside");
	assert_works(store_write(site->vault.store, work_again, &second, &why), why);
	assert_whole(site, RECORDS + 3);
	assert_memory_equal(&second.mark, &first.mark, sizeof second.mark);

	/* It was lost, and another's record has its place. */
	struct rerun third = {.former = first.mark};

	third.former.place.hash[0] ^= 1;
	assert_works(store_write(site->vault.store, work_again, &third, &why), why);
	assert_whole(site, RECORDS + 5);

	/* It was lost, and nothing has its place. */
	struct rerun fourth = {.former = {.is_set = true, .place = {.sequence = 100}}};

	assert_works(store_write(site->vault.store, work_again, &fourth, &why), why);
	assert_whole(site, RECORDS + 7);
}

/* The engine panics behind the first note: that transaction is lost. */
static bool note_and_panic(struct transaction *transaction, void *context, struct failure *why)
{
	const struct audit_event event = {.action = AUDIT_JWK_DELETE, .key = "k"};
	DB_ENV *env = transaction->engine->env;
	int *runs = context;

	if (!audit_note(transaction, &event, why))
		return false;
	if (++*runs == 1)
		env->set_flags(env, DB_PANIC_ENVIRONMENT, 1);
	return true;
}

static void what_was_lost_is_noted_again(void **state)
{
	struct site *site = *state;
	struct failure why;
	int runs = 0;

	assert_works(store_write(site->vault.store, note_and_panic, &runs, &why), why);
	assert_int_equal(runs, 2);
	assert_true(store_recovered(site->vault.store));
	assert_whole(site, RECORDS + 1);
	runs = 0;
	assert_works(store_read_noting(site->vault.store, note_and_panic, &runs, &why), why);
	assert_int_equal(runs, 2);
	assert_whole(site, RECORDS + 2);
}

/* Notes and breaks, breaks before it notes, and then sees what it is told of the first run. */
struct breaking {
	int runs;
	struct run_mark first;
	struct run_mark told;
};

static bool break_twice(struct transaction *transaction, void *context, struct failure *why)
{
	const struct audit_event event = {.action = AUDIT_KEY_UPDATE, .key = "k"};
	struct breaking *breaking = context;
	DB_ENV *env = transaction->engine->env;

	switch (breaking->runs++) {
	case 0:
		if (!audit_note(transaction, &event, why))
			return false;
		breaking->first = transaction->mark;
		env->set_flags(env, DB_PANIC_ENVIRONMENT, 1);
		return true;
	case 1:
		env->set_flags(env, DB_PANIC_ENVIRONMENT, 1);
		break;
	default:
		breaking->told = transaction->former;
	}
	return audit_note(transaction, &event, why);
}

static void a_run_that_notes_nothing_forgets_no_former_one(void **state)
{
	struct site *site = *state;
	struct breaking breaking = {.runs = 0};
	struct failure why;

	assert_works(store_write(site->vault.store, break_twice, &breaking, &why), why);
	assert_int_equal(breaking.runs, 3);
	assert_true(breaking.first.is_set);
	assert_memory_equal(&breaking.told, &breaking.first, sizeof breaking.told);
	assert_whole(site, RECORDS + 1);
}

static bool note_and_fail(struct transaction *transaction, void *context, struct failure *why)
{
	const struct audit_event event = {.action = AUDIT_JWK_DELETE};

	(void)context;
	return audit_note(transaction, &event, why) &&
	       fail(why, FAILURE_INVALID, "and then it failed");
}

static bool note_while_reading(struct transaction *transaction, void *context, struct failure *why)
{
	const struct audit_event event = {.action = AUDIT_JWK_READ};

	(void)context;
	assert_false(store_is_writable(transaction));
	return audit_note(transaction, &event, why);
}

static void what_was_not_done_is_not_noted(void **state)
{
	struct site *site = *state;
	struct failure why;

	assert_fails(store_write(site->vault.store, note_and_fail, NULL, &why), why,
		FAILURE_INVALID, "and then it failed");
	assert_fails(store_read(site->vault.store, note_while_reading, NULL, &why), why,
		FAILURE_INTERNAL, "announced as reading");
	assert_whole(site, RECORDS);
}

static void look_at(struct site *site, struct look *look, const char *name, struct buffer *tag)
{
	key_record_auto key = KEY_RECORD_INIT;
	struct failure why;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_works(keys_get(&site->vault, &site->project, name, look, &key, &jwk, &why), why);
	assert_true(jwk_is_private(&jwk));
	assert_false(look != NULL && look->is_unnoted);
	buffer_clear(tag);
	tag_append(&key.id, key.revision, tag);
}

static void only_what_is_shown_is_noted(void **state)
{
	const struct generate_request request = {.name = "k", .type = "EC"};
	struct look shown = {.is_shown = true}, hidden = {.is_shown = false};
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto tag = BUFFER_INIT;
	struct failure why;

	assert_works(generate_jwk(&site->vault, &site->project, &request, &deployment, &why), why);
	assert_whole(site, RECORDS + 1);
	look_at(site, &shown, "k", &tag);
	assert_whole(site, RECORDS + 2);
	look_at(site, &hidden, "k", &tag);
	look_at(site, NULL, "k", &tag);
	shown.if_none_match = tag.data;
	look_at(site, &shown, "k", &tag);
	assert_whole(site, RECORDS + 2);
	shown.if_none_match = "\"another\"";
	look_at(site, &shown, "k", &tag);
	assert_whole(site, RECORDS + 3);
}

static void new_sealing_keys_prove_the_log(void **state)
{
	struct site *site = *state;
	struct rekeying rekeying = {.progress = NULL};
	struct failure why;

	assert_works(rekey(&site->vault, &rekeying, &why), why);
	assert_whole(site, RECORDS + 2);
	assert_works(rekey_forget_old(&site->vault, &rekeying, &why), why);
	assert_int_equal(rekeying.forgotten, 1);
	assert_whole(site, RECORDS + 3);
	vault_close(&site->vault);
	assert_works(vault_open(&site->home, &site->vault, &why), why);
	note(site, AUDIT_JWK_READ, "five");
	assert_whole(site, RECORDS + 4);
}

/* Another process added a sealing key and wrote with it. */
static void a_newer_sealing_key_is_looked_for(void **state)
{
	struct site *site = *state;
	struct rekeying rekeying = {.progress = NULL};
	struct keyring old;
	struct failure why;

	assert_works(keyring_load(site->home.keyring, &old, &why), why);
	assert_works(rekey(&site->vault, &rekeying, &why), why);
	keyring_free(&site->vault.keyring);
	site->vault.keyring = old;
	note(site, AUDIT_JWK_READ, "five");
	assert_whole(site, RECORDS + 3);
}

static void long_logs_are_read_in_pages(void **state)
{
	struct site *site = *state;
	struct audit_proof proof = {.progress = NULL};
	struct failure why;

	for (size_t i = 0; i < 600; i++)
		note(site, AUDIT_JWK_READ, "many");
	assert_whole(site, RECORDS + 600);
	assert_works(audit_verify(&site->vault, NULL, &proof, &why), why);

	buffer_auto key = BUFFER_INIT;

	audit_record_key(512, &key);
	put(site, &key, NULL);
	assert_found(site, &proof.newest, "Record 512 of the audit log is missing");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, site_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(records_say_who_did_what),
		TEST(a_long_object_is_cut_between_characters),
		TEST(every_byte_of_a_record_counts),
		TEST(every_byte_of_the_head_counts),
		TEST(a_missing_record_is_found),
		TEST(exchanged_records_are_found),
		TEST(added_records_are_found),
		TEST(a_log_of_somebody_else_is_found),
		TEST(an_old_end_is_found_by_who_knows_better),
		TEST(a_log_that_was_removed_is_missed),
		TEST(a_log_begins_with_the_first_change),
		TEST(a_work_that_runs_again_notes_once),
		TEST(what_was_lost_is_noted_again),
		TEST(a_run_that_notes_nothing_forgets_no_former_one),
		TEST(what_was_not_done_is_not_noted),
		TEST(only_what_is_shown_is_noted),
		TEST(new_sealing_keys_prove_the_log),
		TEST(a_newer_sealing_key_is_looked_for),
		TEST(long_logs_are_read_in_pages),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
