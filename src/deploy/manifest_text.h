/*
 * The text of manifest.json, format 1: the one place that writes it, as manifest.h reads it.
 */
#ifndef JWKMINT_DEPLOY_MANIFEST_TEXT_H
#define JWKMINT_DEPLOY_MANIFEST_TEXT_H

#include "deploy/bundle.h"
#include "store/environment.h"
#include "store/project.h"
#include "store/vault.h"

/* What stands before the lists; all borrowed. */
struct manifest_head {
	const struct vault *vault;
	const struct project *project;
	const struct environment *environment;
	const char *recipient; /* kid; empty: none */
	uint64_t generation;   /* of the project */
	int64_t written;       /* seconds since the epoch, as is the next */
	int64_t next_change;   /* MANIFEST_NEVER */
};

/* Appends to the list of keys, a JSON array, what ends a manifest behind it. */
void manifest_end(struct buffer *keys);

/*
 * Writes bundle->manifest, with the bundle's files. `keys` is the list of keys with its end, which
 * the bundle borrows.
 */
void manifest_write(
	const struct manifest_head *head, struct bundle *bundle, const struct buffer *keys);

#endif
