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

static bool check_writing(const struct transaction *transaction, struct failure *why)
{
	if (transaction->engine_transaction == NULL)
		return fail(why, FAILURE_INTERNAL,
			"A visit that was announced as reading wants to change the store.");
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
	if (!check_writing(transaction, why))
		return false;

	int code = put(transaction, key, value, DB_NOOVERWRITE);

	*inserted = code == 0;
	return code == 0 || code == DB_KEYEXIST ||
	       engine_fail(transaction->engine, code, "write a row", why);
}

bool store_put(struct transaction *transaction, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	if (!check_writing(transaction, why))
		return false;

	int code = put(transaction, key, value, 0);

	return code == 0 || engine_fail(transaction->engine, code, "write a row", why);
}

bool store_delete(struct transaction *transaction, const struct buffer *key, bool *existed,
	struct failure *why)
{
	struct engine *engine = transaction->engine;
	DBT name = borrow(key);

	if (!check_writing(transaction, why))
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
	const struct buffer *prefix;
	const struct buffer *after; /* may be NULL */
	store_row row;
	void *context;
};

static bool scan_rows(
	struct engine *engine, DBC *cursor, const struct scan *scan, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	bool from_after = scan->after != NULL && compare(scan->after, scan->prefix) > 0;
	DBT name = borrow(from_after ? scan->after : scan->prefix);
	DBT bytes = {0};
	int code = cursor->get(cursor, &name, &bytes, DB_SET_RANGE);

	for (bool more = true; more && code == 0;) {
		copy(&key, &name);
		if (!begins_with(&key, scan->prefix))
			return true;
		copy(&value, &bytes);
		if ((scan->after == NULL || compare(&key, scan->after) > 0) &&
			!scan->row(&key, &value, &more, scan->context, why))
			return false;
		if (more)
			code = cursor->get(cursor, &name, &bytes, DB_NEXT);
	}
	return code == 0 || code == DB_NOTFOUND || engine_fail(engine, code, "read rows", why);
}

bool store_scan(struct transaction *transaction, const struct buffer *prefix,
	const struct buffer *after, store_row row, void *context, struct failure *why)
{
	const struct scan scan = {prefix, after, row, context};
	struct engine *engine = transaction->engine;
	DBC *cursor;
	int code = engine->database->cursor(
		engine->database, transaction->engine_transaction, &cursor, 0);

	if (code != 0)
		return engine_fail(engine, code, "read rows", why);

	bool done = scan_rows(engine, cursor, &scan, why);

	code = cursor->close(cursor);
	if (done && code != 0)
		return engine_fail(engine, code, "end reading rows", why);
	return done;
}
