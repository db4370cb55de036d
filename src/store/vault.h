/*
 * The vault: store and keyring that belong together, and what both faces work on.
 */
#ifndef JWKMINT_STORE_VAULT_H
#define JWKMINT_STORE_VAULT_H

#include "base/home.h"
#include "base/id.h"
#include "store/audit.h"
#include "store/key_record.h"
#include "store/keyring.h"
#include "store/pool_record.h"
#include "store/source_record.h"
#include "store/store.h"

struct vault {
	struct home home;                   /* its bundle root without symbolic links */
	struct store *store;                /* owned */
	struct keyring keyring;             /* owned */
	struct keyring_stamp keyring_stamp; /* of the file that it was read from */
	struct id store_id;                 /* made by init, never changes */
	struct id place;                    /* of the store, see store_place */
	struct id incarnation;    /* renewed when a backup is restored: bundles written before are
				     stale */
	struct audit_actor actor; /* on whose behalf the store is changed: set by who has it open */
};

/*
 * Makes home (0711, unless it exists and is empty or ours), keyring, store and bundle root (0711).
 * FAILURE_CONFLICT, and nothing is touched, when there is a store already; also when a keyring is
 * there without a store, or the other way round: never a new keyring over an existing store.
 */
bool vault_create(const struct home *home, struct failure *why);

/*
 * Opens both and proves that the keyring opens the store. FAILURE_INTERNAL says which file is wrong
 * and what to do: home missing (run `jwkmintctl init`), owned by another uid, keyring missing (copy
 * it back; a new one can not open this store), of another store. FAILURE_BUSY as store_read.
 */
bool vault_open(const struct home *home, struct vault *vault, struct failure *why);

/*
 * Whether store and keyring are still those that were opened. When they are not, because a backup
 * was restored or a sealing key was added, it has to be closed and opened again; cheap enough to be
 * asked before each request.
 */
bool vault_is_current(const struct vault *vault);

/* Reads the keyring again; when that fails, the vault keeps the one that it has. */
bool vault_refresh(struct vault *vault, struct failure *why);

/*
 * Gives the store a new incarnation: it is not what was copied once, and bundles that were written
 * by whoever went on with the original are not its; nor are the keys of the pool, which go. For a
 * store that nobody else has open.
 */
bool vault_renew(struct vault *vault, struct failure *why);

/* Wipes and frees all of it; fine after a failed vault_open, too. */
void vault_close(struct vault *vault);

/*
 * Seals and opens a key's private half, bound to this store, the record kind, the key's project,
 * id and version and the hash of its binding (key_record_binding). What a sealing key sealed that
 * was added meanwhile opens, too: the keyring is read again.
 */
void vault_seal(const struct vault *vault, const struct key_record *key,
	const struct buffer *private_part, struct buffer *sealed);
bool vault_open_seal(struct vault *vault, const struct key_record *key, const struct buffer *sealed,
	struct buffer *private_part, struct failure *why);

/*
 * The same for what is secret in an entry of a source, bound to the source's project and id and the
 * hash of the entry's binding (source_entry_binding). `vault_seal_entry` replaces entry->sealed.
 */
void vault_seal_entry(const struct vault *vault, const struct source_record *source,
	struct source_entry *entry, const struct buffer *secret);
bool vault_open_entry(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct buffer *secret, struct failure *why);

/*
 * The same for a key of the pool, bound to this incarnation of the store and to the record's row
 * and public part. `vault_seal_pooled` replaces record->sealed.
 */
void vault_seal_pooled(
	const struct vault *vault, struct pool_record *record, const struct buffer *private_part);
bool vault_open_pooled(struct vault *vault, const struct pool_record *record,
	struct buffer *private_part, struct failure *why);

#endif
