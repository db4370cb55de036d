#include "store/source_record.h"

#include "base/array.h"
#include "store/record.h"
#include "store/sealing.h"
#include "store/source_row.h"

#include <stdlib.h>
#include <string.h>

void source_record_free(struct source_record *source)
{
	for (size_t i = 0; i < source->count; i++) {
		buffer_free(&source->entries[i].public_part);
		buffer_free(&source->entries[i].sealed);
	}
	free(source->entries);
	source->entries = NULL;
	source->count = 0;
}

void source_record_copy(struct source_record *to, const struct source_record *from)
{
	source_record_free(to);
	*to = *from;
	to->entries = NULL;
	to->count = 0;
	for (size_t i = 0; i < from->count; i++) {
		const struct source_entry *entry = &from->entries[i];
		struct source_entry *copy = source_record_add(to, entry->environment);

		memcpy(copy->alias, entry->alias, sizeof copy->alias);
		buffer_copy(&copy->public_part, &entry->public_part);
		buffer_copy(&copy->sealed, &entry->sealed);
	}
}

struct source_entry *source_record_add(struct source_record *source, const char *environment)
{
	struct source_entry *entry;

	source->entries = array_grow(source->entries, source->count, sizeof *source->entries);
	entry = &source->entries[source->count++];
	*entry = (struct source_entry){.public_part = BUFFER_INIT, .sealed = BUFFER_INIT};
	memcpy(entry->environment, environment, strnlen(environment, NAME_MAX_BYTES));
	return entry;
}

struct source_entry *source_record_entry(
	const struct source_record *source, const char *environment)
{
	for (size_t i = 0; i < source->count; i++) {
		if (strcmp(source->entries[i].environment, environment) == 0)
			return &source->entries[i];
	}
	return NULL;
}

static void make_prefix(struct buffer *row, const struct id *project, enum source_kind kind)
{
	record_key(row, RECORD_SOURCE);
	record_key_id(row, project);
	record_key_u32(row, kind);
}

static void make_key(
	struct buffer *row, const struct id *project, enum source_kind kind, const char *name)
{
	make_prefix(row, project, kind);
	record_key_name(row, name);
}

void source_record_secret_key(
	const struct source_record *source, const struct source_entry *entry, struct buffer *row)
{
	record_key(row, RECORD_SECRET);
	record_key_id(row, &source->project);
	record_key_id(row, &source->id);
	record_key_name(row, entry->environment);
}

static bool put_secrets(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;

	for (size_t i = 0; i < source->count; i++) {
		const struct source_entry *entry = &source->entries[i];

		source_record_secret_key(source, entry, &row);
		if (entry->sealed.length > 0 &&
			(!sealing_check(transaction, &entry->sealed, why) ||
				!store_put(transaction, &row, &entry->sealed, why)))
			return false;
	}
	return true;
}

static bool put_rows(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&row, &source->project, source->kind, source->name);
	source_row_encode(&value, source);
	return store_put(transaction, &row, &value, why) && put_secrets(transaction, source, why);
}

static bool delete_rows(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;

	make_key(&row, &source->project, source->kind, source->name);
	if (!store_delete(transaction, &row, NULL, why))
		return false;
	for (size_t i = 0; i < source->count; i++) {
		source_record_secret_key(source, &source->entries[i], &row);
		if (!store_delete(transaction, &row, NULL, why))
			return false;
	}
	return true;
}

/* Whether another source of its kind has the name; `*present`: it is there itself. */
static bool look_for_taken(struct transaction *transaction, const struct source_record *source,
	bool *taken, bool *present, struct failure *why)
{
	source_record_auto other = SOURCE_RECORD_INIT;
	bool found;

	if (!source_record_find(transaction, &source->project, source->kind, source->name, false,
		    &other, &found, why))
		return false;
	*present = found && id_equal(&other.id, &source->id);
	*taken = found && !*present;
	return true;
}

bool source_record_insert(struct transaction *transaction, const struct source_record *source,
	bool *inserted, struct failure *why)
{
	bool taken, present;

	if (!look_for_taken(transaction, source, &taken, &present, why))
		return false;
	*inserted = !taken;
	return taken || present || put_rows(transaction, source, why);
}

static bool get_secrets(
	struct transaction *transaction, struct source_record *source, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	bool found;

	for (size_t i = 0; i < source->count; i++) {
		source_record_secret_key(source, &source->entries[i], &row);
		if (!store_get(transaction, &row, &source->entries[i].sealed, &found, why))
			return false;
		if (!found)
			buffer_clear(&source->entries[i].sealed);
	}
	return true;
}

bool source_record_find(struct transaction *transaction, const struct id *project,
	enum source_kind kind, const char *name, bool with_sealed, struct source_record *source,
	bool *found, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&row, project, kind, name);
	if (!store_get(transaction, &row, &value, found, why))
		return false;
	return !*found || (source_row_decode(&value, source, why) &&
				  (!with_sealed || get_secrets(transaction, source, why)));
}

bool source_record_update(struct transaction *transaction, const struct source_record *before,
	const struct source_record *after, bool *updated, struct failure *why)
{
	bool taken, present;

	if (!look_for_taken(transaction, after, &taken, &present, why))
		return false;
	*updated = !taken;
	return taken ||
	       (delete_rows(transaction, before, why) && put_rows(transaction, after, why));
}

bool source_record_remove(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	return delete_rows(transaction, source, why);
}

struct each {
	source_record_visit visit;
	void *context;
};

static bool each_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each *each = context;
	source_record_auto source = SOURCE_RECORD_INIT;

	(void)row;
	return source_row_decode(value, &source, why) &&
	       each->visit(&source, more, each->context, why);
}

bool source_record_page(struct transaction *transaction, const struct id *project,
	enum source_kind kind, const struct list_page *page, source_record_visit visit,
	void *context, bool *more, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {visit, context};

	make_prefix(&prefix, project, kind);
	return list_page_scan(transaction, &prefix, page, each_row, &each, more, why);
}

bool source_record_each(struct transaction *transaction, const struct id *project,
	enum source_kind kind, const char *after, source_record_visit visit, void *context,
	struct failure *why)
{
	const struct list_page page = {.after = after};
	bool more;

	return source_record_page(transaction, project, kind, &page, visit, context, &more, why);
}

static void bind_bytes(struct buffer *out, const void *bytes, size_t length)
{
	record_key_u32(out, (uint32_t)length);
	buffer_append(out, bytes, length);
}

/* Blobs at rest depend on this layout: it must stay as it is when rows get another format. */
void source_entry_binding(
	const struct source_record *source, const struct source_entry *entry, struct buffer *out)
{
	record_key_u32(out, source->kind);
	bind_bytes(out, entry->environment, strlen(entry->environment));
	bind_bytes(out, entry->public_part.data, entry->public_part.length);
}
