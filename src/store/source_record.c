#include "store/source_record.h"

#include "store/record.h"

#include <stdlib.h>
#include <string.h>

enum field {
	FIELD_PROJECT = 1,
	FIELD_ID,
	FIELD_KIND,
	FIELD_NAME,
	FIELD_DESCRIPTION,
	FIELD_TYPE,
	FIELD_REVISION,
	FIELD_CREATED,
	FIELD_ENTRIES, /* of each: length (4 bytes, big-endian) and its own fields as a value */
};
enum entry_field { FIELD_ENVIRONMENT = 1, FIELD_ALIAS, FIELD_PUBLIC_PART };

#define LENGTH_SIZE 4

static void free_entries(struct source_record *source)
{
	for (size_t i = 0; i < source->count; i++) {
		buffer_free(&source->entries[i].public_part);
		buffer_free(&source->entries[i].sealed);
	}
	free(source->entries);
	source->entries = NULL;
	source->count = 0;
}

void source_record_free(struct source_record *source)
{
	free_entries(source);
}

static void copy_buffer(struct buffer *to, const struct buffer *from)
{
	buffer_append(to, from->data, from->length);
}

void source_record_copy(struct source_record *to, const struct source_record *from)
{
	free_entries(to);
	*to = *from;
	to->entries = NULL;
	to->count = 0;
	for (size_t i = 0; i < from->count; i++) {
		const struct source_entry *entry = &from->entries[i];
		struct source_entry *copy = source_record_add(to, entry->environment);

		memcpy(copy->alias, entry->alias, sizeof copy->alias);
		copy_buffer(&copy->public_part, &entry->public_part);
		copy_buffer(&copy->sealed, &entry->sealed);
	}
}

struct source_entry *source_record_add(struct source_record *source, const char *environment)
{
	size_t count = source->count + 1;
	struct source_entry *entry;

	source->entries = reallocarray(source->entries, count, sizeof *source->entries);
	if (source->entries == NULL)
		abort();
	entry = &source->entries[source->count];
	source->count = count;
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

static void make_secret_key(
	struct buffer *row, const struct source_record *source, const struct source_entry *entry)
{
	record_key(row, RECORD_SECRET);
	record_key_id(row, &source->project);
	record_key_id(row, &source->id);
	record_key_name(row, entry->environment);
}

static void encode_entries(struct buffer *out, const struct source_record *source)
{
	buffer_auto value = BUFFER_INIT;

	for (size_t i = 0; i < source->count; i++) {
		const struct source_entry *entry = &source->entries[i];

		record_begin(&value);
		record_put_string(&value, FIELD_ENVIRONMENT, entry->environment);
		record_put_string(&value, FIELD_ALIAS, entry->alias);
		record_put_bytes(&value, FIELD_PUBLIC_PART, entry->public_part.data,
			entry->public_part.length);
		record_key_u32(out, (uint32_t)value.length);
		buffer_append(out, value.data, value.length);
	}
}

static void encode(struct buffer *value, const struct source_record *source)
{
	buffer_auto entries = BUFFER_INIT;

	encode_entries(&entries, source);
	record_begin(value);
	record_put_bytes(value, FIELD_PROJECT, source->project.bytes, ID_SIZE);
	record_put_bytes(value, FIELD_ID, source->id.bytes, ID_SIZE);
	record_put_i64(value, FIELD_KIND, source->kind);
	record_put_string(value, FIELD_NAME, source->name);
	record_put_string(value, FIELD_DESCRIPTION, source->description);
	record_put_string(value, FIELD_TYPE, source->type);
	record_put_i64(value, FIELD_REVISION, (int64_t)source->revision);
	record_put_i64(value, FIELD_CREATED, source->created);
	record_put_bytes(value, FIELD_ENTRIES, entries.data, entries.length);
}

static bool decode_entry(
	const struct buffer *value, struct source_record *source, struct failure *why)
{
	char environment[NAME_SIZE];
	const uint8_t *bytes;
	size_t length;

	if (!record_check(value, why) ||
		!record_get_string(value, FIELD_ENVIRONMENT, environment, sizeof environment, why))
		return false;

	struct source_entry *entry = source_record_add(source, environment);

	record_get_bytes(value, FIELD_PUBLIC_PART, &bytes, &length);
	buffer_append(&entry->public_part, bytes, length);
	return record_get_string(value, FIELD_ALIAS, entry->alias, sizeof entry->alias, why);
}

static bool decode_entries(
	const struct buffer *value, struct source_record *source, struct failure *why)
{
	const uint8_t *at;
	size_t left;

	free_entries(source);
	record_get_bytes(value, FIELD_ENTRIES, &at, &left);
	while (left > 0) {
		buffer_auto entry = BUFFER_INIT;
		size_t length = left < LENGTH_SIZE ? left
						   : (size_t)at[0] << 24 | (size_t)at[1] << 16 |
							     (size_t)at[2] << 8 | at[3];

		if (left < LENGTH_SIZE || length > left - LENGTH_SIZE)
			return fail(why, FAILURE_INTERNAL,
				"A row of the store is damaged: the entries of \"%s\" do not add "
				"up. Restore a backup.",
				source->name);
		buffer_append(&entry, at + LENGTH_SIZE, length);
		if (!decode_entry(&entry, source, why))
			return false;
		at += LENGTH_SIZE + length;
		left -= LENGTH_SIZE + length;
	}
	return true;
}

static bool decode(const struct buffer *value, struct source_record *source, struct failure *why)
{
	if (!record_check(value, why) ||
		!record_get_id(value, FIELD_PROJECT, &source->project, why) ||
		!record_get_id(value, FIELD_ID, &source->id, why) ||
		!record_get_string(value, FIELD_NAME, source->name, sizeof source->name, why) ||
		!record_get_string(value, FIELD_DESCRIPTION, source->description,
			sizeof source->description, why) ||
		!record_get_string(value, FIELD_TYPE, source->type, sizeof source->type, why))
		return false;
	source->kind = (enum source_kind)record_get_i64(value, FIELD_KIND);
	source->revision = (uint64_t)record_get_i64(value, FIELD_REVISION);
	source->created = record_get_i64(value, FIELD_CREATED);
	return decode_entries(value, source, why);
}

static bool put_secrets(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;

	for (size_t i = 0; i < source->count; i++) {
		const struct source_entry *entry = &source->entries[i];

		make_secret_key(&row, source, entry);
		if (entry->sealed.length > 0 && !store_put(transaction, &row, &entry->sealed, why))
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
	encode(&value, source);
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
		make_secret_key(&row, source, &source->entries[i]);
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
		make_secret_key(&row, source, &source->entries[i]);
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
	return !*found || (decode(&value, source, why) &&
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
	return decode(value, &source, why) && each->visit(&source, more, each->context, why);
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
