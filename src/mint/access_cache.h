/*
 * Who was let in before: what a process keeps of tokens, users and projects between requests, so
 * that a request does not have to visit the store only to be let in.
 *
 * An entry is what one visit read for one token and one project. It holds as long as store_rights
 * is what it was inside that visit; all entries are of one such number. Why no process lets in who
 * was shut out, once that was acknowledged:
 *
 *   a token is revoked, a user changed, a project removed
 *       whoever does it changes the number, inside the gate, before the row can change. Entries are
 *       made inside the gate, too, so a number that an entry has was never changed by a transaction
 *       that the entry does not show. Who asks after the acknowledgement finds another number.
 *   who does it is killed
 *       before the number changed, nothing was changed either. After that, entries are dropped one
 *       visit too early, and that visit recovers the store and reads what came of the transaction.
 *   the store is recovered, or its state file was lost, damaged or replaced
 *       recovery changes the number; a state file that begins has one at random, and one that is
 *       not the file of that name is not believed.
 *   a backup is restored, a home copied or moved over it, the machine started anew
 *       the number is looked for in the file of the store that the vault is bound to. Whether that
 *       has still its name is for vault_is_current to say, which is asked at each request before
 *       this is; the cache goes with the vault. A process and its cache do not outlive a boot.
 *   the keyring is changed
 *       the vault is opened anew, and the cache goes with the former one.
 *   a process forks
 *       the child has the same entries, and sees the same number change.
 *   time passes
 *       an entry has the token's expiry, which is looked at each time.
 *
 * Who is not let in is not kept. No token is kept, but its SHA-256; no password hash. Entries are
 * wiped when they are dropped.
 */
#ifndef JWKMINT_MINT_ACCESS_CACHE_H
#define JWKMINT_MINT_ACCESS_CACHE_H

#include "mint/access.h"

/* The oldest makes room for one more. */
#define ACCESS_CACHE_ENTRIES 64

struct access_entry;

struct access_cache {
	struct access_entry *entries[ACCESS_CACHE_ENTRIES]; /* owned, the first `count` of them */
	size_t count;
	size_t next;     /* the place of the next one */
	uint64_t rights; /* what store_rights was for all of them */
};

/* What an entry is found by. */
struct access_key {
	uint8_t hash[TOKEN_HASH_SIZE];
	const char *project; /* name, borrowed; NULL: none was asked for */
};

/*
 * Fills `identity`, which is empty, and `project`, when one is asked for, from what is kept; false
 * when that is nothing that holds. `now` in seconds since the epoch. Drops what does not hold any
 * more.
 */
bool access_cache_find(struct access_cache *cache, const struct store *store,
	const struct access_key *key, int64_t now, struct identity *identity,
	struct project *project);

/* Keeps copies of what a visit read, in which store_rights was `rights`. */
void access_cache_keep(struct access_cache *cache, uint64_t rights, const struct access_key *key,
	int64_t expires, const struct identity *identity, const struct project *project);

/* Wipes and frees all entries. */
void access_cache_drop(struct access_cache *cache);

#endif
