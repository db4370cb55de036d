/*
 * A new JWK on its way into the store: the last steps that generating and importing share.
 */
#ifndef JWKMINT_MINT_NEW_KEY_H
#define JWKMINT_MINT_NEW_KEY_H

#include "deploy/snapshot.h"
#include "jwk/kid.h"
#include "mint/pool.h"
#include "store/key_record.h"
#include "store/project.h"
#include "store/vault.h"

struct new_key;

/*
 * Where the key is to be put in the place of one whose made kid is taken, or that somebody else has
 * taken from the pool; false gives up.
 */
typedef bool (*new_key_renew)(struct new_key *key, struct failure *why);

/* What has to hold in the transaction that puts the key. */
typedef bool (*new_key_require)(
	struct transaction *transaction, const struct new_key *key, struct failure *why);

struct new_key {
	struct vault *vault;           /* borrowed, as is the next */
	const struct project *project; /* what it belongs to; has to exist when the key is put */
	struct jwk jwk;                /* owned */
	const char *kid;               /* borrowed; NULL: one is made by `kid_type` */
	enum kid_type kid_type;
	struct key_record record; /* owned; new_key_describe fills it */
	enum audit_action action; /* what the audit log calls this */
	struct pool_claim claim;  /* owned; whether it comes from the pool */
	new_key_renew renew;     /* for a thumbprint that is taken, and for a claim that was lost */
	new_key_require require; /* NULL: nothing more */
	void *context;           /* of the two */
	struct snapshot seen; /* owned; for the deployment; what the transaction saw at its end */

	/* Of new_key.c alone. */
	struct buffer sealed;     /* owned */
	enum key_taken taken;     /* what stood in the way */
	bool claim_is_lost;       /* and this, too */
	int64_t kid_milliseconds; /* the time that a kid of time is made from */
};

#define new_key_auto __attribute__((cleanup(new_key_free))) struct new_key

void new_key_init(struct new_key *key, struct vault *vault, const struct project *project);
void new_key_free(struct new_key *key);

/* What is recorded of a key besides its material. All borrowed. */
struct new_key_terms {
	const char *name;
	const char *description; /* NULL: none */
	const char *source;      /* sourceType */
	enum jwk_use use;
	const struct algorithm *algorithm; /* NULL: none */
	int64_t not_before;                /* seconds since the epoch; expires KEY_NEVER: never */
	int64_t expires;
	int64_t password_salt_length;
	int64_t password_iterations;
};

/*
 * FAILURE_CONFLICT when the name or the kid (NULL: none) is taken: before the work of making or
 * fetching a key. new_key_store has the last word.
 */
bool new_key_look_ahead(struct vault *vault, const struct project *project, const char *name,
	const char *kid, struct failure *why);

/* Fills the record: a new id, the terms, what is public of the jwk. */
void new_key_describe(struct new_key *key, const struct new_key_terms *terms);

/*
 * Names the key, seals its private half under that name and puts it, in one transaction with the
 * project's generation. A kid that was made and is taken is made anew, by `renew` where it is a
 * thumbprint. A key of the pool leaves it in the same transaction. FAILURE_CONFLICT: the name or
 * the given kid is taken; FAILURE_NOT_FOUND: the project is gone.
 */
bool new_key_store(struct new_key *key, struct failure *why);

#endif
