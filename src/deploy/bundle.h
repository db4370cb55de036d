/*
 * A bundle in memory: the files and the manifest that one project in one environment is to have.
 * jwkmint-bundle(5) describes them.
 */
#ifndef JWKMINT_DEPLOY_BUNDLE_H
#define JWKMINT_DEPLOY_BUNDLE_H

#include "deploy/manifest.h"

#include <sys/types.h>

struct bundle_file {
	const char *path; /* relative to the bundle; as the next, in `own` or the former manifest */
	const char *sha256; /* MANIFEST_HASH digits; no NUL follows */
	char *own;          /* owned; NULL when kept */
	int64_t size;
	mode_t mode;
	bool keep;                   /* it is there already, byte for byte */
	struct buffer content;       /* owned; empty when kept or shared */
	const struct buffer *shared; /* borrowed; the content, when several bundles have it; or NULL
				      */
};

struct bundle {
	struct bundle_file *files; /* owned */
	size_t count;
	size_t known; /* so many of them are files of the former manifest, under their names */
	size_t next;  /* used within: where the next one probably stands in the former manifest */
	mode_t private_directory_mode; /* 0: there is none */
	struct buffer manifest;        /* owned; the text of manifest.json up to its list of keys */
	const struct buffer *keys;     /* borrowed; the rest of it; NULL: nothing */
};

#define BUNDLE_INIT                                                                                \
	{                                                                                          \
		.manifest = BUFFER_INIT                                                            \
	}

void bundle_free(struct bundle *bundle);

/*
 * Names a file that `previous` (NULL: none) says is there and whose content can not have changed;
 * false when it is not there. `previous`, here and below, has to last as long as the bundle.
 */
bool bundle_keep(
	struct bundle *bundle, const struct manifest *previous, const char *path, mode_t mode);

/* The same content in several bundles, hashed once. */
struct bundle_shared {
	struct buffer content; /* owned */
	char sha256[MANIFEST_HASH + 1];
};

/* Adds a file with this content, which stays where it is and has to last as long as the bundle. */
void bundle_put_shared(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, const struct bundle_shared *shared);

/* What is to be written. */
const struct buffer *bundle_content(const struct bundle_file *file);

/* Adds a file with this content, which is taken over; one that has it already is kept. */
void bundle_put(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, struct buffer *content);

#endif
