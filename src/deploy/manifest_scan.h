/*
 * The list of files of a manifest, read from the file as it is needed. For manifest_read.c.
 *
 * The list is long, and ours: it has one form and no other. A parser that takes whatever is JSON
 * would be most of what a deployment costs. What follows it is as long, and for others: it is not
 * even read.
 */
#ifndef JWKMINT_DEPLOY_MANIFEST_SCAN_H
#define JWKMINT_DEPLOY_MANIFEST_SCAN_H

#include "deploy/manifest.h"

struct manifest_scan {
	int file;            /* open; borrowed, as is the text */
	size_t size;         /* of the file */
	struct buffer *text; /* the file so far; has room for all of it, so it never moves */
	char *at;            /* where the scan is in the text, which a NUL ends at `end` */
	char *end;
};

/* Reads on until there are `least` bytes from `at`, or all of the file. */
bool manifest_scan_read(struct manifest_scan *scan, size_t least, struct failure *why);

/*
 * Adds the files of the list that begins at `at`, behind its bracket. `*good` is false for anything
 * that we would not have written. Failure: it can not be read.
 */
bool manifest_scan_files(
	struct manifest_scan *scan, struct manifest *manifest, bool *good, struct failure *why);

/* Whether what comes behind the list, and is for readers, at least comes to an end. */
bool manifest_scan_ends(const struct manifest_scan *scan);

#endif
