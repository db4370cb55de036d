#include "store/source_row.h"

#include "store/record.h"

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

void source_row_encode(struct buffer *value, const struct source_record *source)
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

	source_record_free(source);
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

bool source_row_decode(
	const struct buffer *value, struct source_record *source, struct failure *why)
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
