/*
 * Changing and deleting a JWK: one transaction, then one deployment.
 */
#ifndef JWKMINT_MINT_CHANGE_H
#define JWKMINT_MINT_CHANGE_H

#include "deploy/deploy.h"
#include "store/key_record.h"
#include "store/project.h"
#include "store/vault.h"

struct jwk_change {
	const char *name;        /* NULL: as it is */
	const char *description; /* NULL: as it is */
	const char *if_match;    /* If-Match as it came; NULL: whatever its state */
};

/*
 * Renames and describes; kid, material, version and createdAt stay, `revision` grows. A key that
 * was made from a source does not refer to it any longer, though its sourceType stays. What
 * `deployment` tells is complete; `tag` (emptied first) becomes the new entity tag.
 *
 * FAILURE_INVALID `JWK (name: X) is not found! Try create operation.`, neither name nor description
 * is given, or one is not allowed; FAILURE_CONFLICT `JWK (name: Y) is already exist!`;
 * FAILURE_STALE: if_match does not hold.
 */
bool change_jwk(struct vault *vault, const struct project *project, const char *name,
	const struct jwk_change *change, struct deployment *deployment, struct buffer *tag,
	struct failure *why);

/*
 * Deletes, then undeploys: gone from the store first, so that nothing can bring it back.
 * FAILURE_INVALID `JWK (name: X) is not found!`, FAILURE_STALE: if_match does not hold.
 */
bool delete_jwk(struct vault *vault, const struct project *project, const char *name,
	const char *if_match, struct deployment *deployment, struct failure *why);

#endif
