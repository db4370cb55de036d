/*
 * One environment's part in the deployment of a project: what is there, whether that is behind the
 * store, what is to be there.
 */
#ifndef JWKMINT_DEPLOY_TARGET_H
#define JWKMINT_DEPLOY_TARGET_H

#include "deploy/bundle.h"
#include "deploy/place.h"
#include "deploy/private_half.h"
#include "deploy/snapshot.h"
#include "store/vault.h"

/* What holds for all targets of one deployment; borrowed. */
struct target_terms {
	struct vault *vault;
	struct place_root *root;
	const struct project *project;
	uint64_t generation; /* of the project: what a bundle has to show at least */
	bool check_only;     /* only compare: nothing is made or locked */
	bool verify;         /* compare the files' hashes, too */
	bool patient;        /* files that differ may be being written: look again */
};

struct target {
	struct environment environment; /* owned */
	struct recipient recipient;     /* owned */
	int bundle;                     /* open; locked unless only compared; -1: there is none */
	struct manifest manifest;       /* owned; what is there */
	size_t next; /* used within: where in it the next key that is asked for probably stands */
	bool known;  /* there is a manifest, of this store, project and environment */
	bool behind;
	bool failed; /* `why` says why; nothing more is done about it */
	struct failure why;
	struct bundle content; /* owned; what is to be there */
};

/* Opens (and locks) the environment's bundle and sees what is there. */
void target_open(struct target *target, const struct target_terms *terms,
	const struct environment *environment);
void target_free(struct target *target);

/* Behind, and nothing went wrong yet. */
bool target_is_due(const struct target *target);

/* What of the bundle can be kept; NULL: nothing. */
const struct manifest *target_previous(const struct target *target);

/*
 * Whether a key's private half will be needed to compose it at `now`, in seconds since the epoch.
 * Quickest when the keys come by name.
 */
bool target_needs(struct target *target, const struct key_record *key, int64_t now);

/*
 * Whether `content` can be composed from the snapshot. An environment that is not in it as it was
 * when it was opened is left to whoever changed it, without the directory that opening may have
 * made.
 */
bool target_can_compose(
	struct target *target, const struct target_terms *terms, const struct snapshot *snapshot);

#endif
