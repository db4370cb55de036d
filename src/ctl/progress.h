/*
 * How far a deployment is, on stderr: on a terminal one line that is written over and taken away at
 * the end, else a line for each bundle that was not current.
 */
#ifndef JWKMINT_CTL_PROGRESS_H
#define JWKMINT_CTL_PROGRESS_H

#include "deploy/deploy.h"

struct progress {
	bool terminal;
	bool shown; /* a line stands on the terminal */
};

void progress_begin(struct progress *progress);

/* For deploy_scope: `context` is the struct progress. */
void progress_show(size_t done, size_t total, const struct outcome *outcome, void *context);
void progress_end(struct progress *progress);

#endif
