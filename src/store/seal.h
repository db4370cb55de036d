/*
 * Sealing: authenticated encryption of private halves at rest.
 *
 * AES-256-GCM (NIST SP 800-38D) with a fresh random 96-bit nonce. The data key is derived by
 * HKDF-SHA-256 (RFC 5869) from a sealing key of the keyring, with the record kind as info.
 * A sealed blob: format byte (1), id of the sealing key (4), nonce (12), ciphertext, tag (16).
 * Everything before the ciphertext and the caller's associated data are authenticated.
 */
#ifndef JWKMINT_STORE_SEAL_H
#define JWKMINT_STORE_SEAL_H

#include "store/keyring.h"
#include "store/record.h"

/* Appends to `sealed`. */
void seal(const struct keyring *keyring, enum record_kind kind, const struct buffer *associated,
	const struct buffer *plain, struct buffer *sealed);

/*
 * Appends to `plain`. FAILURE_INTERNAL: the keyring has no key with the blob's id (named, with the
 * remedy), or the blob was changed or belongs to another row.
 */
bool seal_open(const struct keyring *keyring, enum record_kind kind,
	const struct buffer *associated, const struct buffer *sealed, struct buffer *plain,
	struct failure *why);

/* Whether the sealing key with this id sealed it, as it says itself. */
bool seal_is_by(const struct buffer *sealed, const uint8_t id[KEYRING_ID_SIZE]);

/* Whether the keyring has the sealing key that a blob names. */
bool seal_is_known(const struct buffer *sealed, const struct keyring *keyring);

#endif
