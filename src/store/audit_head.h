/*
 * The head of the audit log: which record is the newest, and a proof of it that only who has the
 * keyring can make.
 *
 * The proof is an HMAC-SHA-256 over "jwkmint audit head", the store's id, sequence and hash, with a
 * key derived by HKDF from a sealing key, whose id stands beside it. Made anew with every record,
 * by the newest sealing key, so that none is needed for longer than for what it sealed.
 */
#ifndef JWKMINT_STORE_AUDIT_HEAD_H
#define JWKMINT_STORE_AUDIT_HEAD_H

#include "store/audit_record.h"
#include "store/keyring.h"
#include "store/store.h"

#define AUDIT_PROOF_SIZE 32

struct audit_head {
	struct audit_place place;
	uint8_t key[KEYRING_ID_SIZE];
	uint8_t proof[AUDIT_PROOF_SIZE];
};

/* A row that is none reads as a head with a proof of zeros, which proves nothing. */
bool audit_head_get(
	struct transaction *transaction, struct audit_head *head, bool *found, struct failure *why);

/* Puts the head with its proof by the newest key. */
bool audit_head_put(struct transaction *transaction, const struct id *store,
	const struct keyring *keyring, const struct audit_place *place, struct failure *why);

/* Whether the proof is by a key of the keyring, and right. */
bool audit_head_is_proven(
	const struct audit_head *head, const struct id *store, const struct keyring *keyring);

#endif
