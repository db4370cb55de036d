#include "store/inspect_page.h"

#include "base/array.h"
#include "base/utf8.h"
#include "store/environment.h"
#include "store/leftover.h"
#include "store/record.h"
#include "store/setting.h"
#include "store/token.h"
#include "store/user.h"

#include <stdlib.h>
#include <string.h>

#define PASSING_KEY_SIZE (1 + 8 + TOKEN_HASH_SIZE)

void inspect_page_clear(struct inspect_page *page)
{
	for (size_t i = 0; i < page->key_count; i++) {
		key_record_free(&page->keys[i].record);
		buffer_free(&page->keys[i].sealed);
	}
	for (size_t i = 0; i < page->source_count; i++)
		source_record_free(&page->sources[i]);
	free(page->keys);
	free(page->sources);
	page->keys = NULL;
	page->sources = NULL;
	page->key_count = 0;
	page->source_count = 0;
	page->projects_are_fresh = false;
	page->sources_are_fresh = false;
	buffer_clear(&page->problems);
}

void inspect_memory_free(struct inspect_memory *memory)
{
	free(memory->projects);
	id_list_free(&memory->sources);
}

/* The parts of a row's key, taken one after the other. */
struct parts {
	const struct buffer *key;
	size_t at;
	bool whole; /* so far */
};

static struct parts parts_of(const struct buffer *key)
{
	return (struct parts){key, 1, true};
}

static void take(struct parts *parts, void *bytes, size_t length)
{
	parts->whole = parts->whole && parts->key->length - parts->at >= length;
	if (!parts->whole)
		return;
	memcpy(bytes, parts->key->data + parts->at, length);
	parts->at += length;
}

static void take_id(struct parts *parts, struct id *id)
{
	take(parts, id->bytes, sizeof id->bytes);
}

static void take_name(struct parts *parts, char *name, size_t size)
{
	size_t left = parts->key->length - parts->at;
	size_t length = strnlen(parts->key->data + parts->at, left);

	parts->whole = parts->whole && length < left && length < size;
	if (parts->whole)
		take(parts, name, length + 1);
}

static bool end(const struct parts *parts, struct failure *why)
{
	if (parts->whole && parts->at == parts->key->length)
		return true;
	return fail(why, FAILURE_INTERNAL,
		"A row of kind '%c' has a key of %zu bytes that is none. Restore a backup.",
		parts->key->data[0], parts->key->length);
}

/* Found by a name that its row does not have. */
static bool check_name(const char *kind, const char *name, const char *stored, struct failure *why)
{
	return strcmp(name, stored) == 0 ||
	       fail(why, FAILURE_INTERNAL, "The row of %s \"%.*s\" is that of \"%.*s\".", kind,
		       UTF8_SHOWN(name), UTF8_SHOWN(stored));
}

static bool fail_gone(const char *kind, const char *name, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "The row of %s \"%.*s\" can not be found by its name.",
		kind, UTF8_SHOWN(name));
}

static bool add_project(const struct project *project, void *context, struct failure *why)
{
	struct inspect_memory *memory = context;

	(void)why;
	memory->projects =
		array_grow(memory->projects, memory->project_count, sizeof *memory->projects);
	memory->projects[memory->project_count++] = *project;
	return true;
}

static const struct project *known_project(const struct inspect_memory *memory, const struct id *id)
{
	for (size_t i = 0; i < memory->project_count; i++) {
		if (id_equal(&memory->projects[i].id, id))
			return &memory->projects[i];
	}
	return NULL;
}

/* The project with this id; what is remembered is read anew when it is not among it. */
static bool find_project(struct inspect_page *page, const struct id *id,
	const struct project **project, struct failure *why)
{
	struct inspect_memory *memory = page->memory;
	char text[ID_TEXT_SIZE];

	*project = known_project(memory, id);
	if (*project == NULL && !page->projects_are_fresh) {
		memory->project_count = 0;
		free(memory->projects);
		memory->projects = NULL;
		page->projects_are_fresh = true;
		if (!project_each(page->transaction, add_project, memory, why))
			return false;
		*project = known_project(memory, id);
	}
	if (*project != NULL)
		return true;
	id_format(id, text);
	return fail(why, FAILURE_INTERNAL, "There is no project %s, to which a row belongs.", text);
}

static bool add_source(
	const struct source_record *source, bool *more, void *context, struct failure *why)
{
	(void)more;
	(void)why;
	buffer_append(&((struct id_list *)context)->bytes, source->id.bytes, ID_SIZE);
	return true;
}

static bool read_sources(struct inspect_page *page, const struct id *project, struct failure *why)
{
	struct inspect_memory *memory = page->memory;

	id_list_free(&memory->sources);
	memory->sources_of = *project;
	memory->sources_are_read = true;
	page->sources_are_fresh = true;
	for (int kind = 0; kind < SOURCE_KINDS; kind++) {
		if (!source_record_each(page->transaction, project, (enum source_kind)kind, NULL,
			    add_source, &memory->sources, why))
			return false;
	}
	return true;
}

static bool find_source(struct inspect_page *page, const struct id *project,
	const struct id *source, bool *found, struct failure *why)
{
	struct inspect_memory *memory = page->memory;
	bool same = memory->sources_are_read && id_equal(&memory->sources_of, project);

	*found = same && id_list_contains(&memory->sources, source);
	if (*found || (same && page->sources_are_fresh))
		return true;
	if (!read_sources(page, project, why))
		return false;
	*found = id_list_contains(&memory->sources, source);
	return true;
}

static bool look_at_meta(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	struct parts parts = parts_of(key);
	char name[NAME_SIZE];

	(void)page;
	take_name(&parts, name, sizeof name);
	return end(&parts, why) && record_check(value, why);
}

static bool look_at_project(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	struct parts parts = parts_of(key);
	const struct project *same_id;
	struct project project;
	char name[NAME_SIZE];
	bool found;

	(void)value;
	take_name(&parts, name, sizeof name);
	if (!end(&parts, why))
		return false;
	if (!project_find(page->transaction, name, &project, &found, why))
		return fail_within(why, "Project \"%.*s\": ", UTF8_SHOWN(name));
	if (!found)
		return fail_gone("project", name, why);
	return check_name("project", name, project.name, why) &&
	       find_project(page, &project.id, &same_id, why) &&
	       (strcmp(same_id->name, name) == 0 ||
		       fail(why, FAILURE_INTERNAL,
			       "The projects \"%.*s\" and \"%.*s\" have the same id.",
			       UTF8_SHOWN(name), UTF8_SHOWN(same_id->name)));
}

static bool look_at_environment(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	environment_auto environment = ENVIRONMENT_INIT;
	struct parts parts = parts_of(key);
	char name[NAME_SIZE];
	bool found;

	(void)value;
	take_name(&parts, name, sizeof name);
	if (!end(&parts, why))
		return false;
	if (!environment_find(page->transaction, name, &environment, &found, why))
		return fail_within(why, "Environment \"%.*s\": ", UTF8_SHOWN(name));
	return found ? check_name("environment", name, environment.name, why)
		     : fail_gone("environment", name, why);
}

static bool look_at_user(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	user_auto user = USER_INIT;
	struct parts parts = parts_of(key);
	char name[NAME_SIZE];
	bool found;

	(void)value;
	take_name(&parts, name, sizeof name);
	if (!end(&parts, why))
		return false;
	if (!user_find(page->transaction, name, &user, &found, why))
		return fail_within(why, "User \"%.*s\": ", UTF8_SHOWN(name));
	return found ? check_name("user", name, user.name, why) : fail_gone("user", name, why);
}

static bool look_at_token(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	struct parts parts = parts_of(key);
	uint8_t hash[TOKEN_HASH_SIZE];
	user_auto user = USER_INIT;
	char id[TOKEN_ID_SIZE];
	struct token token;
	bool found;

	(void)value;
	take(&parts, hash, sizeof hash);
	if (!end(&parts, why) || !token_find(page->transaction, hash, &token, &found, why))
		return false;
	if (!found || memcmp(hash, token.hash, sizeof hash) != 0)
		return fail(why, FAILURE_INTERNAL, "A token's row is that of another token.");
	token_id(&token, id);
	if (!user_find(page->transaction, token.user, &user, &found, why))
		return fail_within(why, "Token %s: ", id);
	return found ||
	       fail(why, FAILURE_INTERNAL, "Token %s belongs to user \"%.*s\", who does not exist.",
		       id, UTF8_SHOWN(token.user));
}

/* The token itself may have been revoked. */
static bool look_at_passing(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	(void)page;
	if (key->length != PASSING_KEY_SIZE)
		return fail(why, FAILURE_INTERNAL,
			"The row of a token that passes has a key of %zu bytes instead of %d.",
			key->length, PASSING_KEY_SIZE);
	return record_check(value, why);
}

static bool look_at_setting(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	buffer_auto values = BUFFER_INIT;
	struct parts parts = parts_of(key);
	char name[NAME_SIZE];

	(void)value;
	take_name(&parts, name, sizeof name);
	return end(&parts, why) && setting_get(page->transaction, name, &values, why);
}

static bool look_at_leftover(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	struct leftover leftover;
	struct parts parts = parts_of(key);

	(void)page;
	take_id(&parts, &leftover.change);
	take_name(&parts, leftover.environment, sizeof leftover.environment);
	take_name(&parts, leftover.project, sizeof leftover.project);
	return end(&parts, why) && record_check(value, why);
}

static bool look_at_generation(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	const struct project *project;
	struct parts parts = parts_of(key);
	uint64_t generation;
	struct id id;

	(void)value;
	take_id(&parts, &id);
	return end(&parts, why) && find_project(page, &id, &project, why) &&
	       project_generation(page->transaction, &id, &generation, why);
}

static bool look_at_sealed(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	const struct project *project;
	struct parts parts = parts_of(key);
	struct id id;

	(void)value;
	take_id(&parts, &id);
	row_set_add(page->sealed_rows, key);
	return parts.whole ? find_project(page, &id, &project, why) : end(&parts, why);
}

static bool check_kid(struct inspect_page *page, const struct key_record *key, struct failure *why)
{
	char name[NAME_SIZE];
	bool found;

	if (key->kid[0] == '\0')
		return true;
	if (!key_record_kid_holder(page->transaction, &key->project, key->kid, name, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INTERNAL, "its kid \"%.*s\" is not in the index.",
			UTF8_SHOWN(key->kid));
	return strcmp(name, key->name) == 0 ||
	       fail(why, FAILURE_INTERNAL, "its kid \"%.*s\" leads to JWK \"%.*s\".",
		       UTF8_SHOWN(key->kid), UTF8_SHOWN(name));
}

static bool check_reference(
	struct inspect_page *page, const struct key_record *key, struct failure *why)
{
	char name[NAME_SIZE];
	char text[ID_TEXT_SIZE];
	bool found;

	if (!key->has_source)
		return true;
	if (!key_record_reference(page->transaction, key, name, &found, why))
		return false;
	if (!found || strcmp(name, key->name) != 0)
		return fail(
			why, FAILURE_INTERNAL, "the reference of its source does not lead to it.");
	if (!find_source(page, &key->project, &key->source_id, &found, why))
		return false;
	id_format(&key->source_id, text);
	return found || fail(why, FAILURE_INTERNAL, "its source %s does not exist.", text);
}

static bool check_material(struct inspect_page *page, const struct key_record *key,
	struct buffer *sealed, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	bool found;

	key_record_material_key(key, &row);
	if (!store_get(page->transaction, &row, sealed, &found, why))
		return false;
	if (found && key->public_only)
		return fail(why, FAILURE_INTERNAL, "it is public only, but has a private half.");
	return found || key->public_only ||
	       fail(why, FAILURE_INTERNAL, "its private half is missing.");
}

/* The key of this row, found again by its project and name. */
static bool read_key(struct inspect_page *page, const struct buffer *row, struct key_record *key,
	struct failure *why)
{
	struct parts parts = parts_of(row);
	char name[NAME_SIZE];
	struct id project;
	bool found;

	take_id(&parts, &project);
	take_name(&parts, name, sizeof name);
	if (!end(&parts, why))
		return false;
	if (!key_record_find(page->transaction, &project, name, key, &found, why))
		return fail_within(why, "JWK \"%.*s\": ", UTF8_SHOWN(name));
	if (!found)
		return fail_gone("JWK", name, why);
	if (!id_equal(&key->project, &project))
		return fail(why, FAILURE_INTERNAL,
			"The row of JWK \"%.*s\" is that of another project.", UTF8_SHOWN(name));
	return check_name("JWK", name, key->name, why);
}

static bool look_at_key(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto material = BUFFER_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	const struct project *project;

	(void)value;
	if (!read_key(page, row, &key, why))
		return false;
	key_record_material_key(&key, &material);
	row_set_strike(page->sealed_rows, &material);
	if (page->strike_only)
		return true;
	if (!find_project(page, &key.project, &project, why))
		return fail_within(why, "JWK \"%.*s\": ", UTF8_SHOWN(key.name));
	if (!check_kid(page, &key, why) || !check_reference(page, &key, why) ||
		!check_material(page, &key, &sealed, why))
		return fail_within(why, "JWK \"%.*s\" of project \"%.*s\": ", UTF8_SHOWN(key.name),
			UTF8_SHOWN(project->name));
	page->keys = array_grow(page->keys, page->key_count, sizeof *page->keys);

	struct inspected_key *inspected = &page->keys[page->key_count++];

	*inspected = (struct inspected_key){KEY_RECORD_INIT, BUFFER_INIT};
	key_record_copy(&inspected->record, &key);
	buffer_swap(&inspected->sealed, &sealed);
	return true;
}

static bool look_at_kid(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	key_record_auto key = KEY_RECORD_INIT;
	struct parts parts = parts_of(row);
	char kid[KEY_KID_SIZE];
	char name[NAME_SIZE];
	struct id project;
	bool found;

	(void)value;
	take_id(&parts, &project);
	take_name(&parts, kid, sizeof kid);
	if (!end(&parts, why) ||
		!key_record_kid_holder(page->transaction, &project, kid, name, &found, why) ||
		!key_record_find(page->transaction, &project, name, &key, &found, why))
		return false;
	return (found && strcmp(key.kid, kid) == 0) ||
	       fail(why, FAILURE_INTERNAL,
		       "The kid \"%.*s\" leads to JWK \"%.*s\", which does not have it.",
		       UTF8_SHOWN(kid), UTF8_SHOWN(name));
}

static bool look_at_reference(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	struct key_record wanted = KEY_RECORD_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct parts parts = parts_of(row);
	char name[NAME_SIZE];
	bool found;

	(void)value;
	take_id(&parts, &wanted.project);
	take_id(&parts, &wanted.source_id);
	take_id(&parts, &wanted.id);
	if (!end(&parts, why) ||
		!key_record_reference(page->transaction, &wanted, name, &found, why) ||
		!key_record_find(page->transaction, &wanted.project, name, &key, &found, why))
		return false;
	return (found && key.has_source && id_equal(&key.id, &wanted.id) &&
		       id_equal(&key.source_id, &wanted.source_id)) ||
	       fail(why, FAILURE_INTERNAL,
		       "A source's reference leads to JWK \"%.*s\", which is not made from it.",
		       UTF8_SHOWN(name));
}

static bool read_source(struct inspect_page *page, const struct buffer *row,
	struct source_record *source, struct failure *why)
{
	struct parts parts = parts_of(row);
	uint8_t kind[4] = {UINT8_MAX};
	char name[NAME_SIZE];
	struct id project;
	bool found;

	take_id(&parts, &project);
	take(&parts, kind, sizeof kind);
	take_name(&parts, name, sizeof name);
	if (!end(&parts, why))
		return false;
	if (kind[0] != 0 || kind[1] != 0 || kind[2] != 0 || kind[3] >= SOURCE_KINDS)
		return fail(why, FAILURE_INTERNAL, "Source \"%.*s\" is of no known kind.",
			UTF8_SHOWN(name));
	if (!source_record_find(page->transaction, &project, (enum source_kind)kind[3], name, true,
		    source, &found, why))
		return fail_within(why, "Source \"%.*s\": ", UTF8_SHOWN(name));
	if (!found)
		return fail_gone("source", name, why);
	if (!id_equal(&source->project, &project) || source->kind != (enum source_kind)kind[3])
		return fail(why, FAILURE_INTERNAL, "The row of source \"%.*s\" is that of another.",
			UTF8_SHOWN(name));
	return check_name("source", name, source->name, why);
}

static bool look_at_source(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	source_record_auto source = SOURCE_RECORD_INIT;
	buffer_auto secret = BUFFER_INIT;
	const struct project *project;

	(void)value;
	if (!read_source(page, row, &source, why))
		return false;
	for (size_t i = 0; i < source.count; i++) {
		source_record_secret_key(&source, &source.entries[i], &secret);
		row_set_strike(page->sealed_rows, &secret);
	}
	if (page->strike_only)
		return true;
	if (!find_project(page, &source.project, &project, why))
		return fail_within(why, "Source \"%.*s\": ", UTF8_SHOWN(source.name));
	page->sources = array_grow(page->sources, page->source_count, sizeof *page->sources);
	page->sources[page->source_count] = (struct source_record)SOURCE_RECORD_INIT;
	source_record_copy(&page->sources[page->source_count++], &source);
	return true;
}

const struct inspect_kind_name inspect_kind_names[INSPECT_KINDS] = {
	{"store", "meta"},
	{"projects", "projects"},
	{"environments", "environments"},
	{"users", "users"},
	{"tokens", "tokens"},
	{"tokens that pass", "passingTokens"},
	{"settings", "settings"},
	{"bundles to remove", "leftovers"},
	{"generations", "generations"},
	{"private halves", "privateHalves"},
	{"secrets of sources", "secrets"},
	{"JWKs", "jwks"},
	{"kids", "kids"},
	{"sources", "sources"},
	{"references", "references"},
};

/* Sealed rows come before those that own them: an owner that appears later is not missed. */
const struct inspect_kind inspect_kinds[INSPECT_KINDS] = {
	{RECORD_META, look_at_meta},
	{RECORD_PROJECT, look_at_project},
	{RECORD_ENVIRONMENT, look_at_environment},
	{RECORD_USER, look_at_user},
	{RECORD_TOKEN, look_at_token},
	{RECORD_PASSING, look_at_passing},
	{RECORD_SETTING, look_at_setting},
	{RECORD_LEFTOVER, look_at_leftover},
	{RECORD_GENERATION, look_at_generation},
	{RECORD_MATERIAL, look_at_sealed},
	{RECORD_SECRET, look_at_sealed},
	{RECORD_KEY, look_at_key},
	{RECORD_KID, look_at_kid},
	{RECORD_SOURCE, look_at_source},
	{RECORD_REFERENCE, look_at_reference},
};
