/*
 * The Concat key derivation function as RFC 7518 section 4.6.2 uses it, with SHA-256.
 */
#ifndef JWKMINT_JWK_CONCAT_KDF_H
#define JWKMINT_JWK_CONCAT_KDF_H

#include "base/buffer.h"

#define CONCAT_KDF_MAX 32 /* bytes: one round of SHA-256 is enough for every key made here */

/*
 * Derives `length` (1 to CONCAT_KDF_MAX) bytes into `key` from the shared secret `z`. `algorithm`
 * is the "enc" value for direct agreement, the "alg" value for agreement with key wrapping;
 * `party_u` and `party_v` are the decoded "apu" and "apv", "" where the header has none.
 */
void concat_kdf(const struct buffer *z, const char *algorithm, const char *party_u,
	const char *party_v, uint8_t *key, size_t length);

#endif
