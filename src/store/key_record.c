#include "store/key_record.h"

#include "store/key_row.h"
#include "store/sealing.h"

#include <string.h>

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

	key_row_key(&row, &key->project, key->name);
	key_row_encode(&value, key);
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

	key_row_key(&row, &key->project, key->name);
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

	key_row_key(&row, project, name);
	if (!store_get(transaction, &row, &value, found, why))
		return false;
	return !*found || key_row_decode(&value, key, why);
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
