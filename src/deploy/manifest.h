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
#define MANIFEST_HASH   64 /* a SHA-256 in hexadecimal digits */
#define MANIFEST_NEVER  INT64_MAX

/* Both strings are borrowed; of what was read, from the manifest's text. */
struct manifest_file {
	const char *path;   /* relative to the bundle */
	const char *sha256; /* MANIFEST_HASH digits; no NUL follows */
	int64_t size;
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
	struct buffer text; /* owned; what was read */
};

#define MANIFEST_INIT                                                                              \
	{                                                                                          \
		.next_change = MANIFEST_NEVER, .text = BUFFER_INIT                                 \
	}
#define manifest_auto __attribute__((cleanup(manifest_free))) struct manifest

void manifest_free(struct manifest *manifest);

/*
 * Reads the manifest of the bundle whose directory is open. One that is missing, damaged or of
 * another format is not `*found`: the bundle is then written anew. The list of keys, which is for
 * others, is not looked at. Failure: it can not be read.
 */
bool manifest_read(int bundle, struct manifest *manifest, bool *found, struct failure *why);

/* Adds a file, undamaged; false when there is one with this path. */
bool manifest_add(struct manifest *manifest, const char *path, int64_t size, const char *sha256);

/* Whether it is of this store (its incarnation), project and environment: of more than their names.
 */
bool manifest_belongs(const struct manifest *manifest, const struct id *store,
	const struct id *project, const struct id *environment);

/* The file with this path, undamaged; NULL when there is none. */
const struct manifest_file *manifest_find(const struct manifest *manifest, const char *path);

/*
 * The same for who goes through the keys by name, in which order the files stand there: looks first
 * at those from number `*next` on, which then becomes the number behind what was found.
 */
const struct manifest_file *manifest_find_next(
	const struct manifest *manifest, const char *path, size_t *next);

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

/* SHA-256 of what a file holds, with a NUL behind the digits. */
void manifest_hash(const struct buffer *content, char sha256[MANIFEST_HASH + 1]);

#endif
