#include "store/environment.h"

#include "base/utf8.h"
#include "store/record.h"

#include <string.h>

enum field {
	FIELD_NAME = 1,
	FIELD_DESCRIPTION,
	FIELD_TYPE,
	FIELD_ACCESS_URL,
	FIELD_DIRECTORY,
	FIELD_PRIVATE,
	FIELD_RECIPIENT,
	FIELD_GENERATION,
	FIELD_CREATED,
	FIELD_PROJECTS,
	FIELD_ID,
};

const char *const environment_type_names[3] = {
	[ENVIRONMENT_PRODUCTION] = "PRODUCTION",
	[ENVIRONMENT_SANDBOX] = "SANDBOX",
	[ENVIRONMENT_TEST] = "TEST",
};

const char *const environment_private_names[3] = {
	[PRIVATE_SEALED] = "sealed",
	[PRIVATE_PLAIN] = "plain",
	[PRIVATE_NONE] = "none",
};

void environment_free(struct environment *environment)
{
	id_list_free(&environment->projects);
}

void environment_copy(struct environment *to, const struct environment *from)
{
	struct id_list projects = to->projects;

	*to = *from;
	to->projects = projects;
	id_list_copy(&to->projects, &from->projects);
}

bool environment_serves(const struct environment *environment, const struct id *project)
{
	return id_list_count(&environment->projects) == 0 ||
	       id_list_contains(&environment->projects, project);
}

static void make_key(struct buffer *key, const char *name)
{
	record_key(key, RECORD_ENVIRONMENT);
	record_key_name(key, name);
}

static void encode(struct buffer *value, const struct environment *environment)
{
	const struct buffer *projects = &environment->projects.bytes;

	record_begin(value);
	record_put_string(value, FIELD_NAME, environment->name);
	record_put_string(value, FIELD_DESCRIPTION, environment->description);
	record_put_i64(value, FIELD_TYPE, environment->type);
	record_put_string(value, FIELD_ACCESS_URL, environment->access_url);
	record_put_string(value, FIELD_DIRECTORY, environment->directory);
	record_put_i64(value, FIELD_PRIVATE, environment->private_mode);
	record_put_string(value, FIELD_RECIPIENT, environment->recipient);
	record_put_i64(value, FIELD_GENERATION, (int64_t)environment->generation);
	record_put_i64(value, FIELD_CREATED, environment->created);
	record_put_bytes(value, FIELD_ID, environment->id.bytes, ID_SIZE);
	record_put_bytes(value, FIELD_PROJECTS, projects->data, projects->length);
}

/* Reads a number that stands for one of `count` names. */
static bool decode_choice(const struct buffer *value, uint8_t tag, size_t count, unsigned *choice,
	struct failure *why)
{
	int64_t number = record_get_i64(value, tag);

	if (number < 0 || (uint64_t)number >= count)
		return fail(why, FAILURE_INTERNAL,
			"An environment in the store has the value %lld in field %u, which this "
			"version does not know. Install the version that wrote it.",
			(long long)number, tag);
	*choice = (unsigned)number;
	return true;
}

static bool decode_texts(
	const struct buffer *value, struct environment *environment, struct failure *why)
{
	const struct {
		uint8_t tag;
		char *text;
		size_t size;
	} texts[] = {
		{FIELD_NAME, environment->name, sizeof environment->name},
		{FIELD_DESCRIPTION, environment->description, sizeof environment->description},
		{FIELD_ACCESS_URL, environment->access_url, sizeof environment->access_url},
		{FIELD_DIRECTORY, environment->directory, sizeof environment->directory},
		{FIELD_RECIPIENT, environment->recipient, sizeof environment->recipient},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (!record_get_string(value, texts[i].tag, texts[i].text, texts[i].size, why))
			return false;
	}
	return true;
}

static bool decode(const struct buffer *value, struct environment *environment, struct failure *why)
{
	unsigned type = 0;
	unsigned private_mode = 0;

	if (!record_check(value, why) || !decode_texts(value, environment, why) ||
		!decode_choice(value, FIELD_TYPE, 3, &type, why) ||
		!decode_choice(value, FIELD_PRIVATE, 3, &private_mode, why) ||
		!record_get_id(value, FIELD_ID, &environment->id, why) ||
		!record_get_ids(value, FIELD_PROJECTS, &environment->projects, why))
		return false;
	environment->type = (enum environment_type)type;
	environment->private_mode = (enum environment_private)private_mode;
	environment->generation = (uint64_t)record_get_i64(value, FIELD_GENERATION);
	environment->created = record_get_i64(value, FIELD_CREATED);
	return true;
}

bool environment_insert(struct transaction *transaction, const struct environment *environment,
	bool *inserted, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	environment_auto present = ENVIRONMENT_INIT;
	bool found;

	make_key(&key, environment->name);
	encode(&value, environment);
	if (!store_insert(transaction, &key, &value, inserted, why))
		return false;
	if (*inserted)
		return true;
	if (!environment_find(transaction, environment->name, &present, &found, why))
		return false;
	*inserted = found && id_equal(&present.id, &environment->id);
	return true;
}

bool environment_find(struct transaction *transaction, const char *name,
	struct environment *environment, bool *found, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, name);
	if (!store_get(transaction, &key, &value, found, why))
		return false;
	return !*found || decode(&value, environment, why);
}

bool environment_unknown(const char *name, struct failure *why)
{
	return fail(why, FAILURE_NOT_FOUND,
		"Environment(%.*s) was not found! `jwkmintctl environment list` shows what there is.",
		UTF8_SHOWN(name));
}

bool environment_update(
	struct transaction *transaction, const struct environment *environment, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, environment->name);
	encode(&value, environment);
	return store_put(transaction, &key, &value, why);
}

bool environment_remove(
	struct transaction *transaction, const char *name, bool *existed, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	make_key(&key, name);
	return store_delete(transaction, &key, existed, why);
}

struct each {
	const struct id *project; /* only those that serve it; NULL: all */
	environment_visit visit;
	void *context;
};

/* Of a row that adds up; one whose list does not is for decode to refuse. */
static bool row_serves(const struct buffer *value, const struct id *project)
{
	const uint8_t *ids;
	size_t length;

	record_get_bytes(value, FIELD_PROJECTS, &ids, &length);
	for (size_t i = 0; i + ID_SIZE <= length; i += ID_SIZE) {
		if (memcmp(ids + i, project->bytes, ID_SIZE) == 0)
			return true;
	}
	return length == 0 || length % ID_SIZE != 0;
}

static bool each_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each *each = context;

	(void)key;
	(void)more;
	if (!record_check(value, why))
		return false;
	if (each->project != NULL && !row_serves(value, each->project))
		return true;

	environment_auto environment = ENVIRONMENT_INIT;

	return decode(value, &environment, why) && each->visit(&environment, each->context, why);
}

static bool scan(struct transaction *transaction, struct each *each, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;

	record_key(&prefix, RECORD_ENVIRONMENT);
	return store_scan(transaction, &prefix, NULL, each_row, each, why);
}

bool environment_each(struct transaction *transaction, environment_visit visit, void *context,
	struct failure *why)
{
	struct each each = {NULL, visit, context};

	return scan(transaction, &each, why);
}

bool environment_each_serving(struct transaction *transaction, const struct id *project,
	environment_visit visit, void *context, struct failure *why)
{
	struct each each = {project, visit, context};

	return scan(transaction, &each, why);
}
