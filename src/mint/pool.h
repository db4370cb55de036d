/*
 * The pool: RSA keys that spare time has made, ready for whoever generates one.
 *
 * Every size that jwkmint makes has a depth, how many keys are kept ready; a setting says it, and 0
 * switches the pool of that size off: nothing is made ahead, nothing taken. The keys lie in the
 * store, sealed (store/pool_record.h). One is taken in the transaction that gives it its name, so
 * it is used once, whoever is killed when. Nobody ever waits for a key: where none is ready, one is
 * made at once.
 */
#ifndef JWKMINT_MINT_POOL_H
#define JWKMINT_MINT_POOL_H

#include "jwk/jwk.h"
#include "store/vault.h"

#define POOL_SIZES     3
#define POOL_MOST_KEYS 1000 /* of one size: the highest depth */

struct pool_size {
	uint32_t bits;
	const char *setting;
	size_t depth; /* when it was never set */
};
extern const struct pool_size pool_sizes[POOL_SIZES];

struct pool_level {
	size_t depth;
	size_t ready;
	struct pool_counts counts;
};

/* How full the pool is, in the order of pool_sizes. */
bool pool_look(struct vault *vault, struct pool_level levels[POOL_SIZES], struct failure *why);

/*
 * What has to be made next: the smallest size of which there are too few; 0: nothing. Deletes what
 * a copied store has brought along.
 */
bool pool_wanted(struct vault *vault, uint32_t *bits, struct failure *why);

/* Seals a new key and puts it, unless there are enough by now; `*put` says which. */
bool pool_put(struct vault *vault, const struct jwk *jwk, bool *put, struct failure *why);

/* Deletes what is of no use: the keys of sizes that are switched off, and those of a copy. */
bool pool_tidy(struct vault *vault, struct failure *why);

/*
 * The right to make keys for the pool, which one process at a time has, so that spare time is not
 * spent twice. False when another one has it, or when it can not be had at all. It ends when
 * `*lock` is closed, or with the process.
 */
bool pool_lock(const struct vault *vault, int *lock);

/* What a new key has to do with the pool. */
struct pool_claim {
	uint32_t bits;     /* 0: nothing */
	struct buffer row; /* owned; the key's row in the pool; empty: it had to be made */
};

#define POOL_CLAIM_INIT                                                                            \
	{                                                                                          \
		.row = BUFFER_INIT                                                                 \
	}
void pool_claim_free(struct pool_claim *claim);

/*
 * Opens some key of the pool, which stays there, into an initialised `jwk`; false when there is
 * none, for whatever reason. `claim` becomes what the transaction needs that stores the key.
 */
bool pool_open_some(struct vault *vault, unsigned bits, struct pool_claim *claim, struct jwk *jwk);

/* Inside that transaction: whether nobody has taken the key since. */
bool pool_claim_holds(struct transaction *transaction, const struct pool_claim *claim, bool *holds,
	struct failure *why);

/* And once the key is stored: it leaves the pool, and is counted. */
bool pool_claim_settle(
	struct transaction *transaction, const struct pool_claim *claim, struct failure *why);

#endif
