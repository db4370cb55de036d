/*
 * Removing from a bundle what its new manifest does not name.
 */
#ifndef JWKMINT_DEPLOY_SWEEP_H
#define JWKMINT_DEPLOY_SWEEP_H

#include "deploy/bundle.h"

/*
 * Removes the files of the former manifest that are not in the bundle any more. `*removed` says
 * whether there were any.
 */
bool sweep_former(int directory, const struct bundle *bundle, const struct manifest *previous,
	bool *removed, struct failure *why);

/*
 * Removes everything from the bundle's directories private/ and public/ that is not in it, whoever
 * left it there.
 */
bool sweep_all(int directory, const struct bundle *bundle, struct failure *why);

#endif
