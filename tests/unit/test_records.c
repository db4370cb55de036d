#include "unit.h"

#include "rows.h"
#include "scratch.h"
#include "store/environment.h"
#include "store/key_record.h"
#include "store/key_scan.h"
#include "store/project.h"
#include "store/record.h"
#include "store/token.h"
#include "store/user.h"

#include <stdio.h>
#include <stdlib.h>

static void fields_come_back(void **state)
{
	static const int64_t numbers[] = {1, -1, 1800000000, INT64_MAX, INT64_MIN, 256, 0};
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	const uint8_t *bytes;
	size_t length;
	char text[8];
	buffer_auto long_text = BUFFER_INIT;

	(void)state;
	record_begin(&value);
	for (uint8_t i = 0; i < 7; i++)
		record_put_i64(&value, (uint8_t)(10 + i), numbers[i]);
	record_put_string(&value, 1, "seven77");
	record_put_string(&value, 2, "");
	record_put_bytes(&value, 3, "\0\1\2", 3);
	assert_works(record_check(&value, &why), why);
	for (uint8_t i = 0; i < 7; i++)
		assert_true(record_get_i64(&value, (uint8_t)(10 + i)) == numbers[i]);
	assert_works(record_get_string(&value, 1, text, sizeof text, &why), why);
	assert_string_equal(text, "seven77");
	assert_fails(record_get_string(&value, 1, text, 7, &why), why, FAILURE_INTERNAL, "damaged");
	assert_fails(record_get_string(&value, 3, text, sizeof text, &why), why, FAILURE_INTERNAL,
		"damaged");
	assert_works(record_get_string(&value, 2, text, sizeof text, &why), why);
	assert_string_equal(text, "");
	assert_works(record_get_string(&value, 99, text, sizeof text, &why), why);
	assert_string_equal(text, "");
	assert_works(record_get_text(&value, 1, &long_text, &why), why);
	assert_buffer_string(long_text, "seven77");
	assert_fails(
		record_get_text(&value, 3, &long_text, &why), why, FAILURE_INTERNAL, "no text");
	assert_works(record_get_text(&value, 99, &long_text, &why), why);
	assert_buffer_string(long_text, "");
	assert_true(record_get_i64(&value, 99) == 0);
	record_get_bytes(&value, 3, &bytes, &length);
	assert_int_equal(length, 3);
	assert_memory_equal(bytes, "\0\1\2", 3);
	record_get_bytes(&value, 99, &bytes, &length);
	assert_int_equal(length, 0);
}

static void damaged_rows_are_refused(void **state)
{
	buffer_auto value = BUFFER_INIT;
	struct failure why;

	(void)state;
	assert_fails(record_check(&value, &why), why, FAILURE_INTERNAL, "empty");
	record_begin(&value);
	assert_works(record_check(&value, &why), why);
	record_put_string(&value, 1, "text");
	for (size_t length = value.length - 1; length > 1; length--) {
		buffer_truncate(&value, length);
		assert_fails(record_check(&value, &why), why, FAILURE_INTERNAL, "do not add up");
	}
	record_begin(&value);
	buffer_append(&value, "\x01\xFF\xFF\xFF\xFFxxxx", 9);
	assert_fails(record_check(&value, &why), why, FAILURE_INTERNAL, "do not add up");
}

static void rows_of_a_newer_format_are_refused(void **state)
{
	buffer_auto value = BUFFER_INIT;
	struct failure why;

	(void)state;
	record_begin(&value);
	value.data[0] = 2;
	assert_fails(record_check(&value, &why), why, FAILURE_INTERNAL, "newer version");
}

static void id_lists_are_sets(void **state)
{
	struct id_list list = ID_LIST_INIT;
	struct id_list copy = ID_LIST_INIT;
	struct id ids[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		id_make(&ids[i]);
		assert_false(id_list_contains(&list, &ids[i]));
		id_list_add(&list, &ids[i]);
		id_list_add(&list, &ids[i]);
	}
	assert_int_equal(id_list_count(&list), 3);
	id_list_copy(&copy, &list);
	id_list_free(&list);
	assert_int_equal(id_list_count(&copy), 3);
	for (int i = 0; i < 3; i++) {
		struct id id = id_list_get(&copy, (size_t)i);

		assert_true(id_list_contains(&copy, &ids[i]));
		assert_true(id_equal(&id, &ids[i]));
	}
	id_list_free(&copy);
}

static struct project make_project(const char *name)
{
	struct project project = {.created = 1800000000};

	id_make(&project.id);
	snprintf(project.name, sizeof project.name, "%s", name);
	snprintf(project.description, sizeof project.description, "about %s", name);
	return project;
}

static struct key_record make_key(const struct project *project, const char *name, const char *kid)
{
	struct key_record key = {.project = project->id,
		.version = 1,
		.description = "d",
		.type = "EC",
		.use = "sig",
		.algorithm = "ES256",
		.source = "GENERATE",
		.not_before = 1800000000,
		.expires = 1831536000,
		.created = 1800000001,
		.password_salt_length = 16,
		.password_iterations = 310000,
		.public_part = BUFFER_INIT,
		.extra = BUFFER_INIT,
		.source_url = BUFFER_INIT};

	id_make(&key.id);
	snprintf(key.name, sizeof key.name, "%s", name);
	snprintf(key.kid, sizeof key.kid, "%s", kid);
	buffer_append(&key.public_part, "x\0y", 3);
	return key;
}

/* Every test here is one visit that changes the store. */
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

struct names {
	struct buffer text; /* each followed by a space */
	size_t most;        /* ends the scan; 0: never */
	size_t count;
};

static void note_name(struct names *names, const char *name)
{
	buffer_append_string(&names->text, name);
	buffer_append_byte(&names->text, ' ');
	names->count++;
}

static bool note_project(const struct project *project, void *context, struct failure *why)
{
	(void)why;
	note_name(context, project->name);
	return true;
}

static bool projects(struct transaction *transaction, struct failure *why)
{
	struct project first = make_project("ab");
	struct project second = make_project("a");
	struct project rival = make_project("ab");
	struct project read_back;
	struct names names = {.text = BUFFER_INIT};
	uint64_t generation;
	bool hit;

	assert_works(project_insert(transaction, &first, &hit, why), *why);
	assert_true(hit);
	assert_works(project_insert(transaction, &second, &hit, why), *why);
	assert_true(hit);
	assert_works(project_insert(transaction, &rival, &hit, why), *why);
	assert_false(hit);
	assert_works(project_insert(transaction, &first, &hit, why), *why);
	assert_true(hit);
	assert_works(project_find(transaction, "ab", &read_back, &hit, why), *why);
	assert_true(hit);
	assert_true(id_equal(&read_back.id, &first.id));
	assert_string_equal(read_back.name, "ab");
	assert_string_equal(read_back.description, "about ab");
	assert_int_equal(read_back.created, 1800000000);
	assert_works(project_find(transaction, "abc", &read_back, &hit, why), *why);
	assert_false(hit);
	assert_works(project_each(transaction, note_project, &names, why), *why);
	assert_buffer_string(names.text, "a ab ");
	assert_works(project_generation(transaction, &first.id, &generation, why), *why);
	assert_int_equal(generation, 0);
	for (uint64_t i = 1; i <= 300; i++) {
		assert_works(project_advance(transaction, &first.id, &generation, why), *why);
		assert_int_equal(generation, i);
	}
	assert_works(project_generation(transaction, &first.id, &generation, why), *why);
	assert_int_equal(generation, 300);
	assert_works(project_generation(transaction, &second.id, &generation, why), *why);
	assert_int_equal(generation, 0);
	buffer_free(&names.text);
	return true;
}

static void projects_are_kept(void **state)
{
	run_in_visit(state, projects);
}

static bool note_key(const struct key_record *key, bool *more, void *context, struct failure *why)
{
	struct names *names = context;

	(void)why;
	note_name(names, key->name);
	*more = names->most == 0 || names->count < names->most;
	return true;
}

static void insert_key(
	struct transaction *transaction, const struct key_record *key, enum key_taken expected)
{
	buffer_auto sealed = BUFFER_INIT;
	enum key_taken taken;
	struct failure why;

	buffer_printf(&sealed, "sealed %s", key->name);
	assert_works(key_record_insert(transaction, key, &sealed, &taken, &why), why);
	assert_int_equal(taken, expected);
}

static bool keys_round_trip(struct transaction *transaction, struct failure *why)
{
	struct project project = make_project("p");
	key_record_auto key = make_key(&project, "signing key", "kid-1");
	key_record_auto read_back = KEY_RECORD_INIT;
	buffer_auto binding = BUFFER_INIT;
	buffer_auto binding_read_back = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	bool hit;

	insert_key(transaction, &key, KEY_TAKEN_NOTHING);
	assert_works(
		key_record_find(transaction, &project.id, "signing key", &read_back, &hit, why),
		*why);
	assert_true(hit);
	assert_true(id_equal(&read_back.project, &key.project));
	assert_true(id_equal(&read_back.id, &key.id));
	assert_int_equal(read_back.version, 1);
	assert_string_equal(read_back.description, "d");
	assert_string_equal(read_back.kid, "kid-1");
	assert_string_equal(read_back.type, "EC");
	assert_string_equal(read_back.use, "sig");
	assert_string_equal(read_back.algorithm, "ES256");
	assert_string_equal(read_back.source, "GENERATE");
	assert_int_equal(read_back.password_salt_length, 16);
	assert_int_equal(read_back.password_iterations, 310000);
	key_record_binding(&key, &binding);
	key_record_binding(&read_back, &binding_read_back);
	assert_true(buffer_equal(&binding, &binding_read_back));
	assert_works(key_record_material(transaction, &read_back, &sealed, why), *why);
	assert_buffer_string(sealed, "sealed signing key");
	read_back.version = 2;
	assert_fails(key_record_material(transaction, &read_back, &sealed, why), *why,
		FAILURE_INTERNAL, "signing key");
	return true;
}

static void keys_are_kept(void **state)
{
	run_in_visit(state, keys_round_trip);
}

static bool taken_keys(struct transaction *transaction, struct failure *why)
{
	struct project project = make_project("p");
	struct project neighbour = make_project("q");
	key_record_auto key = make_key(&project, "a", "kid-1");
	key_record_auto same_name = make_key(&project, "a", "kid-2");
	key_record_auto same_kid = make_key(&project, "b", "kid-1");
	key_record_auto elsewhere = make_key(&neighbour, "a", "kid-1");
	key_record_auto no_kid = make_key(&project, "c", "");
	key_record_auto no_kid_either = make_key(&project, "d", "");
	key_record_auto read_back = KEY_RECORD_INIT;
	struct names names = {.text = BUFFER_INIT};
	bool hit;

	insert_key(transaction, &key, KEY_TAKEN_NOTHING);
	insert_key(transaction, &key, KEY_TAKEN_NOTHING);
	insert_key(transaction, &same_name, KEY_TAKEN_NAME);
	insert_key(transaction, &same_kid, KEY_TAKEN_KID);
	insert_key(transaction, &elsewhere, KEY_TAKEN_NOTHING);
	insert_key(transaction, &no_kid, KEY_TAKEN_NOTHING);
	insert_key(transaction, &no_kid_either, KEY_TAKEN_NOTHING);
	assert_works(key_scan_each(transaction, &project.id, NULL, note_key, &names, why), *why);
	assert_buffer_string(names.text, "a c d ");
	assert_works(key_record_find(transaction, &project.id, "a", &read_back, &hit, why), *why);
	assert_true(id_equal(&read_back.id, &key.id));
	assert_works(key_record_kid_taken(transaction, &project.id, "kid-1", &hit, why), *why);
	assert_true(hit);
	assert_works(key_record_kid_taken(transaction, &project.id, "kid-2", &hit, why), *why);
	assert_false(hit);
	assert_works(key_record_kid_taken(transaction, &project.id, "kid-", &hit, why), *why);
	assert_false(hit);
	buffer_free(&names.text);
	return true;
}

static void taken_names_and_kids_are_told(void **state)
{
	run_in_visit(state, taken_keys);
}

static bool refuse(struct transaction *transaction, void *context, struct failure *why)
{
	(void)why;
	insert_key(transaction, context, KEY_TAKEN_KID);
	return true;
}

static bool insert_one(struct transaction *transaction, void *context, struct failure *why)
{
	(void)why;
	insert_key(transaction, context, KEY_TAKEN_NOTHING);
	return true;
}

static void a_refused_key_leaves_no_row(void **state)
{
	struct store *store = scratch_open(*state);
	struct project project = make_project("p");
	key_record_auto key = make_key(&project, "a", "kid");
	key_record_auto rival = make_key(&project, "b", "kid");
	buffer_auto before = BUFFER_INIT;
	buffer_auto after = BUFFER_INIT;
	struct failure why;

	assert_works(store_write(store, insert_one, &key, &why), why);
	assert_works(rows_scan(store, "", NULL, &before, &why), why);
	assert_works(store_write(store, refuse, &rival, &why), why);
	assert_works(store_write(store, insert_one, &key, &why), why);
	assert_works(rows_scan(store, "", NULL, &after, &why), why);
	assert_true(buffer_equal(&before, &after));
	store_close(store);
}

static void assert_keys(struct transaction *transaction, const struct project *project,
	const char *after, size_t most, const char *expected)
{
	struct names names = {.text = BUFFER_INIT, .most = most};
	struct failure why;

	assert_works(key_scan_each(transaction, &project->id, after, note_key, &names, &why), why);
	assert_buffer_string(names.text, expected);
	buffer_free(&names.text);
}

static bool neighbouring_names(struct transaction *transaction, struct failure *why)
{
	static const char *const names[] = {"ab", "a", "abc", "a b", "\xC3\xA9", "b"};
	struct project project = make_project("p");
	struct project next = project;
	key_record_auto foreign = KEY_RECORD_INIT;
	key_record_auto read_back = KEY_RECORD_INIT;
	bool hit;

	next.id.bytes[ID_SIZE - 1]++;
	foreign = make_key(&next, "aa", "");
	insert_key(transaction, &foreign, KEY_TAKEN_NOTHING);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		key_record_auto key = make_key(&project, names[i], names[i]);

		insert_key(transaction, &key, KEY_TAKEN_NOTHING);
	}
	assert_keys(transaction, &project, NULL, 0, "a a b ab abc b \xC3\xA9 ");
	assert_keys(transaction, &project, "a", 0, "a b ab abc b \xC3\xA9 ");
	assert_keys(transaction, &project, "a", 2, "a b ab ");
	assert_keys(transaction, &project, "aa", 0, "ab abc b \xC3\xA9 ");
	assert_keys(transaction, &project, "\xC3\xA9", 0, "");
	assert_keys(transaction, &next, NULL, 0, "aa ");
	assert_works(key_record_find(transaction, &project.id, "aa", &read_back, &hit, why), *why);
	assert_false(hit);
	return true;
}

static void names_that_begin_alike_stay_apart(void **state)
{
	run_in_visit(state, neighbouring_names);
}

static bool longest_texts(struct transaction *transaction, struct failure *why)
{
	struct project project = make_project("");
	key_record_auto key = make_key(&project, "", "");
	key_record_auto rival = KEY_RECORD_INIT;
	key_record_auto read_back = KEY_RECORD_INIT;
	bool hit;

	memset(project.name, 'n', NAME_MAX_BYTES);
	assert_works(project_insert(transaction, &project, &hit, why), *why);
	assert_true(hit);
	memset(key.name, 'n', NAME_MAX_BYTES);
	memset(key.description, 'd', DESCRIPTION_MAX_BYTES);
	memset(key.kid, 'k', KEY_KID_SIZE - 1);
	insert_key(transaction, &key, KEY_TAKEN_NOTHING);
	assert_works(
		key_record_find(transaction, &project.id, key.name, &read_back, &hit, why), *why);
	assert_true(hit);
	assert_string_equal(read_back.name, key.name);
	assert_string_equal(read_back.description, key.description);
	assert_string_equal(read_back.kid, key.kid);
	key_record_copy(&rival, &key);
	id_make(&rival.id);
	strcpy(rival.name, "short");
	insert_key(transaction, &rival, KEY_TAKEN_KID);
	rival.kid[KEY_KID_SIZE - 2] = '\0';
	insert_key(transaction, &rival, KEY_TAKEN_NOTHING);
	return true;
}

static void the_longest_texts_fit(void **state)
{
	run_in_visit(state, longest_texts);
}

static bool removed_project(struct transaction *transaction, struct failure *why)
{
	struct project project = make_project("p");
	struct project neighbour = make_project("q");
	key_record_auto key = make_key(&project, "a", "kid");
	key_record_auto read_back = KEY_RECORD_INIT;
	key_record_auto kept = make_key(&neighbour, "a", "kid");
	buffer_auto sealed = BUFFER_INIT;
	uint64_t generation;
	bool hit;

	assert_works(project_insert(transaction, &project, &hit, why), *why);
	assert_works(project_insert(transaction, &neighbour, &hit, why), *why);
	insert_key(transaction, &key, KEY_TAKEN_NOTHING);
	insert_key(transaction, &kept, KEY_TAKEN_NOTHING);
	assert_works(project_advance(transaction, &project.id, &generation, why), *why);
	assert_works(project_advance(transaction, &neighbour.id, &generation, why), *why);
	assert_works(project_remove(transaction, &project, why), *why);
	assert_works(project_remove(transaction, &project, why), *why);
	assert_works(project_find(transaction, "p", &project, &hit, why), *why);
	assert_false(hit);
	assert_works(key_record_find(transaction, &project.id, "a", &read_back, &hit, why), *why);
	assert_false(hit);
	assert_works(key_record_kid_taken(transaction, &project.id, "kid", &hit, why), *why);
	assert_false(hit);
	assert_fails(key_record_material(transaction, &key, &sealed, why), *why, FAILURE_INTERNAL,
		"missing");
	assert_works(project_generation(transaction, &project.id, &generation, why), *why);
	assert_int_equal(generation, 0);
	assert_works(project_find(transaction, "q", &neighbour, &hit, why), *why);
	assert_true(hit);
	assert_works(key_record_material(transaction, &kept, &sealed, why), *why);
	assert_works(project_generation(transaction, &neighbour.id, &generation, why), *why);
	assert_int_equal(generation, 1);
	return true;
}

static void a_project_takes_everything_with_it(void **state)
{
	run_in_visit(state, removed_project);
}

static bool reused_name(struct transaction *transaction, struct failure *why)
{
	struct project old = make_project("p");
	struct project new = make_project("p");
	struct project read_back;
	bool hit;

	assert_works(project_insert(transaction, &old, &hit, why), *why);
	assert_works(project_remove(transaction, &old, why), *why);
	assert_works(project_insert(transaction, &new, &hit, why), *why);
	assert_true(hit);
	assert_works(project_remove(transaction, &old, why), *why);
	assert_works(project_find(transaction, "p", &read_back, &hit, why), *why);
	assert_true(hit);
	assert_true(id_equal(&read_back.id, &new.id));
	return true;
}

static void removing_twice_spares_a_later_project_of_that_name(void **state)
{
	run_in_visit(state, reused_name);
}

static bool note_environment(
	const struct environment *environment, void *context, struct failure *why)
{
	(void)why;
	note_name(context, environment->name);
	return true;
}

static bool environments(struct transaction *transaction, struct failure *why)
{
	environment_auto one = {.name = "production",
		.description = "d",
		.type = ENVIRONMENT_TEST,
		.access_url = "https://x",
		.directory = "/bundles/x",
		.private_mode = PRIVATE_NONE,
		.recipient = "{}",
		.generation = 3,
		.created = 17,
		.projects = ID_LIST_INIT};
	environment_auto rival = ENVIRONMENT_INIT;
	environment_auto read_back = ENVIRONMENT_INIT;
	struct names names = {.text = BUFFER_INIT};
	struct id project, stranger;
	bool hit;

	id_make(&one.id);
	id_make(&project);
	id_make(&stranger);
	assert_true(environment_serves(&one, &project));
	id_list_add(&one.projects, &project);
	assert_true(environment_serves(&one, &project));
	assert_false(environment_serves(&one, &stranger));
	assert_works(environment_insert(transaction, &one, &hit, why), *why);
	assert_true(hit);
	assert_works(environment_insert(transaction, &one, &hit, why), *why);
	assert_true(hit);
	environment_copy(&rival, &one);
	id_make(&rival.id);
	assert_works(environment_insert(transaction, &rival, &hit, why), *why);
	assert_false(hit);
	assert_works(environment_find(transaction, "production", &read_back, &hit, why), *why);
	assert_true(hit);
	assert_string_equal(read_back.description, "d");
	assert_int_equal(read_back.type, ENVIRONMENT_TEST);
	assert_string_equal(read_back.access_url, "https://x");
	assert_string_equal(read_back.directory, "/bundles/x");
	assert_int_equal(read_back.private_mode, PRIVATE_NONE);
	assert_string_equal(read_back.recipient, "{}");
	assert_int_equal(read_back.generation, 3);
	assert_int_equal(read_back.created, 17);
	assert_int_equal(id_list_count(&read_back.projects), 1);
	assert_true(environment_serves(&read_back, &project));
	read_back.generation = 4;
	assert_works(environment_update(transaction, &read_back, why), *why);
	assert_works(environment_find(transaction, "production", &one, &hit, why), *why);
	assert_int_equal(one.generation, 4);
	strcpy(rival.name, "prod");
	assert_works(environment_insert(transaction, &rival, &hit, why), *why);
	assert_works(environment_each(transaction, note_environment, &names, why), *why);
	assert_buffer_string(names.text, "prod production ");
	buffer_clear(&names.text);
	environment_copy(&rival, &one);
	strcpy(rival.name, "for all");
	buffer_clear(&rival.projects.bytes);
	assert_works(environment_insert(transaction, &rival, &hit, why), *why);
	assert_works(
		environment_each_serving(transaction, &stranger, note_environment, &names, why),
		*why);
	assert_buffer_string(names.text, "for all ");
	assert_works(environment_each_serving(transaction, &project, note_environment, &names, why),
		*why);
	assert_buffer_string(names.text, "for all for all prod production ");
	assert_works(environment_remove(transaction, "prod", &hit, why), *why);
	assert_true(hit);
	assert_works(environment_remove(transaction, "prod", &hit, why), *why);
	assert_false(hit);
	buffer_free(&names.text);
	return true;
}

static void environments_are_kept(void **state)
{
	run_in_visit(state, environments);
}

static bool note_user(const struct user *user, void *context, struct failure *why)
{
	(void)why;
	note_name(context, user->name);
	return true;
}

static bool note_token(const struct token *token, void *context, struct failure *why)
{
	(void)why;
	note_name(context, token->name);
	return true;
}

static void put_token(
	struct transaction *transaction, uint8_t first, uint8_t last, const char *user)
{
	struct token token = {.created = 5, .expires = TOKEN_NEVER};
	struct failure why;

	token.hash[0] = first;
	token.hash[TOKEN_HASH_SIZE - 1] = last;
	snprintf(token.name, sizeof token.name, "%s-%u", user, first);
	snprintf(token.user, sizeof token.user, "%s", user);
	assert_works(token_insert(transaction, &token, &why), why);
	assert_works(token_insert(transaction, &token, &why), why);
}

static void assert_tokens(struct transaction *transaction, const char *user, const char *expected)
{
	struct names names = {.text = BUFFER_INIT};
	struct failure why;

	assert_works(token_each(transaction, user, note_token, &names, &why), why);
	assert_buffer_string(names.text, expected);
	buffer_free(&names.text);
}

static bool users(struct transaction *transaction, struct failure *why)
{
	user_auto ann = {.name = "ann",
		.roles = ROLE_API_SECURITY | ROLE_ADMIN,
		.password = "$y$x",
		.created = 7,
		.projects = ID_LIST_INIT};
	user_auto read_back = USER_INIT;
	user_auto rival = USER_INIT;
	struct names names = {.text = BUFFER_INIT};
	struct id project;
	bool hit;

	id_make(&ann.id);
	id_make(&project);
	id_list_add(&ann.projects, &project);
	assert_works(user_insert(transaction, &ann, &hit, why), *why);
	assert_true(hit);
	assert_works(user_insert(transaction, &ann, &hit, why), *why);
	assert_true(hit);
	strcpy(rival.name, "ann");
	assert_works(user_insert(transaction, &rival, &hit, why), *why);
	assert_false(hit);
	strcpy(rival.name, "anna");
	assert_works(user_insert(transaction, &rival, &hit, why), *why);
	assert_true(hit);
	assert_works(user_find(transaction, "ann", &read_back, &hit, why), *why);
	assert_true(hit);
	assert_int_equal(read_back.roles, ROLE_API_SECURITY | ROLE_ADMIN);
	assert_string_equal(read_back.password, "$y$x");
	assert_int_equal(read_back.created, 7);
	assert_true(id_list_contains(&read_back.projects, &project));
	read_back.roles = 0;
	id_list_free(&read_back.projects);
	assert_works(user_update(transaction, &read_back, why), *why);
	assert_works(user_find(transaction, "ann", &ann, &hit, why), *why);
	assert_int_equal(ann.roles, 0);
	assert_int_equal(id_list_count(&ann.projects), 0);
	assert_works(user_each(transaction, note_user, &names, why), *why);
	assert_buffer_string(names.text, "ann anna ");
	put_token(transaction, 1, 0, "ann");
	put_token(transaction, 2, 0, "anna");
	put_token(transaction, 3, 0, "ann");
	assert_works(user_remove(transaction, "ann", &hit, why), *why);
	assert_true(hit);
	assert_tokens(transaction, NULL, "anna-2 ");
	assert_works(user_remove(transaction, "ann", &hit, why), *why);
	assert_false(hit);
	buffer_free(&names.text);
	return true;
}

static void users_are_kept_and_take_their_tokens_along(void **state)
{
	run_in_visit(state, users);
}

static bool tokens(struct transaction *transaction, struct failure *why)
{
	uint8_t hash[TOKEN_HASH_SIZE] = {0xAB};
	struct token token;
	char id[TOKEN_ID_SIZE];
	bool hit;

	put_token(transaction, 0xAB, 0, "ann");
	put_token(transaction, 0xAC, 0, "bob");
	put_token(transaction, 0xAC, 1, "bob");
	assert_works(token_find(transaction, hash, &token, &hit, why), *why);
	assert_true(hit);
	assert_memory_equal(token.hash, hash, sizeof hash);
	assert_string_equal(token.name, "ann-171");
	assert_string_equal(token.user, "ann");
	assert_int_equal(token.created, 5);
	assert_true(token.expires == TOKEN_NEVER);
	token_id(&token, id);
	assert_string_equal(id, "ab00000000000000");
	hash[31] = 1;
	assert_works(token_find(transaction, hash, &token, &hit, why), *why);
	assert_false(hit);
	assert_tokens(transaction, "bob", "bob-172 bob-172 ");
	assert_fails(token_remove(transaction, "ac00000000000000", &hit, why), *why,
		FAILURE_INVALID, "2 tokens");
	for (const char *wrong = "ab\0ab0000000000000\0zz00000000000000\0AB00000000000000\0";
		*wrong != '\0'; wrong += strlen(wrong) + 1) {
		assert_works(token_remove(transaction, wrong, &hit, why), *why);
		assert_false(hit);
	}
	assert_works(token_remove(transaction, id, &hit, why), *why);
	assert_true(hit);
	assert_works(token_remove(transaction, id, &hit, why), *why);
	assert_false(hit);
	assert_tokens(transaction, "ann", "");
	return true;
}

static void tokens_are_kept(void **state)
{
	run_in_visit(state, tokens);
}

/* Rows as another version of the program may have written them. */
static bool foreign_rows(struct transaction *transaction, struct failure *why)
{
	struct project project = make_project("future");
	struct project read_back;
	environment_auto environment = ENVIRONMENT_INIT;
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	bool hit;

	assert_works(project_insert(transaction, &project, &hit, why), *why);
	record_key(&key, RECORD_PROJECT);
	record_key_name(&key, "future");
	assert_works(store_get(transaction, &key, &value, &hit, why), *why);
	assert_true(hit);
	record_put_string(&value, 200, "a field of tomorrow");
	assert_works(store_put(transaction, &key, &value, why), *why);
	assert_works(project_find(transaction, "future", &read_back, &hit, why), *why);
	assert_string_equal(read_back.description, "about future");
	value.data[0] = 2;
	assert_works(store_put(transaction, &key, &value, why), *why);
	assert_fails(project_find(transaction, "future", &read_back, &hit, why), *why,
		FAILURE_INTERNAL, "newer version");
	record_key(&key, RECORD_ENVIRONMENT);
	record_key_name(&key, "e");
	record_begin(&value);
	record_put_i64(&value, 3, 3);
	assert_works(store_put(transaction, &key, &value, why), *why);
	assert_fails(environment_find(transaction, "e", &environment, &hit, why), *why,
		FAILURE_INTERNAL, "does not know");
	return true;
}

static void rows_of_other_versions_are_read_or_refused(void **state)
{
	run_in_visit(state, foreign_rows);
}

#define with_store(test)                                                                           \
	cmocka_unit_test_setup_teardown(test, scratch_setup_store, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_come_back),
		cmocka_unit_test(damaged_rows_are_refused),
		cmocka_unit_test(rows_of_a_newer_format_are_refused),
		cmocka_unit_test(id_lists_are_sets),
		with_store(projects_are_kept),
		with_store(keys_are_kept),
		with_store(taken_names_and_kids_are_told),
		with_store(a_refused_key_leaves_no_row),
		with_store(names_that_begin_alike_stay_apart),
		with_store(the_longest_texts_fit),
		with_store(a_project_takes_everything_with_it),
		with_store(removing_twice_spares_a_later_project_of_that_name),
		with_store(environments_are_kept),
		with_store(users_are_kept_and_take_their_tokens_along),
		with_store(tokens_are_kept),
		with_store(rows_of_other_versions_are_read_or_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
