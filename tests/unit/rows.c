#include "rows.h"

struct request {
	struct buffer key;
	struct buffer value;
	bool hit; /* inserted, found or existed */
};

#define request_auto __attribute__((cleanup(request_free))) struct request

static void request_free(struct request *request)
{
	buffer_free(&request->key);
	buffer_free(&request->value);
}

static struct request make_request(const char *key, const char *value)
{
	struct request request = {BUFFER_INIT, BUFFER_INIT, false};

	buffer_append_string(&request.key, key);
	buffer_append_string(&request.value, value);
	return request;
}

static bool put(struct transaction *transaction, void *context, struct failure *why)
{
	const struct request *request = context;

	return store_put(transaction, &request->key, &request->value, why);
}

bool rows_put(struct store *store, const char *key, const char *value, struct failure *why)
{
	request_auto request = make_request(key, value);

	return store_write(store, put, &request, why);
}

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	struct request *request = context;

	return store_insert(transaction, &request->key, &request->value, &request->hit, why);
}

bool rows_insert(struct store *store, const char *key, const char *value, bool *inserted,
	struct failure *why)
{
	request_auto request = make_request(key, value);
	bool done = store_write(store, insert, &request, why);

	*inserted = request.hit;
	return done;
}

static bool delete (struct transaction *transaction, void *context, struct failure *why)
{
	struct request *request = context;

	return store_delete(transaction, &request->key, &request->hit, why);
}

bool rows_delete(struct store *store, const char *key, bool *existed, struct failure *why)
{
	request_auto request = make_request(key, "");
	bool done = store_write(store, delete, &request, why);

	*existed = request.hit;
	return done;
}

static bool get(struct transaction *transaction, void *context, struct failure *why)
{
	struct request *request = context;

	return store_get(transaction, &request->key, &request->value, &request->hit, why);
}

bool rows_get(struct store *store, const char *key, struct buffer *value, bool *found,
	struct failure *why)
{
	request_auto request = make_request(key, "");
	bool done = store_read(store, get, &request, why);

	*found = request.hit;
	buffer_swap(value, &request.value);
	return done;
}

struct scan_request {
	struct buffer prefix;
	struct buffer after;
	bool from_start;
	struct buffer *keys;
};

static bool note_key(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct scan_request *request = context;

	(void)value;
	(void)more;
	(void)why;
	buffer_append(request->keys, key->data, key->length);
	buffer_append_byte(request->keys, ' ');
	return true;
}

static bool scan(struct transaction *transaction, void *context, struct failure *why)
{
	struct scan_request *request = context;

	buffer_clear(request->keys);
	return store_scan(transaction, &request->prefix,
		request->from_start ? NULL : &request->after, note_key, request, why);
}

bool rows_scan(struct store *store, const char *prefix, const char *after, struct buffer *keys,
	struct failure *why)
{
	struct scan_request request = {BUFFER_INIT, BUFFER_INIT, after == NULL, keys};

	buffer_append_string(&request.prefix, prefix);
	buffer_append_string(&request.after, after == NULL ? "" : after);

	bool done = store_read(store, scan, &request, why);

	buffer_free(&request.prefix);
	buffer_free(&request.after);
	return done;
}
