/*
 * Encrypted PKCS#8 (RFC 5958 section 3): PBES2 (RFC 8018 section 6.2) with PBKDF2 and AES or
 * Triple-DES in CBC mode, and the PKCS#12 scheme with SHA-1 and Triple-DES (RFC 7292 appendix C).
 *
 * GnuTLS can decrypt these, too, but only hands over keys that it likes: none on secp256k1, and no
 * EC key without its public half, as keytool writes them.
 */
#ifndef JWKMINT_JWK_PKCS8_DECRYPT_H
#define JWKMINT_JWK_PKCS8_DECRYPT_H

#include "jwk/der_read.h"

#include "base/failure.h"

/*
 * Appends the decrypted PKCS#8. `password` is UTF-8, NULL for none; `max_iterations` of the
 * password function are done at most. FAILURE_INVALID: another scheme, too many iterations, or the
 * password is another one.
 */
bool pkcs8_decrypt(const struct der_reader *encrypted, const char *password,
	unsigned max_iterations, struct buffer *pkcs8, struct failure *why);

#endif
