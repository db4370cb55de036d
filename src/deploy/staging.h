/*
 * The directory of a bundle in which files are written before they get their names.
 *
 * It is BUNDLE/.staging as long as somebody writes the bundle; one that is found tells of a writer
 * that died. In between it is empty and its name is .spare, because to rename a directory costs
 * less than to make one and to remove it.
 *
 * Files are numbered; 0 has to be the first of a deployment, and the last that is put in its place.
 * All of this is for who has locked the bundle. The sentences of failures name `path`, which is
 * relative to the bundle, and not the temporary name.
 */
#ifndef JWKMINT_DEPLOY_STAGING_H
#define JWKMINT_DEPLOY_STAGING_H

#include "base/buffer.h"
#include "base/failure.h"

#include <sys/types.h>

#define STAGING_NAME  ".staging"
#define STAGING_SPARE ".spare"

/* Whether a writer left before it was done. */
bool staging_is_left(int directory);

/* Makes it, empty. `*was_left`: there was one, or something in it. */
bool staging_begin(int directory, bool *was_left, struct failure *why);

/* Writes a file, with exactly `mode`: `content` and, unless it is NULL, `rest` behind it. */
bool staging_write(int directory, size_t index, const char *path, mode_t mode,
	const struct buffer *content, const struct buffer *rest, struct failure *why);

/* Puts a file in its place, over one that is there; makes the directories on the way. */
bool staging_place(int directory, size_t index, const char *path, struct failure *why);

/* When all files are in their places. */
bool staging_end(int directory, struct failure *why);

#endif
