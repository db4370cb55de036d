#include "store/inspect_page.h"

#include "base/array.h"
#include "base/utf8.h"
#include "store/key_row.h"
#include "store/record.h"
#include "store/row_parts.h"
#include "store/transaction.h"

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
	buffer_auto half = BUFFER_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	const struct project *project;

	if (!read_key(page, row, &key, why))
		return false;
	key_record_material_key(&key, &half);
	row_set_strike(page->sealed_rows, &half);
	if (page->strike_only)
		return true;
	if (key.kid[0] != '\0')
		inspect_note_kid(page, &key.project, key.kid, key.name);
	if (!inspect_find_project(page, &key.project, &project, why))
		return fail_within(why, "JWK \"%.*s\": ", UTF8_SHOWN(key.name));
	if (!check_reference(page, &key, why))
		return fail_within(why, "JWK \"%.*s\" of project \"%.*s\": ", UTF8_SHOWN(key.name),
			UTF8_SHOWN(project->name));
	inspect_batch_add(&page->halves, &half, value);
	return true;
}

/* What a kid's row says: whose kid, and which; `name` is that of the key that it leads to. */
static bool read_kid(struct inspect_page *page, const struct buffer *row, struct key_record *key,
	struct failure *why)
{
	struct row_parts parts = row_parts_of(row);
	bool found;

	row_parts_take_id(&parts, &key->project);
	row_parts_take_name(&parts, key->kid, sizeof key->kid);
	if (!row_parts_end(&parts, why) || !key_record_kid_holder(page->transaction, &key->project,
						   key->kid, key->name, &found, why))
		return false;
	return found || inspect_fail_gone("kid", key->kid, why);
}

bool inspect_kid(struct inspect_page *page, const struct buffer *row, const struct buffer *value,
	struct failure *why)
{
	struct key_record said = KEY_RECORD_INIT;

	(void)value;
	if (!read_kid(page, row, &said, why))
		return false;
	inspect_note_kid(page, &said.project, said.kid, said.name);
	return true;
}

static bool is_settled(const struct inspect_page *page, const struct key_record *key)
{
	const struct kid_print print = kid_print_of(&key->project, key->kid, key->name);

	return kid_sums_agree(&page->memory->kids, &print);
}

/* Rows that can not be read were problems at the first look. */
static bool check_kid_of_key(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	key_record_auto key = KEY_RECORD_INIT;
	const struct project *project;

	(void)row;
	if (!key_row_decode(value, &key, why) || is_settled(page, &key))
		return true;
	return inspect_find_project(page, &key.project, &project, why) &&
	       (check_kid(page, &key, why) ||
		       fail_within(why, "JWK \"%.*s\" of project \"%.*s\": ", UTF8_SHOWN(key.name),
			       UTF8_SHOWN(project->name)));
}

static bool check_key_of_kid(struct inspect_page *page, const struct buffer *row,
	const struct buffer *value, struct failure *why)
{
	struct key_record said = KEY_RECORD_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	bool found;

	(void)value;
	if (!read_kid(page, row, &said, why))
		return !page->transaction->engine->broken;
	if (is_settled(page, &said))
		return true;
	if (!key_record_find(page->transaction, &said.project, said.name, &key, &found, why))
		return false;
	return (found && strcmp(key.kid, said.kid) == 0) ||
	       fail(why, FAILURE_INTERNAL,
		       "The kid \"%.*s\" leads to JWK \"%.*s\", which does not have it.",
		       UTF8_SHOWN(said.kid), UTF8_SHOWN(said.name));
}

const struct inspect_kind inspect_kid_kinds[INSPECT_KID_KINDS] = {
	{RECORD_KEY, check_kid_of_key},
	{RECORD_KID, check_key_of_kid},
};

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
