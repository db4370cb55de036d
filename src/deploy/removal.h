/*
 * Taking bundles away: of a project or an environment that is gone, or that moved.
 */
#ifndef JWKMINT_DEPLOY_REMOVAL_H
#define JWKMINT_DEPLOY_REMOVAL_H

#include "base/buffer.h"
#include "base/id.h"
#include "store/vault.h"

/*
 * Removes the bundles that the store notes as leftovers of a change (NULL: of all changes, also of
 * those whose process died), their private files first, then the environment's directory if that
 * is empty, and appends a line "Deleted PATH\n" to `removed` for each. A bundle that is not there
 * is success; one that the store wants there again is left. What can not be removed stays noted,
 * and does not keep the others; `why` is of the last.
 */
bool removal_finish(
	struct vault *vault, const struct id *change, struct buffer *removed, struct failure *why);

/* How many bundles there are to be removed. */
bool removal_due(struct vault *vault, size_t *count, struct failure *why);

#endif
