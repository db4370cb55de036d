/*
 * Keys as DER: SubjectPublicKeyInfo (RFC 5280, 5480, 8410), PKCS#8 (RFC 5958), PKCS#1 (RFC 8017
 * appendix A.1) and SEC 1 (RFC 5915).
 */
#ifndef JWKMINT_JWK_KEY_DER_H
#define JWKMINT_JWK_KEY_DER_H

#include "jwk/der_read.h"
#include "jwk/jwk.h"

/* Appends a SubjectPublicKeyInfo; an oct key is a programming error and aborts. */
void spki_write(const struct jwk *jwk, struct buffer *out);

/*
 * Appends a PKCS#8 PrivateKeyInfo; FAILURE_INVALID without a private half; an oct key is a
 * programming error and aborts.
 */
bool pkcs8_write(const struct jwk *jwk, struct buffer *out, struct failure *why);

/*
 * Reads a SubjectPublicKeyInfo, or a PKCS#1 RSAPublicKey, into `jwk` and checks it (jwk_check).
 * Strict: DER, nothing behind it, named curves, uncompressed points. FAILURE_INVALID says what it
 * is instead when that can be told: a private key, a certificate, a key of another kind.
 */
bool key_der_read_public(const struct der_reader *der, struct jwk *jwk, struct failure *why);

/*
 * The same for PKCS#8, PKCS#1 RSAPrivateKey and SEC 1 ECPrivateKey, none of them encrypted. The
 * public half is made from the private one where it is not there, and must match where it is.
 */
bool key_der_read_private(const struct der_reader *der, struct jwk *jwk, struct failure *why);

#endif
