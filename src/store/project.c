#include "store/project.h"

#include "base/utf8.h"
#include "store/record.h"
#include "store/row_list.h"

#include <string.h>

enum field { FIELD_ID = 1, FIELD_NAME, FIELD_DESCRIPTION, FIELD_CREATED };
enum generation_field { FIELD_GENERATION = 1 };

/* What of a project stands under its id. */
static const enum record_kind kinds_by_id[] = {RECORD_KEY, RECORD_KID, RECORD_MATERIAL,
	RECORD_REFERENCE, RECORD_SOURCE, RECORD_SECRET, RECORD_GENERATION};

static void make_key(struct buffer *key, const char *name)
{
	record_key(key, RECORD_PROJECT);
	record_key_name(key, name);
}

static void encode(struct buffer *value, const struct project *project)
{
	record_begin(value);
	record_put_bytes(value, FIELD_ID, project->id.bytes, sizeof project->id.bytes);
	record_put_string(value, FIELD_NAME, project->name);
	record_put_string(value, FIELD_DESCRIPTION, project->description);
	record_put_i64(value, FIELD_CREATED, project->created);
}

static bool decode(const struct buffer *value, struct project *project, struct failure *why)
{
	if (!record_check(value, why) || !record_get_id(value, FIELD_ID, &project->id, why) ||
		!record_get_string(value, FIELD_NAME, project->name, sizeof project->name, why) ||
		!record_get_string(value, FIELD_DESCRIPTION, project->description,
			sizeof project->description, why))
		return false;
	project->created = record_get_i64(value, FIELD_CREATED);
	return true;
}

bool project_insert(struct transaction *transaction, const struct project *project, bool *inserted,
	struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	struct project present;
	bool found;

	make_key(&key, project->name);
	encode(&value, project);
	if (!store_insert(transaction, &key, &value, inserted, why))
		return false;
	if (*inserted)
		return true;
	if (!project_find(transaction, project->name, &present, &found, why))
		return false;
	*inserted = found && id_equal(&present.id, &project->id);
	return true;
}

bool project_find(struct transaction *transaction, const char *name, struct project *project,
	bool *found, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, name);
	if (!store_get(transaction, &key, &value, found, why))
		return false;
	return !*found || decode(&value, project, why);
}

bool project_unknown(const char *name, struct failure *why)
{
	return fail(why, FAILURE_NOT_FOUND,
		"Project(%.*s) was not found! `jwkmintctl project list` shows what there is.",
		UTF8_SHOWN(name));
}

bool project_remove(
	struct transaction *transaction, const struct project *project, struct failure *why)
{
	row_list_auto rows = ROW_LIST_INIT;
	buffer_auto key = BUFFER_INIT;
	struct project present;
	bool found;

	if (!project_find(transaction, project->name, &present, &found, why))
		return false;
	make_key(&key, project->name);
	if (found && id_equal(&present.id, &project->id))
		row_list_add(&rows, &key);
	for (size_t i = 0; i < sizeof kinds_by_id / sizeof *kinds_by_id; i++) {
		record_key(&key, kinds_by_id[i]);
		record_key_id(&key, &project->id);
		if (!store_scan(transaction, &key, NULL, row_list_collect, &rows, why))
			return false;
	}
	return row_list_delete(transaction, &rows, why);
}

struct each {
	project_visit visit;
	void *context;
};

static bool each_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each *each = context;
	struct project project;

	(void)key;
	(void)more;
	return decode(value, &project, why) && each->visit(&project, each->context, why);
}

bool project_each(
	struct transaction *transaction, project_visit visit, void *context, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {visit, context};

	record_key(&prefix, RECORD_PROJECT);
	return store_scan(transaction, &prefix, NULL, each_row, &each, why);
}

bool project_generation(struct transaction *transaction, const struct id *project,
	uint64_t *generation, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	bool found;

	*generation = 0;
	record_key(&key, RECORD_GENERATION);
	record_key_id(&key, project);
	if (!store_get(transaction, &key, &value, &found, why))
		return false;
	if (!found)
		return true;
	if (!record_check(&value, why))
		return false;
	*generation = (uint64_t)record_get_i64(&value, FIELD_GENERATION);
	return true;
}

bool project_advance(struct transaction *transaction, const struct id *project,
	uint64_t *generation, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	if (!project_generation(transaction, project, generation, why))
		return false;
	++*generation;
	record_key(&key, RECORD_GENERATION);
	record_key_id(&key, project);
	record_begin(&value);
	record_put_i64(&value, FIELD_GENERATION, (int64_t)*generation);
	return store_put(transaction, &key, &value, why);
}
