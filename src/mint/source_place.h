/*
 * What has to hold in the store where a source is put: for the works that add and change one.
 */
#ifndef JWKMINT_MINT_SOURCE_PLACE_H
#define JWKMINT_MINT_SOURCE_PLACE_H

#include "mint/sources.h"

/*
 * FAILURE_INVALID unless the environments of `source` exist and serve the project; those that it
 * had `before` (NULL: it is new) need not any more.
 */
bool source_require_environments(struct transaction *transaction, const struct project *project,
	const struct source_record *source, const struct source_record *before,
	struct failure *why);

/*
 * FAILURE_CONFLICT when another certificate of the project has an alias of `source` in the same
 * environment.
 */
bool source_require_aliases(
	struct transaction *transaction, const struct source_record *source, struct failure *why);

#endif
