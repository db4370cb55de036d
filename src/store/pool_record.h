/*
 * A key of the pool at rest: made ahead of time, without a name yet, and used once.
 *
 * It belongs to the place of the store that it was made in (store_place): where the same bytes lie
 * elsewhere, in a copy or after a machine was set back, it is never used, because the original may
 * have used it.
 */
#ifndef JWKMINT_STORE_POOL_RECORD_H
#define JWKMINT_STORE_POOL_RECORD_H

#include "store/store.h"

struct pool_record {
	struct id place;
	uint32_t bits;
	struct id id;
	struct buffer public_part; /* owned, as is the next; what they hold is jwk's affair */
	struct buffer sealed;
};

#define POOL_RECORD_INIT                                                                           \
	{                                                                                          \
		.public_part = BUFFER_INIT, .sealed = BUFFER_INIT                                  \
	}
#define pool_record_auto __attribute__((cleanup(pool_record_free))) struct pool_record
void pool_record_free(struct pool_record *record);

/* The key of its row; replaces `row`. */
void pool_record_key(const struct pool_record *record, struct buffer *row);

/* What sealing binds it to, besides its id and its size; appended to `out`. */
void pool_record_binding(const struct pool_record *record, struct buffer *out);

/* Puts it; FAILURE_BUSY when it was sealed with a key that is being forgotten. */
bool pool_record_put(
	struct transaction *transaction, const struct pool_record *record, struct failure *why);

/* Reads a row that a scan came by; FAILURE_INTERNAL when it is none of ours. */
bool pool_record_read(const struct buffer *row, const struct buffer *value,
	struct pool_record *record, struct failure *why);

/* Any record of a place and a size: not the first, lest all processes reach for the same. */
bool pool_record_pick(struct transaction *transaction, const struct id *place, uint32_t bits,
	struct pool_record *record, bool *found, struct failure *why);

/* Whether there are at least `count` (from 1), without reading so many. */
bool pool_record_reaches(struct transaction *transaction, const struct id *place, uint32_t bits,
	size_t count, bool *reaches, struct failure *why);

/* How many there are. */
bool pool_record_count(struct transaction *transaction, const struct id *place, uint32_t bits,
	size_t *count, struct failure *why);

/* Whether there are records of other places. */
bool pool_record_has_strangers(struct transaction *transaction, const struct id *place,
	bool *has_some, struct failure *why);

/*
 * Deletes all records but those of `place` (NULL: those, too) that are of one of the sizes in
 * `bits`, which ends with 0.
 */
bool pool_record_drop(struct transaction *transaction, const struct id *place, const uint32_t *bits,
	struct failure *why);

/* How often a key was wanted of a size: `hits` were in the pool, `misses` had to be made. */
struct pool_counts {
	int64_t hits;
	int64_t misses;
};

bool pool_counts_get(struct transaction *transaction, uint32_t bits, struct pool_counts *counts,
	struct failure *why);
bool pool_counts_put(struct transaction *transaction, uint32_t bits,
	const struct pool_counts *counts, struct failure *why);

#endif
