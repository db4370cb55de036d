/*
 * The key derivation of PKCS#12, RFC 7292 appendix B, with SHA-1: only files from before PBES2 was
 * usual ask for it.
 */
#ifndef JWKMINT_JWK_PKCS12_KDF_H
#define JWKMINT_JWK_PKCS12_KDF_H

#include "jwk/der_read.h"

enum pkcs12_purpose { PKCS12_KEY = 1, PKCS12_IV = 2 };

/* Fills `out` from a UTF-8 password (NULL: none, which is not the empty one) and a salt. */
void pkcs12_kdf(const char *password, const struct der_reader *salt, unsigned iterations,
	enum pkcs12_purpose purpose, uint8_t *out, size_t length);

#endif
