/*
 * The Koblitz curve secp256k1, by libsecp256k1. The same verbs as in nist.h; nothing agrees on this
 * curve.
 */
#ifndef JWKMINT_JWK_KOBLITZ_H
#define JWKMINT_JWK_KOBLITZ_H

#include "base/buffer.h"
#include "jwk/curve.h"

/* The public point of the private key `d`; false when `d` is not in 1 ... order - 1. */
bool koblitz_public(
	const struct curve *curve, const struct buffer *d, struct buffer *x, struct buffer *y);

/* Whether there is such a point: coordinates below the prime, on the curve. */
bool koblitz_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y);

#endif
