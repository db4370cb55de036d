/*
 * The structures that keys are in. Each of these reads one from all that is left, fills type, curve
 * and members of `jwk` as far as they stand there, and fails with FAILURE_INVALID. Nothing is
 * checked but the form: key_der.h has what is for others.
 */
#ifndef JWKMINT_JWK_KEY_DER_PARTS_H
#define JWKMINT_JWK_KEY_DER_PARTS_H

#include "jwk/der_read.h"
#include "jwk/jwk.h"

/* SubjectPublicKeyInfo, RFC 5280 section 4.1. */
bool key_der_spki(struct der_reader reader, struct jwk *jwk, struct failure *why);

/* RSAPublicKey, RFC 8017 appendix A.1.1. */
bool key_der_rsa_public(struct der_reader reader, struct jwk *jwk, struct failure *why);

/* OneAsymmetricKey, RFC 5958 section 2. */
bool key_der_pkcs8(struct der_reader reader, struct jwk *jwk, struct failure *why);

/* RSAPrivateKey, RFC 8017 appendix A.1.2. */
bool key_der_rsa_private(struct der_reader reader, struct jwk *jwk, struct failure *why);

/* ECPrivateKey, RFC 5915 section 3, with its curve. */
bool key_der_ec_private(struct der_reader reader, struct jwk *jwk, struct failure *why);

/*
 * Parts of these. The first two take theirs from the reader: an AlgorithmIdentifier, which says
 * type and curve, and the ECParameters in one. key_der_integers reads the first `count` members of
 * an RSA key, key_der_public the content of a BIT STRING for a type and curve that are known.
 */
bool key_der_algorithm(struct der_reader *reader, struct jwk *jwk, struct failure *why);
bool key_der_curve(struct der_reader *reader, struct jwk *jwk, struct failure *why);
bool key_der_integers(
	struct der_reader *reader, struct jwk *jwk, size_t count, struct failure *why);
bool key_der_public(struct der_reader reader, struct jwk *jwk, struct failure *why);

/* "The `what` is damaged, or not in strict DER."; returns false. */
bool key_der_damaged(struct failure *why, const char *what);

#endif
