/*
 * Algorithms that a key can be made for: one table, and what each asks of its key.
 *
 * RFC 7518 sections 3.1 and 4.1, RFC 8037 section 3, RFC 8812 section 3.2, RFC 9864 section 2,
 * draft-madden-jose-ecdh-1pu-04.
 */
#ifndef JWKMINT_JWK_ALGORITHM_H
#define JWKMINT_JWK_ALGORITHM_H

#include "base/buffer.h"
#include "base/failure.h"
#include "jwk/curve.h"

struct algorithm {
	const char *name; /* the JOSE name, "alg" */
	const char *
		request_name; /* the management API's other spelling: RSA256, ECDH_ES_A128KW, DIR */
	enum jwk_use use;
	unsigned types;  /* bits 1 << enum jwk_type */
	unsigned curves; /* bits 1 << enum curve_id, for EC and OKP */
	unsigned bits;   /* of an oct key: what the algorithm needs; 0: any */
	bool exact;      /* oct: exactly `bits`, else at least */
};

extern const struct algorithm algorithms[];
extern const size_t algorithm_count;

/* In either spelling; NULL when there is none. */
const struct algorithm *algorithm_find(const char *name);

/* Whether a key of this type, curve (NULL unless EC or OKP) and size in bits may carry it. */
bool algorithm_fits(const struct algorithm *algorithm, enum jwk_type type,
	const struct curve *curve, unsigned bits);

/* Appends "RS256, RS384, ...": the JOSE names for a type and use (JWK_NO_USE: any use). */
void algorithm_list(struct buffer *out, enum jwk_type type, enum jwk_use use);

#endif
