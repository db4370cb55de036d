/*
 * Who a store is: the one row that says so.
 */
#ifndef JWKMINT_STORE_IDENTITY_H
#define JWKMINT_STORE_IDENTITY_H

#include "base/id.h"
#include "store/keyring.h"
#include "store/store.h"

struct store_identity {
	struct id store_id;            /* made by init, never changes */
	struct id incarnation;         /* renewed when a backup is restored */
	int64_t created;               /* seconds since the epoch */
	struct buffer check;           /* owned; a known text, sealed: what proves a keyring */
	bool has_audit;                /* an audit log was begun; part of `check` */
	bool has_sole;                 /* nothing may be written that another sealing key sealed */
	uint8_t sole[KEYRING_ID_SIZE]; /* than this */
};

#define STORE_IDENTITY_INIT                                                                        \
	{                                                                                          \
		.check = BUFFER_INIT                                                               \
	}
#define store_identity_auto __attribute__((cleanup(store_identity_free))) struct store_identity
void store_identity_free(struct store_identity *identity);

bool store_identity_get(struct transaction *transaction, struct store_identity *identity,
	bool *found, struct failure *why);
bool store_identity_put(struct transaction *transaction, const struct store_identity *identity,
	struct failure *why);

/* Makes `check` anew, sealed with the keyring's newest key. */
void store_identity_seal(struct store_identity *identity, const struct keyring *keyring);

/*
 * Whether the keyring opens it; then `has_audit` is known. FAILURE_INTERNAL as seal_open, or
 * because it is another text.
 */
bool store_identity_prove(
	struct store_identity *identity, const struct keyring *keyring, struct failure *why);

#endif
