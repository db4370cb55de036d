#include "store/record.h"

#include <endian.h>
#include <string.h>

#define RECORD_FORMAT 1
#define FIELD_HEADER  5 /* tag and length */

/* A kind that is not here gives some, until somebody has thought about it. */
static const char without_rights[] = {
	RECORD_META,
	RECORD_KEY,
	RECORD_KID,
	RECORD_MATERIAL,
	RECORD_REFERENCE,
	RECORD_SOURCE,
	RECORD_SECRET,
	RECORD_POOL,
	RECORD_LEFTOVER,
	RECORD_GENERATION,
	RECORD_AUDIT,
};

bool record_gives_rights(char kind)
{
	return memchr(without_rights, kind, sizeof without_rights) == NULL;
}

void record_key(struct buffer *key, enum record_kind kind)
{
	buffer_clear(key);
	buffer_append_byte(key, (uint8_t)kind);
}

void record_key_id(struct buffer *key, const struct id *id)
{
	buffer_append(key, id->bytes, sizeof id->bytes);
}

void record_key_name(struct buffer *key, const char *name)
{
	buffer_append(key, name, strlen(name) + 1);
}

void record_key_u32(struct buffer *key, uint32_t number)
{
	const uint8_t bytes[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16),
		(uint8_t)(number >> 8), (uint8_t)number};

	buffer_append(key, bytes, sizeof bytes);
}

void record_key_bytes(struct buffer *key, const void *bytes, size_t length)
{
	buffer_append(key, bytes, length);
}

void record_begin(struct buffer *value)
{
	buffer_clear(value);
	buffer_append_byte(value, RECORD_FORMAT);
}

void record_put_bytes(struct buffer *value, uint8_t tag, const void *bytes, size_t length)
{
	buffer_append_byte(value, tag);
	record_key_u32(value, (uint32_t)length);
	buffer_append(value, bytes, length);
}

void record_put_string(struct buffer *value, uint8_t tag, const char *string)
{
	if (string[0] != '\0')
		record_put_bytes(value, tag, string, strlen(string));
}

void record_put_i64(struct buffer *value, uint8_t tag, int64_t number)
{
	uint8_t bytes[8];
	uint64_t rest = (uint64_t)number;

	if (number == 0)
		return;
	for (size_t i = sizeof bytes; i-- > 0; rest >>= 8)
		bytes[i] = (uint8_t)rest;
	record_put_bytes(value, tag, bytes, sizeof bytes);
}

/* The field at `*offset`, which moves behind it; false when there is no whole one. */
static bool next_field(const struct buffer *value, size_t *offset, struct record_field *field)
{
	const uint8_t *at = (const uint8_t *)value->data + *offset;
	size_t left = value->length - *offset;

	if (left < FIELD_HEADER)
		return false;
	field->tag = at[0];
	field->length = (size_t)at[1] << 24 | (size_t)at[2] << 16 | (size_t)at[3] << 8 | at[4];
	field->bytes = at + FIELD_HEADER;
	if (field->length > left - FIELD_HEADER)
		return false;
	*offset += FIELD_HEADER + field->length;
	return true;
}

static bool fail_sum(const struct buffer *value, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL,
		"A row of the store is damaged: its fields do not add up to %zu bytes. Restore a "
		"backup.",
		value->length);
}

static bool check_format(const struct buffer *value, struct failure *why)
{
	if (value->length == 0)
		return fail(why, FAILURE_INTERNAL,
			"A row of the store is damaged: it is empty. Restore a backup.");
	return value->data[0] == RECORD_FORMAT ||
	       fail(why, FAILURE_INTERNAL,
		       "The store was written by a newer version of jwkmint: a row has format %u, "
		       "this version (" PACKAGE_VERSION ") knows format %d. Install the newer "
		       "version again.",
		       (unsigned)(uint8_t)value->data[0], RECORD_FORMAT);
}

bool record_split(
	const struct buffer *value, struct record_field *fields, size_t count, struct failure *why)
{
	size_t offset = 1;
	struct record_field field;

	if (!check_format(value, why))
		return false;
	for (size_t tag = 0; tag < count; tag++)
		fields[tag] = (struct record_field){.tag = (uint8_t)tag, .bytes = NULL};
	while (offset < value->length) {
		if (!next_field(value, &offset, &field))
			return fail_sum(value, why);
		if (field.tag < count && fields[field.tag].bytes == NULL)
			fields[field.tag] = field;
	}
	return true;
}

bool record_check(const struct buffer *value, struct failure *why)
{
	return record_split(value, NULL, 0, why);
}

/* The field with this tag; one of no bytes when it is missing. */
static struct record_field find(const struct buffer *value, uint8_t tag)
{
	size_t offset = 1;
	struct record_field field;

	while (next_field(value, &offset, &field)) {
		if (field.tag == tag)
			return field;
	}
	return (struct record_field){.tag = tag, .bytes = (const uint8_t *)value->data};
}

void record_get_bytes(
	const struct buffer *value, uint8_t tag, const uint8_t **bytes, size_t *length)
{
	const struct record_field field = find(value, tag);

	*bytes = field.bytes;
	*length = field.length;
}

/* Whether a text that is no longer than `most` bytes. */
static bool is_text(const struct record_field *field, size_t most)
{
	return field->length <= most &&
	       (field->length == 0 || memchr(field->bytes, '\0', field->length) == NULL);
}

bool record_field_string(
	const struct record_field *field, char *string, size_t size, struct failure *why)
{
	if (!is_text(field, size - 1))
		return fail(why, FAILURE_INTERNAL,
			"A row of the store is damaged: its field %u of %zu bytes is no text of at "
			"most %zu bytes.",
			field->tag, field->length, size - 1);
	if (field->length > 0)
		memcpy(string, field->bytes, field->length);
	string[field->length] = '\0';
	return true;
}

bool record_get_string(
	const struct buffer *value, uint8_t tag, char *string, size_t size, struct failure *why)
{
	const struct record_field field = find(value, tag);

	return record_field_string(&field, string, size, why);
}

bool record_field_text(const struct record_field *field, struct buffer *text, struct failure *why)
{
	if (!is_text(field, SIZE_MAX))
		return fail(why, FAILURE_INTERNAL,
			"A row of the store is damaged: its field %u of %zu bytes is no text.",
			field->tag, field->length);
	buffer_clear(text);
	buffer_append(text, field->bytes, field->length);
	return true;
}

bool record_get_text(
	const struct buffer *value, uint8_t tag, struct buffer *text, struct failure *why)
{
	const struct record_field field = find(value, tag);

	return record_field_text(&field, text, why);
}

int64_t record_field_i64(const struct record_field *field)
{
	uint64_t number;

	if (field->length != sizeof number)
		return 0;
	memcpy(&number, field->bytes, sizeof number);
	return (int64_t)be64toh(number);
}

int64_t record_get_i64(const struct buffer *value, uint8_t tag)
{
	const struct record_field field = find(value, tag);

	return record_field_i64(&field);
}

bool record_field_id(const struct record_field *field, struct id *id, struct failure *why)
{
	if (field->length != sizeof id->bytes)
		return fail(why, FAILURE_INTERNAL,
			"A row of the store is damaged: its field %u of %zu bytes is no id.",
			field->tag, field->length);
	memcpy(id->bytes, field->bytes, sizeof id->bytes);
	return true;
}

bool record_get_id(const struct buffer *value, uint8_t tag, struct id *id, struct failure *why)
{
	const struct record_field field = find(value, tag);

	return record_field_id(&field, id, why);
}

bool record_get_ids(
	const struct buffer *value, uint8_t tag, struct id_list *list, struct failure *why)
{
	const uint8_t *bytes;
	size_t length;

	record_get_bytes(value, tag, &bytes, &length);
	if (length % ID_SIZE != 0)
		return fail(why, FAILURE_INTERNAL,
			"A row of the store is damaged: its field %u of %zu bytes is no list of "
			"ids.",
			tag, length);
	buffer_clear(&list->bytes);
	buffer_append(&list->bytes, bytes, length);
	return true;
}
