/*
 * What a bundle holds: the files and the manifest of one project in one environment, composed in
 * memory from a snapshot. jwkmint-bundle(5) describes the result.
 */
#ifndef JWKMINT_DEPLOY_BUNDLE_H
#define JWKMINT_DEPLOY_BUNDLE_H

#include "deploy/manifest.h"
#include "deploy/private_half.h"
#include "deploy/snapshot.h"

#include <sys/types.h>

struct bundle_file {
	char *path; /* owned; relative to the bundle */
	mode_t mode;
	bool keep;             /* it is there already, byte for byte */
	struct buffer content; /* owned; empty when kept */
	int64_t size;
	uint8_t sha256[MANIFEST_HASH];
};

struct bundle {
	struct bundle_file *files; /* owned */
	size_t count;
	size_t room;
	mode_t private_directory_mode; /* 0: there is none */
	struct buffer manifest;        /* owned; the text of manifest.json */
};

#define BUNDLE_INIT                                                                                \
	{                                                                                          \
		.manifest = BUFFER_INIT                                                            \
	}
#define bundle_auto __attribute__((cleanup(bundle_free))) struct bundle

void bundle_free(struct bundle *bundle);

/* What a bundle is made from; all borrowed. */
struct bundle_source {
	const struct vault *vault;
	const struct project *project;
	const struct snapshot *snapshot;
	const struct environment *environment;
	const struct recipient *recipient;
	const struct manifest *previous; /* of this store and project; NULL: keep nothing */
	int64_t now;                     /* seconds since the epoch */
};

/*
 * Composes it. Private halves that `previous` does not have (private_half_needed) must be in the
 * snapshot. FAILURE_INTERNAL: a private half does not open.
 */
bool bundle_compose(const struct bundle_source *source, struct bundle *bundle, struct failure *why);

#endif
