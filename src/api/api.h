/*
 * What the responder keeps between requests: the vault, and what it has said already.
 */
#ifndef JWKMINT_API_API_H
#define JWKMINT_API_API_H

#include "mint/access_cache.h"
#include "store/vault.h"

struct api {
	struct vault vault;        /* owned, while `is_open` */
	struct access_cache cache; /* owned, as long as that */
	bool is_open;
	char trouble[FAILURE_TEXT_SIZE]; /* what the store said when it could not be opened */
	bool is_unlimited; /* failures can not be counted, and the operator was told */
};

/* Leaves the store cleanly. The next api_vault would open it again. */
void api_close(struct api *api);

/*
 * The vault, opened at the first call that succeeds, and again when a backup was restored or the
 * keyring was changed since. `*vault` is borrowed. FAILURE_BUSY: try again;
 * FAILURE_INTERNAL: the sentence says what the operator has to do.
 */
bool api_vault(struct api *api, struct vault **vault, struct failure *why);

#endif
