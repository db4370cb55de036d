/*
 * JWE compact serialization (RFC 7516) to an EC key: ECDH-ES+A256KW (RFC 7518 section 4.6) with
 * A256GCM (section 5.3).
 */
#ifndef JWKMINT_JWK_JWE_H
#define JWKMINT_JWK_JWE_H

#include "jwk/jwk.h"

/* Whether this key can receive: EC P-256 or P-384, without a private half. FAILURE_INVALID. */
bool jwe_check_recipient(const struct jwk *recipient, struct failure *why);

/* Protected header members besides alg, enc and epk; strings, NULL ones are left out. */
struct jwe_header {
	const char *kid;
	const char *content_type; /* "cty" */
	const char *environment;
	const char *project;
};

/*
 * Encrypts `plain` to the recipient and appends header.key.iv.ciphertext.tag to `out`. The
 * ephemeral key, content key and nonce are fresh each time.
 */
bool jwe_encrypt(const struct jwk *recipient, const struct jwe_header *header,
	const struct buffer *plain, struct buffer *out, struct failure *why);

#endif
