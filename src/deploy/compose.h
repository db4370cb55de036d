/*
 * Composing bundles: from a snapshot of the store to the files of each environment.
 */
#ifndef JWKMINT_DEPLOY_COMPOSE_H
#define JWKMINT_DEPLOY_COMPOSE_H

#include "deploy/bundle.h"
#include "deploy/private_half.h"
#include "deploy/snapshot.h"

/* What all bundles are made from; borrowed. */
struct compose_source {
	struct vault *vault;
	const struct project *project;
	const struct snapshot *snapshot;
};

/* What is one environment's. */
struct compose_part {
	const struct environment *environment; /* borrowed, as are the next two */
	const struct recipient *recipient;
	const struct manifest *previous; /* of this store and project; NULL: keep nothing */
	struct bundle *bundle;           /* empty; filled */
	bool keeps_private; /* set by compose: private halves there are of the wanted form */
	bool failed;        /* result: `why` says why */
	struct failure why;
};

/* What several bundles have, which borrow it. */
struct compose_shared {
	struct bundle_shared set[2]; /* public/jwks.json and public/jwks-enc.json */
	struct buffer keys[3];       /* the manifests' lists of keys, by enum environment_private */
};

#define COMPOSE_SHARED_INIT                                                                        \
	{                                                                                          \
		.set = {{.content = BUFFER_INIT}, {.content = BUFFER_INIT}}, .keys = {             \
			BUFFER_INIT,                                                               \
			BUFFER_INIT,                                                               \
			BUFFER_INIT                                                                \
		}                                                                                  \
	}
#define compose_shared_auto __attribute__((cleanup(compose_shared_free))) struct compose_shared
void compose_shared_free(struct compose_shared *shared);

/*
 * Fills the bundles of all parts, reading each key once. Private halves that a part's `previous`
 * does not have (private_half_needed) must be in the snapshot. `shared` has to last as long as the
 * bundles. A part's FAILURE_INTERNAL: a key does not open.
 */
void compose(const struct compose_source *source, struct compose_part *parts, size_t count,
	struct compose_shared *shared);

#endif
