/*
 * Keys as PEM (RFC 7468): SubjectPublicKeyInfo (RFC 5280, 5480, 8410) and PKCS#8 (RFC 5958).
 */
#ifndef JWKMINT_JWK_PEM_H
#define JWKMINT_JWK_PEM_H

#include "jwk/jwk.h"

/* Appends "-----BEGIN PUBLIC KEY-----" ...; an oct key is a programming error and aborts. */
bool pem_write_public(const struct jwk *jwk, struct buffer *out, struct failure *why);

/* Appends "-----BEGIN PRIVATE KEY-----" ...; an oct key is a programming error and aborts. */
bool pem_write_private(const struct jwk *jwk, struct buffer *out, struct failure *why);

#endif
