#include "store/token.h"

#include "base/hex.h"
#include "store/record.h"
#include "store/row_list.h"

#include <string.h>

enum field { FIELD_HASH = 1, FIELD_NAME, FIELD_USER, FIELD_CREATED, FIELD_EXPIRES };

#define EXPIRY_BYTES 8

#define ID_BYTES ((TOKEN_ID_SIZE - 1) / 2) /* of the hash, that the id shows */

void token_id(const struct token *token, char text[TOKEN_ID_SIZE])
{
	hex_encode(token->hash, ID_BYTES, text);
}

static void make_key(struct buffer *key, const uint8_t hash[TOKEN_HASH_SIZE])
{
	record_key(key, RECORD_TOKEN);
	record_key_bytes(key, hash, TOKEN_HASH_SIZE);
}

bool token_insert(struct transaction *transaction, const struct token *token, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, token->hash);
	record_begin(&value);
	record_put_bytes(&value, FIELD_HASH, token->hash, sizeof token->hash);
	record_put_string(&value, FIELD_NAME, token->name);
	record_put_string(&value, FIELD_USER, token->user);
	record_put_i64(&value, FIELD_CREATED, token->created);
	record_put_i64(&value, FIELD_EXPIRES, token->expires);
	return store_put(transaction, &key, &value, why);
}

/* The order of these keys is that of expiry. */
static void make_passing_key(struct buffer *key, const struct token *token)
{
	uint8_t expires[EXPIRY_BYTES];

	for (size_t i = 0; i < sizeof expires; i++)
		expires[i] = (uint8_t)((uint64_t)token->expires >> (8 * (sizeof expires - 1 - i)));
	record_key(key, RECORD_PASSING);
	record_key_bytes(key, expires, sizeof expires);
	record_key_bytes(key, token->hash, sizeof token->hash);
}

bool token_insert_passing(
	struct transaction *transaction, const struct token *token, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_passing_key(&key, token);
	record_begin(&value);
	return token_insert(transaction, token, why) && store_put(transaction, &key, &value, why);
}

struct sweep {
	int64_t now;
	size_t most;
	struct row_list rows; /* owned */
};

static bool sweep_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const size_t size = 1 + EXPIRY_BYTES + TOKEN_HASH_SIZE;
	const uint8_t *bytes = (const uint8_t *)key->data;
	struct sweep *sweep = context;
	buffer_auto token = BUFFER_INIT;
	uint64_t expires = 0;

	(void)value;
	if (key->length != size)
		return fail(why, FAILURE_INTERNAL,
			"A row in the store is damaged: its key has %zu bytes instead of %zu.",
			key->length, size);
	for (size_t i = 0; i < EXPIRY_BYTES; i++)
		expires = expires << 8 | bytes[1 + i];
	*more = expires <= (uint64_t)sweep->now && sweep->rows.count < 2 * sweep->most;
	if (!*more)
		return true;
	make_key(&token, bytes + 1 + EXPIRY_BYTES);
	row_list_add(&sweep->rows, &token);
	row_list_add(&sweep->rows, key);
	return true;
}

bool token_sweep(struct transaction *transaction, int64_t now, size_t most, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct sweep sweep = {now, most, ROW_LIST_INIT};

	record_key(&prefix, RECORD_PASSING);

	bool done = store_scan(transaction, &prefix, NULL, sweep_row, &sweep, why) &&
		    row_list_delete(transaction, &sweep.rows, why);

	row_list_free(&sweep.rows);
	return done;
}

static bool decode(const struct buffer *value, struct token *token, struct failure *why)
{
	const uint8_t *hash;
	size_t length;

	if (!record_check(value, why) ||
		!record_get_string(value, FIELD_NAME, token->name, sizeof token->name, why) ||
		!record_get_string(value, FIELD_USER, token->user, sizeof token->user, why))
		return false;
	record_get_bytes(value, FIELD_HASH, &hash, &length);
	if (length != sizeof token->hash)
		return fail(why, FAILURE_INTERNAL,
			"A token's row in the store is damaged: its hash has %zu bytes.", length);
	memcpy(token->hash, hash, sizeof token->hash);
	token->created = record_get_i64(value, FIELD_CREATED);
	token->expires = record_get_i64(value, FIELD_EXPIRES);
	return true;
}

bool token_find(struct transaction *transaction, const uint8_t hash[TOKEN_HASH_SIZE],
	struct token *token, bool *found, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, hash);
	if (!store_get(transaction, &key, &value, found, why))
		return false;
	return !*found || decode(&value, token, why);
}

/* The beginning of the keys of all tokens with this id; false when it is no id. */
static bool make_prefix(struct buffer *prefix, const char *id)
{
	uint8_t bytes[ID_BYTES];

	if (!hex_decode(id, bytes, sizeof bytes))
		return false;
	record_key(prefix, RECORD_TOKEN);
	record_key_bytes(prefix, bytes, sizeof bytes);
	return true;
}

bool token_remove(
	struct transaction *transaction, const char *id, bool *existed, struct failure *why)
{
	row_list_auto rows = ROW_LIST_INIT;
	buffer_auto prefix = BUFFER_INIT;

	*existed = false;
	if (!make_prefix(&prefix, id))
		return true;
	if (!store_scan(transaction, &prefix, NULL, row_list_collect, &rows, why))
		return false;
	if (rows.count > 1)
		return fail(why, FAILURE_INVALID,
			"The token id %s belongs to %zu tokens. Remove their user to revoke all of "
			"them.",
			id, rows.count);
	*existed = rows.count == 1;
	return row_list_delete(transaction, &rows, why);
}

struct each {
	const char *user; /* NULL: all */
	token_visit visit;
	void *context;
};

static bool each_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each *each = context;
	struct token token;

	(void)key;
	(void)more;
	if (!decode(value, &token, why))
		return false;
	if (each->user != NULL && strcmp(each->user, token.user) != 0)
		return true;
	return each->visit(&token, each->context, why);
}

bool token_each(struct transaction *transaction, const char *user, token_visit visit, void *context,
	struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {user, visit, context};

	record_key(&prefix, RECORD_TOKEN);
	return store_scan(transaction, &prefix, NULL, each_row, &each, why);
}

static bool collect(const struct token *token, void *context, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	(void)why;
	make_key(&key, token->hash);
	row_list_add(context, &key);
	return true;
}

bool token_remove_all(struct transaction *transaction, const char *user, struct failure *why)
{
	row_list_auto rows = ROW_LIST_INIT;

	return token_each(transaction, user, collect, &rows, why) &&
	       row_list_delete(transaction, &rows, why);
}
