/*
 * The public keys of Ed25519 and Ed448 as points, RFC 8032 sections 5.1.3 and 5.2.3: neither Nettle
 * nor GnuTLS looks at one before it verifies a signature.
 */
#ifndef JWKMINT_JWK_EDWARDS_H
#define JWKMINT_JWK_EDWARDS_H

#include "base/buffer.h"
#include "jwk/curve.h"

/*
 * Whether `key`, of the curve's width, decodes to a point, and to none of small order (the identity
 * among them), for which anybody can make signatures.
 */
bool edwards_has_point(const struct curve *curve, const struct buffer *key);

#endif
