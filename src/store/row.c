#include "store/gate_state.h"
#include "store/record.h"
#include "store/store.h"
#include "store/transaction.h"

#include <string.h>

static DBT borrow(const struct buffer *buffer)
{
	return (DBT){.data = buffer->data, .size = (u_int32_t)buffer->length};
}

static void copy(struct buffer *buffer, const DBT *bytes)
{
	buffer_clear(buffer);
	buffer_append(buffer, bytes->data, bytes->size);
}

/* What others keep of a row that gives rights must not outlive it, so they learn it first. */
static bool begin_change(
	const struct transaction *transaction, const struct buffer *key, struct failure *why)
{
	if (transaction->engine_transaction == NULL)
		return fail(why, FAILURE_INTERNAL,
			"A visit that was announced as reading wants to change the store.");
	if (record_gives_rights(key->data[0]))
		gate_state_change_rights(transaction->engine->gate);
	return true;
}

bool store_get(struct transaction *transaction, const struct buffer *key, struct buffer *value,
	bool *found, struct failure *why)
{
	struct engine *engine = transaction->engine;
	DBT name = borrow(key);
	DBT bytes = {0};
	int code = engine->database->get(
		engine->database, transaction->engine_transaction, &name, &bytes, 0);

	*found = code == 0;
	buffer_clear(value);
	if (code == 0)
		copy(value, &bytes);
	return code == 0 || code == DB_NOTFOUND || engine_fail(engine, code, "read a row", why);
}

static int put(struct transaction *transaction, const struct buffer *key,
	const struct buffer *value, u_int32_t flags)
{
	DB *database = transaction->engine->database;
	DBT name = borrow(key);
	DBT bytes = borrow(value);

	return database->put(database, transaction->engine_transaction, &name, &bytes, flags);
}

bool store_insert(struct transaction *transaction, const struct buffer *key,
	const struct buffer *value, bool *inserted, struct failure *why)
{
	if (!begin_change(transaction, key, why))
		return false;

	int code = put(transaction, key, value, DB_NOOVERWRITE);

	*inserted = code == 0;
	return code == 0 || code == DB_KEYEXIST ||
	       engine_fail(transaction->engine, code, "write a row", why);
}

bool store_put(struct transaction *transaction, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	if (!begin_change(transaction, key, why))
		return false;

	int code = put(transaction, key, value, 0);

	return code == 0 || engine_fail(transaction->engine, code, "write a row", why);
}

bool store_delete(struct transaction *transaction, const struct buffer *key, bool *existed,
	struct failure *why)
{
	struct engine *engine = transaction->engine;
	DBT name = borrow(key);

	if (!begin_change(transaction, key, why))
		return false;

	int code =
		engine->database->del(engine->database, transaction->engine_transaction, &name, 0);

	if (existed != NULL)
		*existed = code == 0;
	return code == 0 || code == DB_NOTFOUND || engine_fail(engine, code, "delete a row", why);
}

static int compare(const struct buffer *a, const struct buffer *b)
{
	int order = memcmp(a->data, b->data, a->length < b->length ? a->length : b->length);

	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static bool begins_with(const struct buffer *key, const struct buffer *prefix)
{
	return key->length >= prefix->length &&
	       memcmp(key->data, prefix->data, prefix->length) == 0;
}

struct scan {
	struct engine *engine;
	DBC *cursor;
	const struct store_range *range;
	store_row row;
	void *context;
	DBT name;  /* the key that the cursor stands on, the engine's memory */
	DBT value; /* its value, when it was read */
};

/* Moves the cursor. Without the value only the key is read, however long the value is. */
static int move(struct scan *scan, u_int32_t how, bool with_value)
{
	scan->value = (DBT){.flags = with_value ? 0 : DB_DBT_PARTIAL};
	return scan->cursor->get(scan->cursor, &scan->name, &scan->value, how);
}

/* To the first key that is not below `key`, or with NULL behind all keys. */
static int seek(struct scan *scan, const struct buffer *key)
{
	if (key == NULL)
		return DB_NOTFOUND;
	scan->name = borrow(key);
	return move(scan, DB_SET_RANGE, false);
}

/* The least key that is above every key with this prefix; false when there is none. */
static bool successor(const struct buffer *prefix, struct buffer *key)
{
	size_t length = prefix->length;

	while (length > 0 && (unsigned char)prefix->data[length - 1] == 0xFF)
		length--;
	buffer_clear(key);
	buffer_append(key, prefix->data, length);
	if (length == 0)
		return false;
	key->data[length - 1]++;
	return true;
}

static int begin_forwards(struct scan *scan)
{
	const struct buffer *prefix = scan->range->prefix;
	const struct buffer *after = scan->range->after;
	bool from_after = after != NULL && compare(after, prefix) >= 0;
	int code = seek(scan, from_after ? after : prefix);

	if (code == 0 && from_after && scan->name.size == after->length &&
		memcmp(scan->name.data, after->data, after->length) == 0)
		code = move(scan, DB_NEXT, false);
	return code;
}

static int begin_backwards(struct scan *scan)
{
	buffer_auto end = BUFFER_INIT;
	bool has_end = successor(scan->range->prefix, &end);
	const struct buffer *after = scan->range->after;
	bool from_after = after != NULL && (!has_end || compare(after, &end) < 0);
	int code = seek(scan, from_after ? after : has_end ? &end : NULL);

	if (code == 0)
		return move(scan, DB_PREV, false);
	return code == DB_NOTFOUND ? move(scan, DB_LAST, false) : code;
}

/* Whether the cursor stands on a row in range, whose key is `key` then. */
static bool is_in_range(struct scan *scan, int code, struct buffer *key)
{
	if (code != 0)
		return false;
	copy(key, &scan->name);
	return begins_with(key, scan->range->prefix);
}

static bool scan_rows(struct scan *scan, struct failure *why)
{
	const struct store_range *range = scan->range;
	const u_int32_t onwards = range->backwards ? DB_PREV : DB_NEXT;
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	int code = range->backwards ? begin_backwards(scan) : begin_forwards(scan);

	for (size_t i = 0; i < range->skip && is_in_range(scan, code, &key); i++)
		code = move(scan, onwards, false);
	if (is_in_range(scan, code, &key))
		code = move(scan, DB_CURRENT, true);
	for (bool more = true; more && is_in_range(scan, code, &key);) {
		copy(&value, &scan->value);
		if (!scan->row(&key, &value, &more, scan->context, why))
			return false;
		if (more)
			code = move(scan, onwards, true);
	}
	return code == 0 || code == DB_NOTFOUND ||
	       engine_fail(scan->engine, code, "read rows", why);
}

bool store_scan_range(struct transaction *transaction, const struct store_range *range,
	store_row row, void *context, struct failure *why)
{
	struct engine *engine = transaction->engine;
	struct scan scan = {.engine = engine, .range = range, .row = row, .context = context};
	int code = engine->database->cursor(
		engine->database, transaction->engine_transaction, &scan.cursor, 0);

	if (code != 0)
		return engine_fail(engine, code, "read rows", why);

	bool done = scan_rows(&scan, why);

	code = scan.cursor->close(scan.cursor);
	if (done && code != 0)
		return engine_fail(engine, code, "end reading rows", why);
	return done;
}

bool store_scan(struct transaction *transaction, const struct buffer *prefix,
	const struct buffer *after, store_row row, void *context, struct failure *why)
{
	const struct store_range range = {.prefix = prefix, .after = after};

	return store_scan_range(transaction, &range, row, context, why);
}
