/*
 * Composing a bundle: from a snapshot of the store to the files of one environment.
 */
#ifndef JWKMINT_DEPLOY_COMPOSE_H
#define JWKMINT_DEPLOY_COMPOSE_H

#include "deploy/bundle.h"
#include "deploy/private_half.h"
#include "deploy/snapshot.h"

/* What a bundle is made from; all borrowed. */
struct compose_source {
	struct vault *vault;
	const struct project *project;
	const struct snapshot *snapshot;
	const struct environment *environment;
	const struct recipient *recipient;
	const struct manifest *previous; /* of this store and project; NULL: keep nothing */
	int64_t now;                     /* seconds since the epoch */
};

/*
 * Fills an empty bundle. Private halves that `previous` does not have (private_half_needed) must be
 * in the snapshot. FAILURE_INTERNAL: one does not open.
 */
bool compose(const struct compose_source *source, struct bundle *bundle, struct failure *why);

#endif
