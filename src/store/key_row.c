#include "store/key_row.h"

enum field {
	FIELD_ID = 1,
	FIELD_VERSION,
	FIELD_NAME,
	FIELD_DESCRIPTION,
	FIELD_KID,
	FIELD_TYPE,
	FIELD_USE,
	FIELD_ALGORITHM,
	FIELD_SOURCE,
	FIELD_NOT_BEFORE,
	FIELD_EXPIRES,
	FIELD_CREATED,
	FIELD_PASSWORD_SALT_LENGTH,
	FIELD_PASSWORD_ITERATIONS,
	FIELD_PUBLIC_PART,
	FIELD_PROJECT,
	FIELD_SOURCE_ID,
	FIELD_SOURCE_ENVIRONMENT,
	FIELD_SOURCE_ALIAS,
	FIELD_SOURCE_URL,
	FIELD_PUBLIC_ONLY,
	FIELD_REVISION,
	FIELD_EXTRA,
	FIELDS,
};

void key_row_prefix(struct buffer *row, const struct id *project)
{
	record_key(row, RECORD_KEY);
	record_key_id(row, project);
}

void key_row_key(struct buffer *row, const struct id *project, const char *name)
{
	key_row_prefix(row, project);
	record_key_name(row, name);
}

void key_row_encode(struct buffer *value, const struct key_record *key)
{
	record_begin(value);
	record_put_bytes(value, FIELD_PROJECT, key->project.bytes, sizeof key->project.bytes);
	record_put_bytes(value, FIELD_ID, key->id.bytes, sizeof key->id.bytes);
	record_put_i64(value, FIELD_VERSION, key->version);
	record_put_string(value, FIELD_NAME, key->name);
	record_put_string(value, FIELD_DESCRIPTION, key->description);
	record_put_string(value, FIELD_KID, key->kid);
	record_put_string(value, FIELD_TYPE, key->type);
	record_put_string(value, FIELD_USE, key->use);
	record_put_string(value, FIELD_ALGORITHM, key->algorithm);
	record_put_string(value, FIELD_SOURCE, key->source);
	record_put_i64(value, FIELD_NOT_BEFORE, key->not_before);
	record_put_i64(value, FIELD_EXPIRES, key->expires);
	record_put_i64(value, FIELD_CREATED, key->created);
	record_put_i64(value, FIELD_PASSWORD_SALT_LENGTH, key->password_salt_length);
	record_put_i64(value, FIELD_PASSWORD_ITERATIONS, key->password_iterations);
	record_put_bytes(value, FIELD_PUBLIC_PART, key->public_part.data, key->public_part.length);
	if (key->has_source)
		record_put_bytes(value, FIELD_SOURCE_ID, key->source_id.bytes, ID_SIZE);
	record_put_string(value, FIELD_SOURCE_ENVIRONMENT, key->source_environment);
	record_put_string(value, FIELD_SOURCE_ALIAS, key->source_alias);
	record_put_string(value, FIELD_SOURCE_URL, key->source_url.data);
	record_put_i64(value, FIELD_PUBLIC_ONLY, key->public_only);
	record_put_i64(value, FIELD_REVISION, (int64_t)key->revision);
	record_put_string(value, FIELD_EXTRA, key->extra.data);
}

static bool decode_texts(
	const struct record_field *fields, struct key_record *key, struct failure *why)
{
	const struct {
		uint8_t tag;
		char *text;
		size_t size;
	} texts[] = {
		{FIELD_NAME, key->name, sizeof key->name},
		{FIELD_DESCRIPTION, key->description, sizeof key->description},
		{FIELD_KID, key->kid, sizeof key->kid},
		{FIELD_TYPE, key->type, sizeof key->type},
		{FIELD_USE, key->use, sizeof key->use},
		{FIELD_ALGORITHM, key->algorithm, sizeof key->algorithm},
		{FIELD_SOURCE, key->source, sizeof key->source},
		{FIELD_SOURCE_ENVIRONMENT, key->source_environment, sizeof key->source_environment},
		{FIELD_SOURCE_ALIAS, key->source_alias, sizeof key->source_alias},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (!record_field_string(&fields[texts[i].tag], texts[i].text, texts[i].size, why))
			return false;
	}
	return record_field_text(&fields[FIELD_EXTRA], &key->extra, why) &&
	       record_field_text(&fields[FIELD_SOURCE_URL], &key->source_url, why);
}

static bool decode_source_id(
	const struct record_field *field, struct key_record *key, struct failure *why)
{
	key->has_source = field->length > 0;
	key->source_id = (struct id){{0}};
	return !key->has_source || record_field_id(field, &key->source_id, why);
}

bool key_row_decode(const struct buffer *value, struct key_record *key, struct failure *why)
{
	struct record_field fields[FIELDS];

	if (!record_split(value, fields, FIELDS, why) ||
		!record_field_id(&fields[FIELD_PROJECT], &key->project, why) ||
		!record_field_id(&fields[FIELD_ID], &key->id, why) ||
		!decode_texts(fields, key, why) ||
		!decode_source_id(&fields[FIELD_SOURCE_ID], key, why))
		return false;
	key->version = (uint32_t)record_field_i64(&fields[FIELD_VERSION]);
	key->not_before = record_field_i64(&fields[FIELD_NOT_BEFORE]);
	key->expires = record_field_i64(&fields[FIELD_EXPIRES]);
	key->created = record_field_i64(&fields[FIELD_CREATED]);
	key->password_salt_length = record_field_i64(&fields[FIELD_PASSWORD_SALT_LENGTH]);
	key->password_iterations = record_field_i64(&fields[FIELD_PASSWORD_ITERATIONS]);
	key->public_only = record_field_i64(&fields[FIELD_PUBLIC_ONLY]) != 0;
	key->revision = (uint64_t)record_field_i64(&fields[FIELD_REVISION]);
	buffer_clear(&key->public_part);
	buffer_append(&key->public_part, fields[FIELD_PUBLIC_PART].bytes,
		fields[FIELD_PUBLIC_PART].length);
	return true;
}
