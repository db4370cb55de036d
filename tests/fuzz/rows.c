#include "rows.h"

#include "fuzz.h"
#include "store/record.h"

#include <stdlib.h>
#include <string.h>

static void clear(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		buffer_free(&rows->keys[i]);
		buffer_free(&rows->values[i]);
	}
	rows->count = 0;
}

static void append(struct buffer **list, size_t count, const struct buffer *bytes)
{
	*list = realloc(*list, (count + 1) * sizeof **list);
	fuzz_require(*list != NULL, "no memory");
	buffer_init(&(*list)[count]);
	buffer_append(&(*list)[count], bytes->data, bytes->length);
}

static bool take(const struct buffer *key, const struct buffer *value, bool *more, void *context,
	struct failure *why)
{
	struct rows *rows = context;

	(void)more;
	(void)why;
	append(&rows->keys, rows->count, key);
	append(&rows->values, rows->count, value);
	rows->count++;
	return true;
}

static bool read_all(struct transaction *transaction, void *context, struct failure *why)
{
	const struct buffer everything = BUFFER_INIT;

	clear(context);
	return store_scan(transaction, &everything, NULL, take, context, why);
}

void rows_read(struct store *store, struct rows *rows)
{
	struct failure why;

	fuzz_works(store_read(store, read_all, rows, &why), why);
}

static bool is_same(const struct rows *a, size_t i, const struct rows *b, size_t j)
{
	return buffer_equal(&a->keys[i], &b->keys[j]) && buffer_equal(&a->values[i], &b->values[j]);
}

bool rows_equal(const struct rows *a, const struct rows *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!is_same(a, i, b, i))
			return false;
	}
	return true;
}

/* The first row from `i` on that is not of the audit log. */
static size_t skip_log(const struct rows *rows, size_t i)
{
	static const char head[] = {RECORD_META, 'a', 'u', 'd', 'i', 't', '\0'};

	while (i < rows->count &&
		(rows->keys[i].data[0] == RECORD_AUDIT ||
			(rows->keys[i].length == sizeof head &&
				memcmp(rows->keys[i].data, head, sizeof head) == 0)))
		i++;
	return i;
}

bool rows_equal_but_log(const struct rows *a, const struct rows *b)
{
	size_t i = skip_log(a, 0), j = skip_log(b, 0);

	while (i < a->count && j < b->count && is_same(a, i, b, j)) {
		i = skip_log(a, i + 1);
		j = skip_log(b, j + 1);
	}
	return i == a->count && j == b->count;
}

struct exchange {
	const struct rows *rows;
	const struct rows *now;
};

static bool put_back(struct transaction *transaction, void *context, struct failure *why)
{
	const struct exchange *exchange = context;

	for (size_t i = 0; i < exchange->now->count; i++) {
		if (!store_delete(transaction, &exchange->now->keys[i], NULL, why))
			return false;
	}
	for (size_t i = 0; i < exchange->rows->count; i++) {
		if (!store_put(
			    transaction, &exchange->rows->keys[i], &exchange->rows->values[i], why))
			return false;
	}
	return true;
}

void rows_restore(struct store *store, const struct rows *rows, const struct rows *now)
{
	struct exchange exchange = {rows, now};
	struct failure why;

	fuzz_works(store_write(store, put_back, &exchange, &why), why);
}
