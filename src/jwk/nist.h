/*
 * The NIST curves P-256, P-384 and P-521, by Nettle. Numbers are big-endian; results have the full
 * width of the curve and replace what the buffers hold.
 *
 * All fail with FAILURE_INTERNAL when Nettle can not be loaded (library_load).
 */
#ifndef JWKMINT_JWK_NIST_H
#define JWKMINT_JWK_NIST_H

#include "base/buffer.h"
#include "base/failure.h"
#include "jwk/curve.h"

/* The public point of the private key `d`. FAILURE_INVALID: `d` is not in 1 ... order - 1. */
bool nist_public(const struct curve *curve, const struct buffer *d, struct buffer *x,
	struct buffer *y, struct failure *why);

/* Looks for such a point. FAILURE_INVALID: a coordinate is not below the prime, or not on the
 * curve. */
bool nist_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y,
	struct failure *why);

/*
 * ECDH: `z` is the x coordinate of `d` times the point (SP 800-56A section 5.7.1.2).
 * FAILURE_INVALID: `d` or the point is none of this curve.
 */
bool nist_agree(const struct curve *curve, const struct buffer *d, const struct buffer *x,
	const struct buffer *y, struct buffer *z, struct failure *why);

#endif
