/*
 * Where a bundle lies, and the lock of its one writer.
 */
#ifndef JWKMINT_DEPLOY_PLACE_H
#define JWKMINT_DEPLOY_PLACE_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/home.h"
#include "store/environment.h"

#include <limits.h>

/*
 * The bundle root. It is looked at when it is needed first, and not again for all the environments
 * of one deployment.
 */
struct place_root {
	const struct home *home; /* borrowed */
	char path[PATH_MAX];     /* where it lies, without links; empty: not looked at yet */
};

/* How long one writer waits for another, in ms. */
#define PLACE_PATIENCE_MS 20000

/* Appends the absolute path of the environment's directory, which holds a bundle per project. */
void place_directory(
	const struct home *home, const struct environment *environment, struct buffer *path);

/*
 * Opens the environment's directory. The default one is made when it is missing (0711); one that
 * the operator chose is not, because it may be a mount that is missing, unless `make` is true.
 * FAILURE_INTERNAL when it, or the bundle root, is missing, somebody else's, or when it lies
 * outside of the bundle root by now; the sentence is for clients and names no path.
 */
bool place_open_environment(struct place_root *root, const struct environment *environment,
	bool make, int *directory, struct failure *why);

/*
 * Opens the environment's directory as above, and in it the bundle of a project, made when missing
 * (0711), and locks that for writing; closing its descriptor gives the lock up. Whoever removes
 * them meanwhile is waited for. FAILURE_BUSY when another writer does not finish.
 */
bool place_lock(struct place_root *root, const struct environment *environment,
	const char *project_name, int *directory, int *bundle, struct failure *why);

/* Opens the bundle for reading. Missing: `*bundle` is -1, and that is success. */
bool place_open(struct place_root *root, const struct environment *environment,
	const char *project_name, int *bundle, struct failure *why);

/* Removes the directory of a bundle that was locked for nothing, if it is empty. */
void place_vacate(
	const struct home *home, const struct environment *environment, const char *project_name);

#endif
