/*
 * What the store says about a project at one moment: everything that bundles are made from, taken
 * in one visit, so that they can be written after leaving.
 */
#ifndef JWKMINT_DEPLOY_SNAPSHOT_H
#define JWKMINT_DEPLOY_SNAPSHOT_H

#include "store/environment.h"
#include "store/key_record.h"
#include "store/project.h"
#include "store/vault.h"

struct snapshot_key {
	size_t row; /* where its row begins among the rows */
	size_t length;
	struct buffer sealed; /* owned; the sealed private half, when it was asked for */
};

struct snapshot {
	bool exists; /* false: the project is gone */
	int64_t now; /* when it was taken, in seconds since the epoch: no key was made later */
	uint64_t generation;
	struct environment *environments; /* owned; those that serve the project, by name */
	size_t environment_count;
	struct snapshot_key *keys; /* owned; by name; none unless asked for */
	size_t count;
	struct buffer rows; /* owned; of the keys, as they stand in the store */
};

#define SNAPSHOT_INIT                                                                              \
	{                                                                                          \
		.rows = BUFFER_INIT                                                                \
	}
#define snapshot_auto __attribute__((cleanup(snapshot_free))) struct snapshot

void snapshot_free(struct snapshot *snapshot);

/*
 * Whether the private half of a key will be needed at `now`, when the snapshot is taken; asked
 * inside the visit, so be quick.
 */
typedef bool (*snapshot_needs)(const struct key_record *key, int64_t now, void *context);

/*
 * Takes one. With `needs` NULL: generation and environments only, no keys. A project that is no
 * longer there under its id is not `exists`.
 */
bool snapshot_take(struct vault *vault, const struct project *project, snapshot_needs needs,
	void *context, struct snapshot *snapshot, struct failure *why);

/* Inside a visit: generation and environments only, as with `needs` NULL. */
bool snapshot_look(struct transaction *transaction, const struct project *project,
	struct snapshot *snapshot, struct failure *why);

/* Reads a key of the snapshot into an initialised record, which may have been used before. */
bool snapshot_read_key(const struct snapshot *snapshot, const struct snapshot_key *key,
	struct key_record *record, struct failure *why);

#endif
