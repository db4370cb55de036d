/*
 * What a private RSA key may lack: RFC 7518 section 6.3.2 asks for no more than "d".
 */
#ifndef JWKMINT_JWK_RSA_COMPLETE_H
#define JWKMINT_JWK_RSA_COMPLETE_H

#include "jwk/jwk.h"

/*
 * Computes those of p, q, dp, dq and qi that are absent from a private RSA key; with "d" alone the
 * modulus is factored by it (SP 800-56B appendix C.1). Members that are there stay: jwk_check finds
 * them consistent or not. Nothing is done to any other key, or to one without "d".
 * FAILURE_INVALID, naming the member, when the members that are there do not make a key.
 */
bool rsa_complete(struct jwk *jwk, struct failure *why);

#endif
