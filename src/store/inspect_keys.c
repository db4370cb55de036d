#include "store/inspect_page.h"

#include "base/array.h"
#include "base/utf8.h"
#include "store/row_parts.h"

#include <string.h>

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
	if (!inspect_find_source(page, &key->project, &key->source_id, &found, why))
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
	struct row_parts parts = row_parts_of(row);
	char name[NAME_SIZE];
	struct id project;
	bool found;

	row_parts_take_id(&parts, &project);
	row_parts_take_name(&parts, name, sizeof name);
	if (!row_parts_end(&parts, why))
		return false;
	if (!key_record_find(page->transaction, &project, name, key, &found, why))
		return fail_within(why, "JWK \"%.*s\": ", UTF8_SHOWN(name));
	if (!found)
		return inspect_fail_gone("JWK", name, why);
	if (!id_equal(&key->project, &project))
		return fail(why, FAILURE_INTERNAL,
			"The row of JWK \"%.*s\" is that of another project.", UTF8_SHOWN(name));
	return inspect_check_name("JWK", name, key->name, why);
}

bool inspect_key(struct inspect_page *page, const struct buffer *row, const struct buffer *value,
	struct failure *why)
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
	if (!inspect_find_project(page, &key.project, &project, why))
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

bool inspect_kid(struct inspect_page *page, const struct buffer *row, const struct buffer *value,
	struct failure *why)
{
	key_record_auto key = KEY_RECORD_INIT;
	struct row_parts parts = row_parts_of(row);
	char kid[KEY_KID_SIZE];
	char name[NAME_SIZE];
	struct id project;
	bool found;

	(void)value;
	row_parts_take_id(&parts, &project);
	row_parts_take_name(&parts, kid, sizeof kid);
	if (!row_parts_end(&parts, why) ||
		!key_record_kid_holder(page->transaction, &project, kid, name, &found, why) ||
		!key_record_find(page->transaction, &project, name, &key, &found, why))
		return false;
	return (found && strcmp(key.kid, kid) == 0) ||
	       fail(why, FAILURE_INTERNAL,
		       "The kid \"%.*s\" leads to JWK \"%.*s\", which does not have it.",
		       UTF8_SHOWN(kid), UTF8_SHOWN(name));
}

bool inspect_reference(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	struct key_record wanted = KEY_RECORD_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct row_parts parts = row_parts_of(row);
	char name[NAME_SIZE];
	bool found;

	(void)value;
	row_parts_take_id(&parts, &wanted.project);
	row_parts_take_id(&parts, &wanted.source_id);
	row_parts_take_id(&parts, &wanted.id);
	if (!row_parts_end(&parts, why) ||
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
	struct row_parts parts = row_parts_of(row);
	uint8_t kind[4] = {UINT8_MAX};
	char name[NAME_SIZE];
	struct id project;
	bool found;

	row_parts_take_id(&parts, &project);
	row_parts_take(&parts, kind, sizeof kind);
	row_parts_take_name(&parts, name, sizeof name);
	if (!row_parts_end(&parts, why))
		return false;
	if (kind[0] != 0 || kind[1] != 0 || kind[2] != 0 || kind[3] >= SOURCE_KINDS)
		return fail(why, FAILURE_INTERNAL, "Source \"%.*s\" is of no known kind.",
			UTF8_SHOWN(name));
	if (!source_record_find(page->transaction, &project, (enum source_kind)kind[3], name, true,
		    source, &found, why))
		return fail_within(why, "Source \"%.*s\": ", UTF8_SHOWN(name));
	if (!found)
		return inspect_fail_gone("source", name, why);
	if (!id_equal(&source->project, &project) || source->kind != (enum source_kind)kind[3])
		return fail(why, FAILURE_INTERNAL, "The row of source \"%.*s\" is that of another.",
			UTF8_SHOWN(name));
	return inspect_check_name("source", name, source->name, why);
}

bool inspect_source(struct inspect_page *page, const struct buffer *row, const struct buffer *value,
	struct failure *why)
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
	if (!inspect_find_project(page, &source.project, &project, why))
		return fail_within(why, "Source \"%.*s\": ", UTF8_SHOWN(source.name));
	page->sources = array_grow(page->sources, page->source_count, sizeof *page->sources);
	page->sources[page->source_count] = (struct source_record)SOURCE_RECORD_INIT;
	source_record_copy(&page->sources[page->source_count++], &source);
	return true;
}
