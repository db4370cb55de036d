#include "store/sealed_scan.h"

#include "store/pool_record.h"
#include "store/record.h"
#include "store/seal.h"

/* So many rows a visit: about a millisecond. */
#define PAGE_ROWS 512

static const enum record_kind sealed_kinds[] = {RECORD_MATERIAL, RECORD_SECRET, RECORD_POOL};

struct sealed_scan {
	const uint8_t *id;
	enum record_kind kind;
	struct buffer after; /* owned; the last row of the visit before */
	struct buffer last;  /* owned; of this one */
	size_t rows;         /* of this one */
	bool sole;
};

static void sealed_scan_free(struct sealed_scan *scan)
{
	buffer_free(&scan->after);
	buffer_free(&scan->last);
}

static bool is_sealed_by(
	const struct sealed_scan *scan, const struct buffer *key, const struct buffer *value)
{
	pool_record_auto pooled = POOL_RECORD_INIT;
	struct failure ignored;

	if (scan->kind != RECORD_POOL)
		return seal_is_by(value, scan->id);
	return !pool_record_read(key, value, &pooled, &ignored) ||
	       seal_is_by(&pooled.sealed, scan->id);
}

static bool look_at_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct sealed_scan *scan = context;

	(void)why;
	scan->sole = is_sealed_by(scan, key, value);
	buffer_clear(&scan->last);
	buffer_append(&scan->last, key->data, key->length);
	*more = ++scan->rows < PAGE_ROWS && scan->sole;
	return true;
}

static bool look_at_page(struct transaction *transaction, void *context, struct failure *why)
{
	struct sealed_scan *scan = context;
	buffer_auto prefix = BUFFER_INIT;

	scan->rows = 0;
	scan->sole = true;
	record_key(&prefix, scan->kind);
	return store_scan(transaction, &prefix, scan->after.length > 0 ? &scan->after : NULL,
		look_at_row, scan, why);
}

static bool look_at_kind(struct store *store, struct sealed_scan *scan, struct failure *why)
{
	buffer_clear(&scan->after);
	do {
		if (!store_read(store, look_at_page, scan, why))
			return false;
		buffer_swap(&scan->after, &scan->last);
	} while (scan->sole && scan->rows == PAGE_ROWS);
	return true;
}

bool sealed_scan_sole(
	struct store *store, const uint8_t id[KEYRING_ID_SIZE], bool *sole, struct failure *why)
{
	__attribute__((cleanup(sealed_scan_free))) struct sealed_scan scan = {
		.id = id, .after = BUFFER_INIT, .last = BUFFER_INIT, .sole = true};

	for (size_t i = 0; i < sizeof sealed_kinds / sizeof *sealed_kinds && scan.sole; i++) {
		scan.kind = sealed_kinds[i];
		if (!look_at_kind(store, &scan, why))
			return false;
	}
	*sole = scan.sole;
	return true;
}
