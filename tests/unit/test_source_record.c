/* Keys, certificates and keystores at rest: their rows, and what is sealed in them. */

#include "unit.h"

#include "scratch.h"
#include "store/project.h"
#include "store/source_record.h"
#include "store/vault.h"

#include <stdio.h>

static struct source_record make_source(
	const struct id *project, enum source_kind kind, const char *name)
{
	struct source_record source = {.project = *project,
		.kind = kind,
		.description = "d",
		.type = "RSA",
		.revision = 1,
		.created = 1800000000};

	id_make(&source.id);
	snprintf(source.name, sizeof source.name, "%s", name);
	return source;
}

static void add_entry(struct source_record *source, const char *environment, const char *alias,
	const char *sealed)
{
	struct source_entry *entry = source_record_add(source, environment);

	snprintf(entry->alias, sizeof entry->alias, "%s", alias);
	buffer_append(&entry->public_part, "x\0y", 3);
	buffer_append_string(&entry->sealed, sealed);
}

/* Every test of rows is one visit that changes the store. */
typedef bool (*body)(struct transaction *transaction, struct failure *why);

static bool run_body(struct transaction *transaction, void *context, struct failure *why)
{
	return (*(const body *)context)(transaction, why);
}

static void run_in_visit(void **state, body what)
{
	struct store *store = scratch_open(*state);
	struct failure why;

	assert_works(store_write(store, run_body, &what, &why), why);
	store_close(store);
}

static void insert(
	struct transaction *transaction, const struct source_record *source, bool expected)
{
	struct failure why;
	bool inserted;

	assert_works(source_record_insert(transaction, source, &inserted, &why), why);
	assert_int_equal(inserted, expected);
}

/* False when there is none. */
static bool find(struct transaction *transaction, const struct id *project, enum source_kind kind,
	const char *name, bool with_sealed, struct source_record *source)
{
	struct failure why;
	bool found;

	assert_works(source_record_find(
			     transaction, project, kind, name, with_sealed, source, &found, &why),
		why);
	return found;
}

static bool rows(struct transaction *transaction, struct failure *why)
{
	source_record_auto back = SOURCE_RECORD_INIT;
	source_record_auto copy = SOURCE_RECORD_INIT;
	struct id project;

	(void)why;
	id_make(&project);

	source_record_auto source = make_source(&project, SOURCE_KEY, "n");

	add_entry(&source, "test", "", "");
	add_entry(&source, "production", "alias", "secret");
	insert(transaction, &source, true);
	insert(transaction, &source, true);
	assert_true(find(transaction, &project, SOURCE_KEY, "n", false, &back));
	assert_true(id_equal(&back.project, &project));
	assert_true(id_equal(&back.id, &source.id));
	assert_int_equal(back.kind, SOURCE_KEY);
	assert_string_equal(back.name, "n");
	assert_string_equal(back.description, "d");
	assert_string_equal(back.type, "RSA");
	assert_int_equal(back.revision, 1);
	assert_int_equal(back.created, 1800000000);
	assert_int_equal(back.count, 2);
	assert_string_equal(back.entries[0].environment, "test");
	assert_string_equal(back.entries[1].environment, "production");
	assert_string_equal(back.entries[1].alias, "alias");
	assert_true(buffer_equal(&back.entries[1].public_part, &source.entries[1].public_part));
	assert_int_equal(back.entries[1].sealed.length, 0);
	assert_ptr_equal(source_record_entry(&back, "production"), &back.entries[1]);
	assert_null(source_record_entry(&back, "sandbox"));
	assert_true(find(transaction, &project, SOURCE_KEY, "n", true, &back));
	assert_int_equal(back.entries[0].sealed.length, 0);
	assert_buffer_string(back.entries[1].sealed, "secret");
	source_record_copy(&copy, &back);
	assert_string_equal(copy.entries[1].alias, "alias");
	assert_buffer_string(copy.entries[1].sealed, "secret");
	assert_ptr_not_equal(copy.entries, back.entries);
	return true;
}

static void sources_are_kept(void **state)
{
	run_in_visit(state, rows);
}

static bool names(struct transaction *transaction, struct failure *why)
{
	source_record_auto back = SOURCE_RECORD_INIT;
	struct id project, other_project;
	bool updated;

	id_make(&project);
	id_make(&other_project);

	source_record_auto first = make_source(&project, SOURCE_KEY, "n");
	source_record_auto rival = make_source(&project, SOURCE_KEY, "n");
	source_record_auto other_kind = make_source(&project, SOURCE_KEYSTORE, "n");
	source_record_auto elsewhere = make_source(&other_project, SOURCE_KEY, "n");
	source_record_auto second = make_source(&project, SOURCE_KEY, "m");

	add_entry(&first, "e", "", "secret");
	insert(transaction, &first, true);
	insert(transaction, &rival, false);
	insert(transaction, &other_kind, true);
	insert(transaction, &elsewhere, true);
	insert(transaction, &second, true);
	assert_true(find(transaction, &project, SOURCE_KEYSTORE, "n", false, &back));
	assert_true(id_equal(&back.id, &other_kind.id));
	assert_false(find(transaction, &project, SOURCE_CERTIFICATE, "n", false, &back));

	source_record_auto after = make_source(&project, SOURCE_KEY, "m");

	after.id = first.id;
	assert_works(source_record_update(transaction, &first, &after, &updated, why), *why);
	assert_false(updated);
	assert_true(find(transaction, &project, SOURCE_KEY, "n", true, &back));
	assert_buffer_string(back.entries[0].sealed, "secret");
	strcpy(after.name, "renamed");
	add_entry(&after, "f", "", "other secret");
	assert_works(source_record_update(transaction, &first, &after, &updated, why), *why);
	assert_true(updated);
	assert_false(find(transaction, &project, SOURCE_KEY, "n", true, &back));
	assert_true(find(transaction, &project, SOURCE_KEY, "renamed", true, &back));
	assert_int_equal(back.count, 1);
	assert_string_equal(back.entries[0].environment, "f");
	assert_buffer_string(back.entries[0].sealed, "other secret");
	return true;
}

static void names_of_a_kind_are_taken_once(void **state)
{
	run_in_visit(state, names);
}

static bool count_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	(void)key;
	(void)value;
	(void)more;
	(void)why;
	++*(size_t *)context;
	return true;
}

static size_t count_rows(struct transaction *transaction)
{
	buffer_auto everything = BUFFER_INIT;
	struct failure why;
	size_t count = 0;

	assert_works(store_scan(transaction, &everything, NULL, count_row, &count, &why), why);
	return count;
}

static bool removal(struct transaction *transaction, struct failure *why)
{
	struct project project = {.name = "p"};
	bool updated;

	id_make(&project.id);

	source_record_auto source = make_source(&project.id, SOURCE_KEYSTORE, "n");
	source_record_auto after = SOURCE_RECORD_INIT;

	add_entry(&source, "e", "", "secret");
	add_entry(&source, "f", "", "secret");
	insert(transaction, &source, true);
	assert_int_equal(count_rows(transaction), 3);
	source_record_copy(&after, &source);
	buffer_clear(&after.entries[0].sealed);
	assert_works(source_record_update(transaction, &source, &after, &updated, why), *why);
	assert_int_equal(count_rows(transaction), 2);
	assert_works(source_record_remove(transaction, &after, why), *why);
	assert_int_equal(count_rows(transaction), 0);
	insert(transaction, &source, true);
	assert_works(project_remove(transaction, &project, why), *why);
	assert_int_equal(count_rows(transaction), 0);
	return true;
}

static void nothing_is_left_of_a_removed_source(void **state)
{
	run_in_visit(state, removal);
}

struct listing {
	struct buffer names;
	size_t most;
};

static bool note(const struct source_record *source, bool *more, void *context, struct failure *why)
{
	struct listing *listing = context;

	(void)why;
	buffer_printf(&listing->names, "%s ", source->name);
	for (size_t i = 0; i < source->count; i++)
		assert_int_equal(source->entries[i].sealed.length, 0);
	*more = --listing->most > 0;
	return true;
}

static void assert_each(struct transaction *transaction, const struct id *project,
	const char *after, size_t most, const char *expected)
{
	struct listing listing = {BUFFER_INIT, most};
	struct failure why;

	assert_works(
		source_record_each(transaction, project, SOURCE_KEY, after, note, &listing, &why),
		why);
	assert_buffer_string(listing.names, expected);
	buffer_free(&listing.names);
}

static bool lists(struct transaction *transaction, struct failure *why)
{
	static const char *const in_order[] = {"b", "a", "ab"};
	struct id project;

	(void)why;
	id_make(&project);
	for (size_t i = 0; i < 3; i++) {
		source_record_auto source = make_source(&project, SOURCE_KEY, in_order[i]);
		source_record_auto other = make_source(&project, SOURCE_CERTIFICATE, "other");

		add_entry(&source, "e", "", "secret");
		insert(transaction, &source, true);
		insert(transaction, &other, i == 0);
	}
	assert_each(transaction, &project, NULL, 9, "a ab b ");
	assert_each(transaction, &project, NULL, 2, "a ab ");
	assert_each(transaction, &project, "a", 9, "ab b ");
	assert_each(transaction, &project, "aa", 1, "ab ");
	assert_each(transaction, &project, "b", 9, "");
	return true;
}

static void sources_are_listed_by_name(void **state)
{
	run_in_visit(state, lists);
}

static bool longest(struct transaction *transaction, struct failure *why)
{
	source_record_auto back = SOURCE_RECORD_INIT;
	char text[NAME_SIZE];
	struct id project;

	(void)why;
	id_make(&project);
	memset(text, 'x', NAME_MAX_BYTES);
	text[NAME_MAX_BYTES] = '\0';

	source_record_auto source = make_source(&project, SOURCE_CERTIFICATE, text);

	memset(source.description, 'd', DESCRIPTION_MAX_BYTES);
	source.description[DESCRIPTION_MAX_BYTES] = '\0';
	for (size_t i = 0; i < 50; i++) {
		text[0] = (char)('A' + i % 26);
		text[1] = (char)('A' + i / 26);
		add_entry(&source, text, text, text);
		memset(buffer_reserve(&source.entries[i].public_part, 20000), 'p', 20000);
		source.entries[i].public_part.length += 20000;
	}
	insert(transaction, &source, true);
	assert_true(find(transaction, &project, SOURCE_CERTIFICATE, source.name, true, &back));
	assert_string_equal(back.description, source.description);
	assert_int_equal(back.count, 50);
	for (size_t i = 0; i < 50; i++) {
		assert_string_equal(back.entries[i].environment, source.entries[i].environment);
		assert_string_equal(back.entries[i].alias, source.entries[i].alias);
		assert_int_equal(back.entries[i].public_part.length, 20003);
		assert_buffer_string(back.entries[i].sealed, source.entries[i].environment);
	}
	return true;
}

static void long_texts_and_many_environments_fit(void **state)
{
	run_in_visit(state, longest);
}

/* An entry whose length is wrong. */
static bool damage(struct transaction *transaction, struct failure *why)
{
	source_record_auto back = SOURCE_RECORD_INIT;
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	struct id project;
	bool found;

	id_make(&project);

	source_record_auto source = make_source(&project, SOURCE_KEY, "n");

	add_entry(&source, "e", "", "");
	insert(transaction, &source, true);
	buffer_append_byte(&row, 'o');
	buffer_append(&row, project.bytes, ID_SIZE);
	buffer_append(&row, "\0\0\0\0n", 6);
	assert_works(store_get(transaction, &row, &value, &found, why), *why);
	assert_true(found);

	char *length = memmem(value.data, value.length, "\x09\0\0\0", 4);

	assert_non_null(length);
	length[5 + 3]++; /* the first entry seems longer than it is */
	assert_works(store_put(transaction, &row, &value, why), *why);
	assert_fails(source_record_find(
			     transaction, &project, SOURCE_KEY, "n", false, &back, &found, why),
		*why, FAILURE_INTERNAL, "do not add up");
	return true;
}

static void damaged_rows_are_told(void **state)
{
	run_in_visit(state, damage);
}

static void open_vault(void **state, struct vault *vault)
{
	struct home home = scratch_home(*state);
	struct failure why;

	assert_works(vault_create(&home, &why), why);
	assert_works(vault_open(&home, vault, &why), why);
}

static void secrets_are_bound_to_their_entry(void **state)
{
	struct vault vault;
	struct id project;
	buffer_auto secret = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	source_record_auto other = SOURCE_RECORD_INIT;
	struct failure why;

	open_vault(state, &vault);
	id_make(&project);

	source_record_auto source = make_source(&project, SOURCE_KEY, "n");

	add_entry(&source, "e", "", "replaced");
	buffer_append_string(&secret, "primes");
	vault_seal_entry(&vault, &source, &source.entries[0], &secret);
	assert_null(memmem(
		source.entries[0].sealed.data, source.entries[0].sealed.length, "primes", 6));
	assert_works(vault_open_entry(&vault, &source, &source.entries[0], &opened, &why), why);
	assert_buffer_string(opened, "primes");
	for (int change = 0; change < 5; change++) {
		source_record_copy(&other, &source);
		if (change == 0)
			other.project.bytes[0] ^= 1;
		if (change == 1)
			other.id.bytes[0] ^= 1;
		if (change == 2)
			other.kind = SOURCE_KEYSTORE;
		if (change == 3)
			strcpy(other.entries[0].environment, "f");
		if (change == 4)
			buffer_append_byte(&other.entries[0].public_part, '!');
		assert_fails(vault_open_entry(&vault, &other, &other.entries[0], &opened, &why),
			why, FAILURE_INTERNAL, "moved");
	}
	source_record_copy(&other, &source);
	strcpy(other.name, "renamed");
	strcpy(other.description, "may change");
	buffer_clear(&opened);
	assert_works(vault_open_entry(&vault, &other, &other.entries[0], &opened, &why), why);
	vault.store_id.bytes[0] ^= 1;
	assert_fails(vault_open_entry(&vault, &source, &source.entries[0], &opened, &why), why,
		FAILURE_INTERNAL, "moved");
	vault_close(&vault);
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, scratch_setup_store, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(sources_are_kept),
		in_store(names_of_a_kind_are_taken_once),
		in_store(nothing_is_left_of_a_removed_source),
		in_store(sources_are_listed_by_name),
		in_store(long_texts_and_many_environments_fit),
		in_store(damaged_rows_are_told),
		cmocka_unit_test_setup_teardown(
			secrets_are_bound_to_their_entry, scratch_setup, scratch_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("source_record", tests, NULL, NULL);
}
