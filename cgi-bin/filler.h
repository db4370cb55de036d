/*
 * What a responder does while nobody wants anything of it: it makes RSA keys for the pool, see
 * mint/pool.h. One key at a time is made by a thread that steps back for everybody; what belongs to
 * the store is done by the thread that answers requests, while there is none to answer, in visits
 * that do not wait for the disk. Of several responders one does it.
 */
#ifndef JWKMINT_CGI_BIN_FILLER_H
#define JWKMINT_CGI_BIN_FILLER_H

#include "api/api.h"
#include "confine/confine.h"
#include "mint/pool_maker.h"

struct filler {
	struct api *api;                       /* borrowed, as is the next */
	const struct confinement *confinement; /* a thread begins with what is given up by then */
	struct pool_maker maker;
	int lock;     /* the right to fill; -1: another has it */
	int64_t next; /* clock_monotonic_ms, when there is something to do; INT64_MAX: never */
};

void filler_begin(struct filler *filler, struct api *api, const struct confinement *confinement);

/* What to wait for besides a request: a descriptor, and how long, in ms, as poll(2) has it. */
int filler_descriptor(const struct filler *filler);
int filler_patience(const struct filler *filler);

/* To be called when one of these has come, and no request. Short. */
void filler_work(struct filler *filler);

/* Around a request. */
void filler_step_back(struct filler *filler);
void filler_come_again(struct filler *filler);

/*
 * The process ends. A key that is still being made is given up, and with it the process, with this
 * exit status: to wait for a large prime would be to die by SIGKILL.
 */
void filler_end(struct filler *filler, int status);

#endif
