/*
 * When the keys of a project run out.
 */
#ifndef JWKMINT_CTL_VALIDITY_H
#define JWKMINT_CTL_VALIDITY_H

#include "base/id.h"
#include "store/vault.h"

#define VALIDITY_NONE INT64_MIN

struct validity {
	size_t keys;
	size_t expired;      /* have run out already */
	size_t expiring;     /* run out before the horizon */
	int64_t next_expiry; /* of those that have not; KEY_NEVER: none of them does; VALIDITY_NONE:
				there are none */
};

/* Times in seconds since the epoch. */
bool validity_look(struct vault *vault, const struct id *project, int64_t now, int64_t horizon,
	struct validity *validity, struct failure *why);

#endif
