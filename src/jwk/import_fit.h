/*
 * Whether a key is one for a use and an algorithm, in words.
 */
#ifndef JWKMINT_JWK_IMPORT_FIT_H
#define JWKMINT_JWK_IMPORT_FIT_H

#include "jwk/jwk.h"

/* "signatures" or "encryption". */
const char *import_use_word(enum jwk_use use);

/*
 * Whether the key may carry the algorithm. FAILURE_INVALID begins with `what` ("The JWK member
 * \"alg\"") and names those that it may.
 */
bool import_fit_algorithm(const struct jwk *jwk, const struct algorithm *algorithm,
	const char *what, struct failure *why);

/* Whether the curve of the key, if it has one, is for this use; JWK_NO_USE fits all. */
bool import_fit_use(const struct jwk *jwk, enum jwk_use use, struct failure *why);

#endif
