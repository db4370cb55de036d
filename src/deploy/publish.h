/*
 * How files of bundles are replaced: atomically each, durably, the manifest last.
 *
 * Several bundles go together, so that the number of waits for the disk does not grow with them:
 * all that is written, in temporary files or, where no manifest has the name yet, in its place, one
 * wait; the sets and all manifests, one wait. So a manifest on the disk names nothing that is not
 * there; the sets, which have one name for ever, may be of the state before or after it until the
 * writer is done. Between the two waits is another when a file is replaced that the former manifest
 * names and that is no set, as happens when an environment gets another recipient, or when a
 * bundle is mended.
 *
 * Then what no manifest names is removed, private files with the rest, and when there was
 * something, one more wait: what was deleted does not come back after a power loss.
 *
 * Where temporary files of a writer that died are found (staging.h), the whole bundle is swept.
 */
#ifndef JWKMINT_DEPLOY_PUBLISH_H
#define JWKMINT_DEPLOY_PUBLISH_H

#include "deploy/bundle.h"

struct publication {
	int directory;                   /* of the bundle, open and locked; borrowed */
	const struct bundle *bundle;     /* what is to be there; borrowed */
	const struct manifest *previous; /* what was there; NULL: not known; borrowed */
	bool sweep;    /* look through all of the bundle for what does not belong */
	bool replaced; /* used within, as is the next */
	bool removed;
	bool failed; /* result: `why` says why; the next deployment goes on from there */
	struct failure why;
};

/* Publishes all; each has its own result. */
void publish(struct publication *publications, size_t count);

#endif
