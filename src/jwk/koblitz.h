/*
 * The Koblitz curve secp256k1, by libsecp256k1, which is loaded when such a key has to be made or
 * looked at. The same verbs as in nist.h, with the same failures; nothing agrees on this curve.
 */
#ifndef JWKMINT_JWK_KOBLITZ_H
#define JWKMINT_JWK_KOBLITZ_H

#include "base/buffer.h"
#include "base/failure.h"
#include "jwk/curve.h"

bool koblitz_public(const struct curve *curve, const struct buffer *d, struct buffer *x,
	struct buffer *y, struct failure *why);
bool koblitz_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y,
	struct failure *why);

#endif
