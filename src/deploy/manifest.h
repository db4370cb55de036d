/*
 * The manifest of a bundle: what is deployed, of which generation, until when. manifest.json is
 * written last, so what it names is there. jwkmint-bundle(5) is its description for readers.
 */
#ifndef JWKMINT_DEPLOY_MANIFEST_H
#define JWKMINT_DEPLOY_MANIFEST_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/id.h"

#include <stdbool.h>
#include <stdint.h>

#define MANIFEST_NAME   "manifest.json"
#define MANIFEST_FORMAT 1
#define MANIFEST_HASH   32
#define MANIFEST_NEVER  INT64_MAX

struct manifest_file {
	char *path; /* owned; relative to the bundle */
	int64_t size;
	uint8_t sha256[MANIFEST_HASH];
	bool damaged; /* set by manifest_verify */
};

/* What deployment reads back of its own manifests. */
struct manifest {
	char *store;        /* owned, as are the next four; incarnation of the store, hexadecimal */
	char *project;      /* id, hexadecimal */
	char *environment;  /* id, hexadecimal */
	char *private_mode; /* sealed plain none */
	char *recipient;    /* kid; empty for none */
	int64_t environment_generation;
	int64_t generation;          /* of the project */
	int64_t written;             /* seconds since the epoch, as is the next */
	int64_t next_change;         /* MANIFEST_NEVER */
	struct manifest_file *files; /* owned, in the order of the text */
	size_t count;
	uint32_t *places; /* owned; a hash table of the numbers of files, from 1 */
	size_t place_count;
};

#define MANIFEST_INIT                                                                              \
	{                                                                                          \
		.next_change = MANIFEST_NEVER                                                      \
	}
#define manifest_auto __attribute__((cleanup(manifest_free))) struct manifest

void manifest_free(struct manifest *manifest);

/*
 * Reads the manifest of the bundle whose directory is open. One that is missing, damaged or of
 * another format is not `*found`: the bundle is then written anew. The list of keys, which is for
 * others, is not looked at. Failure: it can not be read.
 */
bool manifest_read(int bundle, struct manifest *manifest, bool *found, struct failure *why);

/* Adds a file; false when there is one with this path. */
bool manifest_add(struct manifest *manifest, const char *path, int64_t size,
	const uint8_t sha256[MANIFEST_HASH]);

/* Whether it is of this store (its incarnation), project and environment: of more than their names.
 */
bool manifest_belongs(const struct manifest *manifest, const struct id *store,
	const struct id *project, const struct id *environment);

/* The file with this path, undamaged; NULL when there is none. */
const struct manifest_file *manifest_find(const struct manifest *manifest, const char *path);

/*
 * Compares every file with its size and hash and marks those that differ or are missing as damaged;
 * returns how many, and the manifest as one more when it is no JSON.
 */
size_t manifest_verify(int bundle, struct manifest *manifest);

/*
 * The same for a manifest that was read later than `verified`, of the same bundle: only files that
 * are not in both, or differ, are looked at.
 */
size_t manifest_verify_since(
	int bundle, const struct manifest *verified, struct manifest *manifest);

/* SHA-256 of what a file holds. */
void manifest_hash(const struct buffer *content, uint8_t sha256[MANIFEST_HASH]);

#endif
