/*
 * From what was asked for to the key that is to be made: every rule about the values of a generate
 * request, and the defaults.
 */
#ifndef JWKMINT_MINT_PLAN_H
#define JWKMINT_MINT_PLAN_H

#include "jwk/kid.h"
#include "mint/generate.h"

/* Of an oct key for PBES2 algorithms, where nobody says otherwise. */
#define PLAN_SALT_LENGTH 16
#define PLAN_ITERATIONS  310000

struct plan {
	enum jwk_type type;
	unsigned bits;             /* RSA and oct */
	const struct curve *curve; /* EC and OKP */
	enum jwk_use use;
	const struct algorithm *algorithm; /* NULL: none */
	enum kid_type kid_type;            /* for when the request names no kid */
	int64_t not_before;                /* seconds since the epoch, as is expires */
	int64_t expires;
	int64_t password_salt_length; /* bytes; 0 unless oct */
	int64_t password_iterations;
};

/*
 * Checks the request, first that what is required is there, then every value, and fills the plan.
 * `now` in seconds since the epoch. FAILURE_INVALID names member, value and what is allowed.
 *
 * What is left out is chosen so that it fits what is given: the use from the algorithm, the curve
 * from algorithm and use, the size of an oct key from the algorithm.
 */
bool plan_make(const struct generate_request *request, int64_t now, struct plan *plan,
	struct failure *why);

#endif
