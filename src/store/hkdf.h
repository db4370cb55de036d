/*
 * HKDF with SHA-256 (RFC 5869), without a salt.
 */
#ifndef JWKMINT_STORE_HKDF_H
#define JWKMINT_STORE_HKDF_H

#include <stddef.h>
#include <stdint.h>

/* Derives `size` bytes (at most 8,160) from a key for the purpose that `info` names. */
void hkdf_sha256(const uint8_t *key, size_t key_length, const uint8_t *info, size_t info_length,
	uint8_t *derived, size_t size);

#endif
