/*
 * A new sealing key: everything that is sealed is sealed anew, beside the running service.
 */
#ifndef JWKMINT_MINT_REKEY_H
#define JWKMINT_MINT_REKEY_H

#include "store/vault.h"

struct rekeying {
	bool continued;   /* a run before had added the key and did not finish */
	size_t resealed;  /* values that were sealed anew so far */
	size_t forgotten; /* sealing keys that were removed */
	size_t keys;      /* that the keyring holds afterwards */
	char newest[2 * KEYRING_ID_SIZE + 1];

	/* Called now and then. */
	void (*progress)(const struct rekeying *rekeying, void *context);
	void *context;
};

/*
 * Keys of the pool are not sealed anew: they are deleted, and others are made in their place.
 *
 * Adds a sealing key, unless a run before did and was not finished, and seals everything with it.
 * The keyring is on disk before anything is sealed with the new key, and keeps the old ones: what
 * processes seal with them meanwhile is sealed anew, too, and what they do later opens. Whoever
 * dies leaves a store that opens; the next run goes on, by what each value is sealed with.
 *
 * FAILURE_BUSY: another process does this or restores. FAILURE_INTERNAL: something does not open;
 * everything else is sealed anew nevertheless.
 */
bool rekey(struct vault *vault, struct rekeying *rekeying, struct failure *why);

/*
 * Removes all sealing keys but the newest, when nothing uses them any more: finishes what `rekey`
 * began, forbids the others, and looks once more, so that no process which still has them writes
 * something that nobody could open.
 */
bool rekey_forget_old(struct vault *vault, struct rekeying *rekeying, struct failure *why);

#endif
