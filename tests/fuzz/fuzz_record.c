/*
 * Rows of the store with values that we did not write: the first byte of an input is the kind of
 * record, the rest the value. The row stands where a reader looks for it.
 */
#include "fuzz.h"

#include "site.h"
#include "store/key_scan.h"
#include "store/leftover.h"
#include "store/pool_record.h"
#include "store/record.h"
#include "store/setting.h"
#include "store/source_row.h"
#include "store/token.h"
#include "store/user.h"

#include <string.h>

static const struct id row_project = {{'p', 'r', 'o', 'j', 'e', 'c', 't'}};
static const struct id row_id = {{'i', 'd'}};
static const uint8_t row_hash[TOKEN_HASH_SIZE] = {'h'};
#define ROW_NAME "name"
#define ROW_BITS 2048

static bool see_project(const struct project *project, void *context, struct failure *why)
{
	(void)context;
	(void)why;
	fuzz_require(strlen(project->name) < sizeof project->name, "a name without an end");
	return true;
}

static void read_project(struct transaction *transaction)
{
	struct project project;
	struct failure why;
	bool found;

	(void)project_find(transaction, ROW_NAME, &project, &found, &why);
	(void)project_each(transaction, see_project, NULL, &why);
}

static bool see_environment(
	const struct environment *environment, void *context, struct failure *why)
{
	environment_auto copy = ENVIRONMENT_INIT;

	(void)context;
	(void)why;
	fuzz_require((size_t)environment->type < 3, "a type that there is not");
	fuzz_require((size_t)environment->private_mode < 3, "a mode that there is not");
	environment_copy(&copy, environment);
	fuzz_require(environment_serves(&copy, &row_project) ==
			     environment_serves(environment, &row_project),
		"the copy differs");
	return true;
}

static void read_environment(struct transaction *transaction)
{
	environment_auto environment = ENVIRONMENT_INIT;
	struct failure why;
	bool found;

	if (environment_find(transaction, ROW_NAME, &environment, &found, &why) && found)
		fuzz_works(environment_update(transaction, &environment, &why), why);
	(void)environment_each(transaction, see_environment, NULL, &why);
}

static void read_user(struct transaction *transaction)
{
	user_auto user = USER_INIT;
	struct failure why;
	bool found;

	if (user_find(transaction, ROW_NAME, &user, &found, &why) && found)
		fuzz_works(user_update(transaction, &user, &why), why);
}

static void read_token(struct transaction *transaction)
{
	struct token token;
	struct failure why;
	bool found, existed;
	char text[TOKEN_ID_SIZE];

	if (!token_find(transaction, row_hash, &token, &found, &why) || !found)
		return;
	token_id(&token, text);
	(void)token_remove(transaction, text, &existed, &why);
	(void)token_remove_all(transaction, token.user, &why);
}

static bool see_key(const struct key_record *key, bool *more, void *context, struct failure *why)
{
	key_record_auto copy = KEY_RECORD_INIT;
	buffer_auto binding = BUFFER_INIT;
	buffer_auto binding_of_copy = BUFFER_INIT;

	(void)more;
	(void)context;
	(void)why;
	key_record_copy(&copy, key);
	key_record_binding(key, &binding);
	key_record_binding(&copy, &binding_of_copy);
	fuzz_require(buffer_equal(&binding, &binding_of_copy), "the copy is bound otherwise");
	return true;
}

static void read_key(struct transaction *transaction)
{
	key_record_auto key = KEY_RECORD_INIT;
	key_record_auto again = KEY_RECORD_INIT;
	buffer_auto sealed = BUFFER_INIT;
	enum key_taken taken;
	struct failure why;
	bool found;

	(void)key_scan_each(transaction, &row_project, NULL, see_key, NULL, &why);
	if (!key_record_find(transaction, &row_project, ROW_NAME, &key, &found, &why) || !found)
		return;
	(void)key_record_material(transaction, &key, &sealed, &why);
	if (!key_record_update(transaction, &key, &key, NULL, &taken, &why) || taken)
		return;
	if (!key_record_find(transaction, &key.project, key.name, &again, &found, &why) || !found)
		return;
	fuzz_require(id_equal(&key.id, &again.id) && strcmp(key.kid, again.kid) == 0 &&
			     key.version == again.version && key.expires == again.expires &&
			     buffer_equal(&key.extra, &again.extra) &&
			     buffer_equal(&key.public_part, &again.public_part),
		"it is another key when it was written again");
}

static void read_kid(struct transaction *transaction)
{
	char name[NAME_SIZE];
	struct failure why;
	bool found;

	(void)key_record_kid_taken(transaction, &row_project, ROW_NAME, &found, &why);
	(void)key_record_kid_holder(transaction, &row_project, ROW_NAME, name, &found, &why);
}

static bool see_name(const char *name, bool *more, void *context, struct failure *why)
{
	(void)more;
	(void)context;
	(void)why;
	fuzz_require(strlen(name) < NAME_SIZE, "a name without an end");
	return true;
}

static void read_reference(struct transaction *transaction)
{
	struct failure why;

	(void)key_record_each_reference(transaction, &row_project, &row_id, see_name, NULL, &why);
}

static void read_source(struct transaction *transaction)
{
	source_record_auto source = SOURCE_RECORD_INIT;
	source_record_auto copy = SOURCE_RECORD_INIT;
	source_record_auto again = SOURCE_RECORD_INIT;
	buffer_auto row = BUFFER_INIT;
	buffer_auto row_of_copy = BUFFER_INIT;
	struct failure why;
	bool found;

	if (!source_record_find(
		    transaction, &row_project, SOURCE_KEY, ROW_NAME, true, &source, &found, &why) ||
		!found)
		return;
	source_row_encode(&row, &source);
	fuzz_works(source_row_decode(&row, &again, &why), why);
	source_record_copy(&copy, &again);
	source_row_encode(&row_of_copy, &copy);
	fuzz_require(buffer_equal(&row, &row_of_copy), "the copy differs");
	for (size_t i = 0; i < source.count; i++) {
		buffer_clear(&row);
		source_entry_binding(&source, &source.entries[i], &row);
		fuzz_require(source_record_entry(&source, source.entries[i].environment) != NULL,
			"an entry is not found");
	}
}

static void read_setting(struct transaction *transaction)
{
	buffer_auto values = BUFFER_INIT;
	struct failure why;

	if (setting_get(transaction, ROW_NAME, &values, &why))
		fuzz_require(values.length == 0 || values.data[values.length - 1] == '\0',
			"a value without an end");
}

static void read_pool(struct transaction *transaction)
{
	pool_record_auto record = POOL_RECORD_INIT;
	struct failure why;
	bool found;

	if (pool_record_pick(transaction, &row_project, ROW_BITS, &record, &found, &why))
		fuzz_require(found && id_equal(&record.id, &row_id), "the row is another's");
	(void)pool_record_drop(transaction, NULL, NULL, &why);
}

static void read_pool_counts(struct transaction *transaction)
{
	struct pool_counts counts;
	struct failure why;

	(void)pool_counts_get(transaction, ROW_BITS, &counts, &why);
}

static void read_generation(struct transaction *transaction)
{
	uint64_t generation;
	struct failure why;

	if (project_generation(transaction, &row_project, &generation, &why))
		(void)project_advance(transaction, &row_project, &generation, &why);
}

static bool see_leftover(const struct leftover *leftover, void *context, struct failure *why)
{
	(void)context;
	(void)why;
	fuzz_require(strlen(leftover->project) < NAME_SIZE, "a name without an end");
	return true;
}

static void read_leftover(struct transaction *transaction)
{
	struct failure why;

	(void)leftover_each(transaction, see_leftover, NULL, &why);
}

static void name_row(struct buffer *key, enum record_kind kind)
{
	record_key(key, kind);
	record_key_name(key, ROW_NAME);
}

static void project_row(struct buffer *key, enum record_kind kind)
{
	record_key(key, kind);
	record_key_id(key, &row_project);
}

static void project_name_row(struct buffer *key, enum record_kind kind)
{
	project_row(key, kind);
	record_key_name(key, ROW_NAME);
}

static void token_row(struct buffer *key, enum record_kind kind)
{
	record_key(key, kind);
	record_key_bytes(key, row_hash, sizeof row_hash);
}

static void source_row(struct buffer *key, enum record_kind kind)
{
	project_row(key, kind);
	record_key_u32(key, SOURCE_KEY);
	record_key_name(key, ROW_NAME);
}

static void reference_row(struct buffer *key, enum record_kind kind)
{
	project_row(key, kind);
	record_key_id(key, &row_id);
	record_key_id(key, &row_id);
}

static void pool_row(struct buffer *key, enum record_kind kind)
{
	project_row(key, kind);
	record_key_u32(key, ROW_BITS);
	record_key_id(key, &row_id);
}

static void pool_counts_row(struct buffer *key, enum record_kind kind)
{
	record_key(key, kind);
	record_key_name(key, "pool-2048");
}

static void leftover_row(struct buffer *key, enum record_kind kind)
{
	record_key(key, kind);
	record_key_id(key, &row_id);
	record_key_name(key, ROW_NAME);
	record_key_name(key, ROW_NAME);
}

static const struct {
	enum record_kind kind;
	void (*row)(struct buffer *key, enum record_kind kind);
	void (*read)(struct transaction *transaction);
} readers[] = {
	{RECORD_PROJECT, name_row, read_project},
	{RECORD_ENVIRONMENT, name_row, read_environment},
	{RECORD_USER, name_row, read_user},
	{RECORD_TOKEN, token_row, read_token},
	{RECORD_KEY, project_name_row, read_key},
	{RECORD_KID, project_name_row, read_kid},
	{RECORD_REFERENCE, reference_row, read_reference},
	{RECORD_SOURCE, source_row, read_source},
	{RECORD_POOL, pool_row, read_pool},
	{RECORD_META, pool_counts_row, read_pool_counts},
	{RECORD_SETTING, name_row, read_setting},
	{RECORD_GENERATION, project_row, read_generation},
	{RECORD_LEFTOVER, leftover_row, read_leftover},
};

/* Undoes all that it did: the next input finds the store as this one did. */
static bool try_row(struct transaction *transaction, void *context, struct failure *why)
{
	struct fuzz_input input = *(const struct fuzz_input *)context;
	uint8_t kind = fuzz_byte(&input);
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	buffer_append(&value, input.at, input.left);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		if (readers[i].kind != (enum record_kind)kind)
			continue;
		readers[i].row(&key, readers[i].kind);
		fuzz_works(store_put(transaction, &key, &value, why), *why);
		readers[i].read(transaction);
	}
	return fail(why, FAILURE_CONFLICT, "undone");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vault vault;
	struct fuzz_input input = {(const char *)data, size};
	struct failure why;

	if (vault.store == NULL)
		site_make(&vault);
	fuzz_require(!store_write(vault.store, try_row, &input, &why), "it was not undone");
	fuzz_require(why.kind == FAILURE_CONFLICT, "the store: %s", why.text);
	return 0;
}
