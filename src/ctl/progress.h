/*
 * How far something is, on stderr: on a terminal one line that is written over and taken away at
 * the end; else, of a deployment a line for each bundle that was not current, of what is counted
 * one every few seconds and one at the end.
 */
#ifndef JWKMINT_CTL_PROGRESS_H
#define JWKMINT_CTL_PROGRESS_H

#include "deploy/deploy.h"

struct progress {
	bool terminal;
	bool shown;    /* a line stands on the terminal */
	int64_t begun; /* clock_monotonic_ms, as is the next */
	int64_t told;
	size_t count;      /* the newest */
	size_t told_count; /* the one that was shown last */
	const char *what;  /* is counted; NULL: nothing was. A change ends the count before it */
};

void progress_begin(struct progress *progress);

/* For deploy_scope: `context` is the struct progress. */
void progress_show(size_t done, size_t total, const struct outcome *outcome, void *context);

/* Shows how much was done and how fast. `what` is a string that lasts: "rows read". */
void progress_count(struct progress *progress, size_t count, const char *what);
void progress_end(struct progress *progress);

#endif
