#include "mint/pool.h"

#include "base/file.h"
#include "store/setting.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>

#define LOCK_FILE "pool.lock"

const struct pool_size pool_sizes[POOL_SIZES] = {
	{2048, "pool-rsa-2048", 4},
	{3072, "pool-rsa-3072", 2},
	{4096, "pool-rsa-4096", 2},
};

static bool get_depth(struct transaction *transaction, const struct pool_size *size, size_t *depth,
	struct failure *why)
{
	buffer_auto values = BUFFER_INIT;

	if (!setting_get(transaction, size->setting, &values, why))
		return false;
	*depth = values.length == 0 ? size->depth : strtoul(values.data, NULL, 10);
	return true;
}

static const struct pool_size *find_size(unsigned bits)
{
	for (size_t i = 0; i < POOL_SIZES; i++) {
		if (pool_sizes[i].bits == bits)
			return &pool_sizes[i];
	}
	return NULL;
}

struct look {
	const struct id *place;
	struct pool_level *levels;
};

static bool look(struct transaction *transaction, void *context, struct failure *why)
{
	const struct look *wanted = context;

	for (size_t i = 0; i < POOL_SIZES; i++) {
		const struct pool_size *size = &pool_sizes[i];
		struct pool_level *level = &wanted->levels[i];

		if (!get_depth(transaction, size, &level->depth, why) ||
			!pool_record_count(
				transaction, wanted->place, size->bits, &level->ready, why) ||
			!pool_counts_get(transaction, size->bits, &level->counts, why))
			return false;
	}
	return true;
}

bool pool_look(struct vault *vault, struct pool_level levels[POOL_SIZES], struct failure *why)
{
	struct look wanted = {&vault->place, levels};

	return store_read(vault->store, look, &wanted, why);
}

/* Whether there are fewer than the depth of the size says. */
static bool lacks(struct transaction *transaction, const struct id *place,
	const struct pool_size *size, bool *is_lacking, struct failure *why)
{
	bool is_full;
	size_t depth;

	*is_lacking = false;
	if (!get_depth(transaction, size, &depth, why))
		return false;
	if (depth == 0)
		return true;
	if (!pool_record_reaches(transaction, place, size->bits, depth, &is_full, why))
		return false;
	*is_lacking = !is_full;
	return true;
}

struct want {
	const struct id *place;
	uint32_t bits;
	bool has_strangers;
};

static bool look_for_want(struct transaction *transaction, void *context, struct failure *why)
{
	struct want *want = context;

	want->bits = 0;
	for (size_t i = 0; i < POOL_SIZES && want->bits == 0; i++) {
		bool is_lacking;

		if (!lacks(transaction, want->place, &pool_sizes[i], &is_lacking, why))
			return false;
		want->bits = is_lacking ? pool_sizes[i].bits : 0;
	}
	return pool_record_has_strangers(transaction, want->place, &want->has_strangers, why);
}

static bool drop_strangers(struct transaction *transaction, void *context, struct failure *why)
{
	uint32_t bits[POOL_SIZES + 1] = {0};

	for (size_t i = 0; i < POOL_SIZES; i++)
		bits[i] = pool_sizes[i].bits;
	return pool_record_drop(transaction, context, bits, why);
}

bool pool_wanted(struct vault *vault, uint32_t *bits, struct failure *why)
{
	struct want want = {.place = &vault->place};

	if (!store_read(vault->store, look_for_want, &want, why))
		return false;
	*bits = want.bits;
	return !want.has_strangers ||
	       store_write_later(vault->store, drop_strangers, &vault->place, why);
}

struct addition {
	const struct pool_size *size;
	const struct pool_record *record;
	bool is_put;
};

static bool add(struct transaction *transaction, void *context, struct failure *why)
{
	struct addition *addition = context;
	const struct pool_record *record = addition->record;

	return lacks(transaction, &record->place, addition->size, &addition->is_put, why) &&
	       (!addition->is_put || pool_record_put(transaction, record, why));
}

bool pool_put(struct vault *vault, const struct jwk *jwk, bool *put, struct failure *why)
{
	const struct pool_size *size = find_size(jwk_bits(jwk));
	pool_record_auto record = POOL_RECORD_INIT;
	struct addition addition = {.size = size, .record = &record};
	buffer_auto private_part = BUFFER_INIT;

	*put = false;
	if (size == NULL)
		return fail(why, FAILURE_INTERNAL, "There is no pool for keys of %u bits.",
			jwk_bits(jwk));
	record.place = vault->place;
	record.bits = size->bits;
	id_make(&record.id);
	jwk_pack_public(jwk, &record.public_part);
	jwk_pack_private(jwk, &private_part);
	vault_seal_pooled(vault, &record, &private_part);
	if (!store_write_later(vault->store, add, &addition, why))
		return false;
	*put = addition.is_put;
	return true;
}

static bool tidy(struct transaction *transaction, void *context, struct failure *why)
{
	uint32_t bits[POOL_SIZES + 1] = {0};
	size_t count = 0;

	for (size_t i = 0; i < POOL_SIZES; i++) {
		size_t depth;

		if (!get_depth(transaction, &pool_sizes[i], &depth, why))
			return false;
		if (depth > 0)
			bits[count++] = pool_sizes[i].bits;
	}
	return pool_record_drop(transaction, context, bits, why);
}

bool pool_tidy(struct vault *vault, struct failure *why)
{
	return store_write(vault->store, tidy, &vault->place, why);
}

/* In the store's directory: what is put into the place of a store is another's to fill. */
bool pool_lock(const struct vault *vault, int *lock)
{
	file_auto directory = open(vault->home.database, O_PATH | O_DIRECTORY | O_CLOEXEC);
	file_auto file = -1;

	if (directory >= 0)
		file = openat(
			directory, LOCK_FILE, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0 || flock(file, LOCK_EX | LOCK_NB) < 0)
		return false;
	*lock = file;
	file = -1;
	return true;
}

void pool_claim_free(struct pool_claim *claim)
{
	buffer_free(&claim->row);
}

struct pick {
	const struct id *place;
	const struct pool_size *size;
	struct pool_record record; /* owned */
	bool is_on;
	bool found;
};

static bool pick(struct transaction *transaction, void *context, struct failure *why)
{
	struct pick *wanted = context;
	size_t depth;

	wanted->found = false;
	if (!get_depth(transaction, wanted->size, &depth, why))
		return false;
	wanted->is_on = depth > 0;
	return !wanted->is_on || pool_record_pick(transaction, wanted->place, wanted->size->bits,
					 &wanted->record, &wanted->found, why);
}

static bool open_record(struct vault *vault, const struct pool_record *record, struct jwk *jwk)
{
	buffer_auto private_part = BUFFER_INIT;
	struct failure ignored;

	return vault_open_pooled(vault, record, &private_part, &ignored) &&
	       jwk_unpack("RSA", &record->public_part, &private_part, jwk, &ignored);
}

/* Whatever is wrong, a key can be made instead; `jwkmintctl verify` says what it is. */
bool pool_open_some(struct vault *vault, unsigned bits, struct pool_claim *claim, struct jwk *jwk)
{
	struct pick wanted = {
		.place = &vault->place,
		.size = find_size(bits),
		.record = POOL_RECORD_INIT,
	};
	struct failure ignored;

	buffer_clear(&claim->row);
	claim->bits = 0;
	if (wanted.size == NULL)
		return false;

	bool opened = store_read(vault->store, pick, &wanted, &ignored) && wanted.found &&
		      open_record(vault, &wanted.record, jwk);

	claim->bits = wanted.is_on ? wanted.size->bits : 0;
	if (opened)
		pool_record_key(&wanted.record, &claim->row);
	else
		jwk_free(jwk);
	pool_record_free(&wanted.record);
	return opened;
}

bool pool_claim_holds(struct transaction *transaction, const struct pool_claim *claim, bool *holds,
	struct failure *why)
{
	buffer_auto value = BUFFER_INIT;

	*holds = true;
	return claim->row.length == 0 || store_get(transaction, &claim->row, &value, holds, why);
}

bool pool_claim_settle(
	struct transaction *transaction, const struct pool_claim *claim, struct failure *why)
{
	bool is_hit = claim->row.length > 0;
	bool is_counted = true;
	struct pool_counts counts;

	if (claim->bits == 0)
		return true;
	if (is_hit && !store_delete(transaction, &claim->row, &is_counted, why))
		return false;
	/* A row that is gone was taken in a former run of this very transaction. */
	if (!is_counted)
		return true;
	if (!pool_counts_get(transaction, claim->bits, &counts, why))
		return false;
	counts.hits += is_hit;
	counts.misses += !is_hit;
	return pool_counts_put(transaction, claim->bits, &counts, why);
}
