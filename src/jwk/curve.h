/*
 * Curves, RFC 7518 section 6.2.1.1, RFC 8037 section 2, RFC 8812 section 3.1: one table.
 */
#ifndef JWKMINT_JWK_CURVE_H
#define JWKMINT_JWK_CURVE_H

#include "base/failure.h"
#include "jwk/type.h"

enum curve_id {
	CURVE_P256,
	CURVE_P384,
	CURVE_P521,
	CURVE_SECP256K1,
	CURVE_ED25519,
	CURVE_X25519,
	CURVE_ED448,
	CURVE_X448,
};

struct curve {
	enum curve_id id;
	enum jwk_type type;       /* JWK_EC or JWK_OKP */
	const char *name;         /* the JOSE name, "crv": P-256, secp256k1, Ed25519 ... */
	const char *request_name; /* the management API's: P256, SECP256K1, ED25519 ... */
	size_t size;              /* bytes of a coordinate and of the private key; P-521: 66 */
	unsigned uses;            /* bits 1 << JWK_SIGNATURE, 1 << JWK_ENCRYPTION */
};

/* All curves, in the order in which defaults are looked for; `curve_count` of them. */
extern const struct curve curves[];
extern const size_t curve_count;

/* The curve with this name in either spelling; NULL when there is none of this type. */
const struct curve *curve_find(enum jwk_type type, const char *name);

/* FAILURE_INVALID, said of a private key and of coordinates that are none of this curve. */
bool curve_fail_scalar(const struct curve *curve, struct failure *why);
bool curve_fail_point(const struct curve *curve, struct failure *why);

#endif
