#include "store/pool_record.h"

#include "store/record.h"
#include "store/row_list.h"
#include "store/row_parts.h"
#include "store/sealing.h"

#include <stdio.h>

enum field { FIELD_PUBLIC_PART = 1, FIELD_SEALED };
enum count_field { FIELD_HITS = 1, FIELD_MISSES };

void pool_record_free(struct pool_record *record)
{
	buffer_free(&record->public_part);
	buffer_free(&record->sealed);
}

static void make_prefix(struct buffer *row, const struct id *place, uint32_t bits)
{
	record_key(row, RECORD_POOL);
	record_key_id(row, place);
	record_key_u32(row, bits);
}

void pool_record_key(const struct pool_record *record, struct buffer *row)
{
	make_prefix(row, &record->place, record->bits);
	record_key_id(row, &record->id);
}

void pool_record_binding(const struct pool_record *record, struct buffer *out)
{
	buffer_append(out, record->place.bytes, sizeof record->place.bytes);
	buffer_append(out, record->public_part.data, record->public_part.length);
}

bool pool_record_put(
	struct transaction *transaction, const struct pool_record *record, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	pool_record_key(record, &row);
	record_begin(&value);
	record_put_bytes(
		&value, FIELD_PUBLIC_PART, record->public_part.data, record->public_part.length);
	record_put_bytes(&value, FIELD_SEALED, record->sealed.data, record->sealed.length);
	return sealing_check(transaction, &record->sealed, why) &&
	       store_put(transaction, &row, &value, why);
}

static void read_part(const struct buffer *value, uint8_t tag, struct buffer *part)
{
	const uint8_t *bytes;
	size_t length;

	record_get_bytes(value, tag, &bytes, &length);
	buffer_clear(part);
	buffer_append(part, bytes, length);
}

static bool take_key(const struct buffer *row, struct pool_record *record, struct failure *why)
{
	struct row_parts parts = row_parts_of(row);
	uint8_t bits[4] = {0};

	row_parts_take_id(&parts, &record->place);
	row_parts_take(&parts, bits, sizeof bits);
	row_parts_take_id(&parts, &record->id);
	record->bits = (uint32_t)bits[0] << 24 | (uint32_t)bits[1] << 16 | (uint32_t)bits[2] << 8 |
		       bits[3];
	return row_parts_end(&parts, why);
}

bool pool_record_read(const struct buffer *row, const struct buffer *value,
	struct pool_record *record, struct failure *why)
{
	if (!take_key(row, record, why) || !record_check(value, why))
		return false;
	read_part(value, FIELD_PUBLIC_PART, &record->public_part);
	read_part(value, FIELD_SEALED, &record->sealed);
	return true;
}

struct pick {
	struct pool_record *record;
	bool found;
};

static bool take_first(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct pick *pick = context;

	*more = false;
	pick->found = true;
	return pool_record_read(row, value, pick->record, why);
}

bool pool_record_pick(struct transaction *transaction, const struct id *place, uint32_t bits,
	struct pool_record *record, bool *found, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	buffer_auto after = BUFFER_INIT;
	struct pick pick = {.record = record};
	struct id somewhere;

	id_make(&somewhere);
	make_prefix(&prefix, place, bits);
	make_prefix(&after, place, bits);
	record_key_id(&after, &somewhere);
	if (!store_scan(transaction, &prefix, &after, take_first, &pick, why) ||
		(!pick.found && !store_scan(transaction, &prefix, NULL, take_first, &pick, why)))
		return false;
	*found = pick.found;
	return true;
}

static bool stop_at_first(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	(void)row;
	(void)value;
	(void)why;
	*more = false;
	*(bool *)context = true;
	return true;
}

bool pool_record_reaches(struct transaction *transaction, const struct id *place, uint32_t bits,
	size_t count, bool *reaches, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	const struct store_range range = {.prefix = &prefix, .skip = count - 1};

	*reaches = false;
	make_prefix(&prefix, place, bits);
	return store_scan_range(transaction, &range, stop_at_first, reaches, why);
}

static bool count_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	(void)row;
	(void)value;
	(void)more;
	(void)why;
	++*(size_t *)context;
	return true;
}

bool pool_record_count(struct transaction *transaction, const struct id *place, uint32_t bits,
	size_t *count, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;

	*count = 0;
	make_prefix(&prefix, place, bits);
	return store_scan(transaction, &prefix, NULL, count_row, count, why);
}

struct place_look {
	const struct id *place;
	bool is_other;
};

static bool look_at_place(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct place_look *look = context;
	struct pool_record record = POOL_RECORD_INIT;

	(void)value;
	*more = false;
	if (!take_key(row, &record, why))
		return false;
	look->is_other = look->is_other || !id_equal(&record.place, look->place);
	return true;
}

/* Records are in the order of their places: one of another place is the first or the last. */
bool pool_record_has_strangers(struct transaction *transaction, const struct id *place,
	bool *has_some, struct failure *why)
{
	struct place_look look = {.place = place};
	buffer_auto prefix = BUFFER_INIT;
	struct store_range range = {.prefix = &prefix};

	record_key(&prefix, RECORD_POOL);
	if (!store_scan_range(transaction, &range, look_at_place, &look, why))
		return false;
	range.backwards = true;
	if (!store_scan_range(transaction, &range, look_at_place, &look, why))
		return false;
	*has_some = look.is_other;
	return true;
}

struct drop {
	const struct id *place;
	const uint32_t *bits;
	struct row_list rows; /* owned */
};

static bool is_kept(const struct drop *drop, const struct pool_record *record)
{
	if (drop->place == NULL || !id_equal(drop->place, &record->place))
		return false;
	for (const uint32_t *bits = drop->bits; *bits != 0; bits++) {
		if (*bits == record->bits)
			return true;
	}
	return false;
}

static bool collect(const struct buffer *row, const struct buffer *value, bool *more, void *context,
	struct failure *why)
{
	struct drop *drop = context;
	struct pool_record record = POOL_RECORD_INIT;
	struct failure ignored;

	(void)value;
	(void)more;
	(void)why;
	/* A row that nobody understands is of no use to anybody. */
	if (!take_key(row, &record, &ignored) || !is_kept(drop, &record))
		row_list_add(&drop->rows, row);
	return true;
}

bool pool_record_drop(struct transaction *transaction, const struct id *place, const uint32_t *bits,
	struct failure *why)
{
	struct drop drop = {.place = place, .bits = bits, .rows = ROW_LIST_INIT};
	buffer_auto prefix = BUFFER_INIT;

	record_key(&prefix, RECORD_POOL);

	bool done = store_scan(transaction, &prefix, NULL, collect, &drop, why) &&
		    row_list_delete(transaction, &drop.rows, why);

	row_list_free(&drop.rows);
	return done;
}

static void make_counts_key(struct buffer *row, uint32_t bits)
{
	char name[32];

	snprintf(name, sizeof name, "pool-%u", (unsigned)bits);
	record_key(row, RECORD_META);
	record_key_name(row, name);
}

bool pool_counts_get(struct transaction *transaction, uint32_t bits, struct pool_counts *counts,
	struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	bool found;

	*counts = (struct pool_counts){0};
	make_counts_key(&row, bits);
	if (!store_get(transaction, &row, &value, &found, why))
		return false;
	if (!found)
		return true;
	if (!record_check(&value, why))
		return false;
	counts->hits = record_get_i64(&value, FIELD_HITS);
	counts->misses = record_get_i64(&value, FIELD_MISSES);
	return true;
}

bool pool_counts_put(struct transaction *transaction, uint32_t bits,
	const struct pool_counts *counts, struct failure *why)
{
	buffer_auto row = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_counts_key(&row, bits);
	record_begin(&value);
	record_put_i64(&value, FIELD_HITS, counts->hits);
	record_put_i64(&value, FIELD_MISSES, counts->misses);
	return store_put(transaction, &row, &value, why);
}
