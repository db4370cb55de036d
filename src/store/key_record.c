#include "store/key_record.h"

#include "store/record.h"
#include "store/sealing.h"

#include <string.h>

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
enum kid_field { FIELD_KID_NAME = 1 };
enum reference_field { FIELD_REFERENCE_NAME = 1 };

void key_record_free(struct key_record *key)
{
	buffer_free(&key->public_part);
	buffer_free(&key->extra);
	buffer_free(&key->source_url);
}

void key_record_copy(struct key_record *to, const struct key_record *from)
{
	key_record_free(to);
	*to = *from;
	buffer_copy(&to->public_part, &from->public_part);
	buffer_copy(&to->extra, &from->extra);
	buffer_copy(&to->source_url, &from->source_url);
}

static void make_prefix(struct buffer *row, enum record_kind kind, const struct id *project)
{
	record_key(row, kind);
	record_key_id(row, project);
}

static void make_key(struct buffer *row, const struct id *project, const char *name)
{
	make_prefix(row, RECORD_KEY, project);
	record_key_name(row, name);
}

static void make_kid_key(struct buffer *row, const struct id *project, const char *kid)
{
	make_prefix(row, RECORD_KID, project);
	record_key_name(row, kid);
}

void key_record_material_key(const struct key_record *key, struct buffer *row)
{
	make_prefix(row, RECORD_MATERIAL, &key->project);
	record_key_id(row, &key->id);
	record_key_u32(row, key->version);
}

static void make_reference_prefix(
	struct buffer *row, const struct id *project, const struct id *source)
{
	make_prefix(row, RECORD_REFERENCE, project);
	record_key_id(row, source);
}

static void make_reference_key(struct buffer *row, const struct key_record *key)
{
	make_reference_prefix(row, &key->project, &key->source_id);
	record_key_id(row, &key->id);
}

static void encode(struct buffer *value, const struct key_record *key)
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

bool key_record_decode(const struct buffer *value, struct key_record *key, struct failure *why)
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

/* Whether name or kid are another key's; `*present` says that the key itself is there already. */
static bool look_for_taken(struct transaction *transaction, const struct key_record *key,
	enum key_taken *taken, bool *present, struct failure *why)
{
	key_record_auto other = KEY_RECORD_INIT;
	bool found;

	*present = false;
	*taken = KEY_TAKEN_NOTHING;
	if (!key_record_find(transaction, &key->project, key->name, &other, &found, why))
		return false;
	if (found) {
		*present = id_equal(&other.id, &key->id);
		*taken = *present ? KEY_TAKEN_NOTHING : KEY_TAKEN_NAME;
		return true;
	}
	if (!key_record_kid_taken(transaction, &key->project, key->kid, &found, why))
		return false;
	*taken = found ? KEY_TAKEN_KID : KEY_TAKEN_NOTHING;
	return true;
}

static bool put_kid(
	struct transaction *transaction, const struct key_record *key, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	if (key->kid[0] == '\0')
		return true;
	make_kid_key(&row, &key->project, key->kid);
	record_begin(&value);
	record_put_string(&value, FIELD_KID_NAME, key->name);
	return store_put(transaction, &row, &value, why);
}

static bool put_reference(
	struct transaction *transaction, const struct key_record *key, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	if (!key->has_source)
		return true;
	make_reference_key(&row, key);
	record_begin(&value);
	record_put_string(&value, FIELD_REFERENCE_NAME, key->name);
	return store_put(transaction, &row, &value, why);
}

/* All rows but the private half. */
static bool put_rows(
	struct transaction *transaction, const struct key_record *key, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&row, &key->project, key->name);
	encode(&value, key);
	return store_put(transaction, &row, &value, why) && put_kid(transaction, key, why) &&
	       put_reference(transaction, key, why);
}

static bool put_material(struct transaction *transaction, const struct key_record *key,
	const struct buffer *sealed, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;

	if (key->public_only)
		return true;
	key_record_material_key(key, &row);
	return sealing_check(transaction, sealed, why) && store_put(transaction, &row, sealed, why);
}

bool key_record_insert(struct transaction *transaction, const struct key_record *key,
	const struct buffer *sealed, enum key_taken *taken, struct failure *why)
{
	bool present;

	if (!look_for_taken(transaction, key, taken, &present, why))
		return false;
	if (present || *taken != KEY_TAKEN_NOTHING)
		return true;
	return put_rows(transaction, key, why) && put_material(transaction, key, sealed, why);
}

/* All rows but the private half. */
static bool delete_rows(
	struct transaction *transaction, const struct key_record *key, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;

	make_key(&row, &key->project, key->name);
	if (!store_delete(transaction, &row, NULL, why))
		return false;
	make_kid_key(&row, &key->project, key->kid);
	if (key->kid[0] != '\0' && !store_delete(transaction, &row, NULL, why))
		return false;
	make_reference_key(&row, key);
	return !key->has_source || store_delete(transaction, &row, NULL, why);
}

static bool delete_material(
	struct transaction *transaction, const struct key_record *key, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;

	key_record_material_key(key, &row);
	return store_delete(transaction, &row, NULL, why);
}

bool key_record_update(struct transaction *transaction, const struct key_record *before,
	const struct key_record *after, const struct buffer *sealed, enum key_taken *taken,
	struct failure *why)
{
	bool present;

	/* With its own rows away, whatever is in the way is another's. */
	if (!delete_rows(transaction, before, why) ||
		!look_for_taken(transaction, after, taken, &present, why))
		return false;
	if (*taken != KEY_TAKEN_NOTHING)
		return put_rows(transaction, before, why);
	if (before->version != after->version && !delete_material(transaction, before, why))
		return false;
	return put_rows(transaction, after, why) &&
	       (sealed == NULL || put_material(transaction, after, sealed, why));
}

bool key_record_remove(
	struct transaction *transaction, const struct key_record *key, struct failure *why)
{
	return delete_rows(transaction, key, why) && delete_material(transaction, key, why);
}

bool key_record_find(struct transaction *transaction, const struct id *project, const char *name,
	struct key_record *key, bool *found, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&row, project, name);
	if (!store_get(transaction, &row, &value, found, why))
		return false;
	return !*found || key_record_decode(&value, key, why);
}

bool key_record_kid_taken(struct transaction *transaction, const struct id *project,
	const char *kid, bool *taken, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_kid_key(&row, project, kid);
	return store_get(transaction, &row, &value, taken, why);
}

bool key_record_kid_holder(struct transaction *transaction, const struct id *project,
	const char *kid, char name[NAME_SIZE], bool *found, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_kid_key(&row, project, kid);
	if (!store_get(transaction, &row, &value, found, why))
		return false;
	return !*found || (record_check(&value, why) &&
				  record_get_string(&value, FIELD_KID_NAME, name, NAME_SIZE, why));
}

bool key_record_reference(struct transaction *transaction, const struct key_record *key,
	char name[NAME_SIZE], bool *found, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_reference_key(&row, key);
	if (!store_get(transaction, &row, &value, found, why))
		return false;
	return !*found ||
	       (record_check(&value, why) &&
		       record_get_string(&value, FIELD_REFERENCE_NAME, name, NAME_SIZE, why));
}

bool key_record_material(struct transaction *transaction, const struct key_record *key,
	struct buffer *sealed, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	bool found;

	buffer_clear(sealed);
	if (key->public_only)
		return true;
	key_record_material_key(key, &row);
	if (!store_get(transaction, &row, sealed, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INTERNAL,
			"The private half of JWK \"%s\" is missing from the store. Restore a "
			"backup.",
			key->name);
	return true;
}

struct each {
	key_record_visit visit;
	void *context;
	struct key_record key; /* owned; the row's, used again for the next */
};

static bool each_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct each *each = context;

	(void)row;
	return key_record_decode(value, &each->key, why) &&
	       each->visit(&each->key, more, each->context, why);
}

bool key_record_page(struct transaction *transaction, const struct id *project,
	const struct list_page *page, key_record_visit visit, void *context, bool *more,
	struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {visit, context, KEY_RECORD_INIT};

	make_prefix(&prefix, RECORD_KEY, project);

	bool done = list_page_scan(transaction, &prefix, page, each_row, &each, more, why);

	key_record_free(&each.key);
	return done;
}

bool key_record_each(struct transaction *transaction, const struct id *project, const char *after,
	key_record_visit visit, void *context, struct failure *why)
{
	const struct list_page page = {.after = after};
	bool more;

	return key_record_page(transaction, project, &page, visit, context, &more, why);
}

struct each_raw {
	key_record_row_visit visit;
	void *context;
	struct key_record key; /* as in struct each */
};

static bool each_raw_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct each_raw *each = context;

	(void)row;
	(void)more;
	return key_record_decode(value, &each->key, why) &&
	       each->visit(&each->key, value, each->context, why);
}

bool key_record_each_row(struct transaction *transaction, const struct id *project,
	key_record_row_visit visit, void *context, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each_raw each = {visit, context, KEY_RECORD_INIT};

	make_prefix(&prefix, RECORD_KEY, project);

	bool done = store_scan(transaction, &prefix, NULL, each_raw_row, &each, why);

	key_record_free(&each.key);
	return done;
}

struct each_reference {
	key_record_name_visit visit;
	void *context;
};

static bool each_reference_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each_reference *each = context;
	char name[NAME_SIZE];

	(void)row;
	return record_check(value, why) &&
	       record_get_string(value, FIELD_REFERENCE_NAME, name, sizeof name, why) &&
	       each->visit(name, more, each->context, why);
}

bool key_record_each_reference(struct transaction *transaction, const struct id *project,
	const struct id *source, key_record_name_visit visit, void *context, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each_reference each = {visit, context};

	make_reference_prefix(&prefix, project, source);
	return store_scan(transaction, &prefix, NULL, each_reference_row, &each, why);
}

static void bind_bytes(struct buffer *out, const void *bytes, size_t length)
{
	record_key_u32(out, (uint32_t)length);
	buffer_append(out, bytes, length);
}

static void bind_string(struct buffer *out, const char *string)
{
	bind_bytes(out, string, strlen(string));
}

static void bind_i64(struct buffer *out, int64_t number)
{
	record_key_u32(out, (uint32_t)((uint64_t)number >> 32));
	record_key_u32(out, (uint32_t)number);
}

/* Blobs at rest depend on this layout: it must stay as it is when rows get another format. */
void key_record_binding(const struct key_record *key, struct buffer *out)
{
	bind_string(out, key->name);
	bind_string(out, key->kid);
	bind_string(out, key->type);
	bind_string(out, key->use);
	bind_string(out, key->algorithm);
	bind_i64(out, key->not_before);
	bind_i64(out, key->expires);
	bind_i64(out, key->created);
	bind_i64(out, key->password_salt_length);
	bind_i64(out, key->password_iterations);
	bind_bytes(out, key->public_part.data, key->public_part.length);
	if (key->extra.length > 0)
		bind_bytes(out, key->extra.data, key->extra.length);
}
