/*
 * Object identifiers of keys and curves.
 */
#ifndef JWKMINT_JWK_KEY_OID_H
#define JWKMINT_JWK_KEY_OID_H

#include "jwk/curve.h"
#include "jwk/der_read.h"

struct oid {
	uint8_t length;
	uint8_t bytes[10];
};

extern const struct oid oid_rsa; /* rsaEncryption, RFC 8017 appendix A.1 */
extern const struct oid oid_ec;  /* id-ecPublicKey, RFC 5480 section 2.1.1 */

/* The identifier of a curve; of OKP curves it is that of the algorithm, too. */
const struct oid *oid_of_curve(const struct curve *curve);

/* Whether the content of an OBJECT IDENTIFIER is this one. */
bool oid_is(const struct der_reader *content, const struct oid *oid);

/* The curve of this type that the content names; NULL when there is none. */
const struct curve *oid_find_curve(enum jwk_type type, const struct der_reader *content);

/* What the content names, of what keys may be of and we do not speak: "DSA"; NULL: unknown. */
const char *oid_foreign_name(const struct der_reader *content);

#endif
