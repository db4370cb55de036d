/* Reading many rows at a time: to move a cursor costs more than a row does. */

#include "store/store.h"
#include "store/transaction.h"

#include <string.h>

/*
 * What the engine wants: a multiple of BULK_UNIT, and at least a page. Some dozens of rows; behind
 * a short range more would be read in vain.
 */
#define BULK_SIZE (16UL << 10)
#define BULK_UNIT 1024

struct bulk {
	DBC *cursor;
	DBT key;            /* where the cursor begins */
	DBT rows;           /* those that were got, in `room` */
	struct buffer room; /* owned; its length stays 0 */
};

/* Gets as many rows as there is room for. One that is too large for it gets more. */
static int get(struct bulk *bulk, u_int32_t how)
{
	size_t size = BULK_SIZE;
	int code;

	do {
		buffer_reserve(&bulk->room, size);
		bulk->rows = (DBT){.data = bulk->room.data,
			.ulen = (u_int32_t)(bulk->room.size / BULK_UNIT * BULK_UNIT),
			.flags = DB_DBT_USERMEM};
		code = bulk->cursor->get(
			bulk->cursor, &bulk->key, &bulk->rows, how | DB_MULTIPLE_KEY);
		size = 2 * bulk->room.size;
	} while (code == DB_BUFFER_SMALL);
	return code;
}

/* Calls `row` for those that were got; `*more` is false behind the last with the prefix. */
static bool visit(const struct bulk *bulk, const struct buffer *prefix, store_row row, bool *more,
	void *context, struct failure *why)
{
	void *at, *key, *value;
	size_t key_length, value_length;

	DB_MULTIPLE_INIT(at, &bulk->rows);
	for (;;) {
		DB_MULTIPLE_KEY_NEXT(at, &bulk->rows, key, key_length, value, value_length);
		if (at == NULL)
			return true;

		const struct buffer key_bytes = {.data = key, .length = key_length};
		const struct buffer value_bytes = {.data = value, .length = value_length};

		*more = key_length >= prefix->length &&
			memcmp(key, prefix->data, prefix->length) == 0;
		if (*more && !row(&key_bytes, &value_bytes, more, context, why))
			return false;
		if (!*more)
			return true;
	}
}

static bool scan(struct bulk *bulk, const struct buffer *prefix, struct engine *engine,
	store_row row, void *context, struct failure *why)
{
	u_int32_t how = DB_SET_RANGE;
	bool more = true;

	bulk->key = (DBT){.data = prefix->data, .size = (u_int32_t)prefix->length};
	while (more) {
		int code = get(bulk, how);

		if (code == DB_NOTFOUND)
			return true;
		if (code != 0)
			return engine_fail(engine, code, "read rows", why);
		if (!visit(bulk, prefix, row, &more, context, why))
			return false;
		how = DB_NEXT;
	}
	return true;
}

bool store_scan_bulk(struct transaction *transaction, const struct buffer *prefix, store_row row,
	void *context, struct failure *why)
{
	struct engine *engine = transaction->engine;
	struct bulk bulk = {.room = BUFFER_INIT};
	int code = engine->database->cursor(
		engine->database, transaction->engine_transaction, &bulk.cursor, 0);

	if (code != 0)
		return engine_fail(engine, code, "read rows", why);

	bool done = scan(&bulk, prefix, engine, row, context, why);

	code = bulk.cursor->close(bulk.cursor);
	buffer_free(&bulk.room);
	if (done && code != 0)
		return engine_fail(engine, code, "end reading rows", why);
	return done;
}
