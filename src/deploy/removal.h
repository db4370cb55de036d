/*
 * Taking bundles away: of a project or an environment that is gone, or that moved.
 */
#ifndef JWKMINT_DEPLOY_REMOVAL_H
#define JWKMINT_DEPLOY_REMOVAL_H

#include "store/environment.h"
#include "store/vault.h"

/*
 * Removes the bundle of a project from an environment, private files first, and appends the line
 * "Deleted PATH\n" to `removed`. A bundle that is not there is success.
 */
bool removal_bundle(const struct vault *vault, const struct environment *environment,
	const char *project_name, struct buffer *removed, struct failure *why);

/* Removes the environment's directory if it is empty, with such a line; else leaves it. */
void removal_directory(
	const struct vault *vault, const struct environment *environment, struct buffer *removed);

#endif
