/*
 * What of the confinement holds on this machine.
 *
 * The kernel says of another process whether it is filtered, but not whether Landlock holds it. So
 * there are two answers: a trial, by a process that gives up what a responder gives up and then
 * tries, and what /proc says of the responders that run.
 */
#ifndef JWKMINT_CONFINE_TRIAL_H
#define JWKMINT_CONFINE_TRIAL_H

#include "base/failure.h"

#include <sys/types.h>

enum {
	HOLDS_NO_CORE = 1 << 0,
	HOLDS_NO_PRIVILEGES = 1 << 1,
	HOLDS_FILTER = 1 << 2,
	HOLDS_LANDLOCK = 1 << 3, /* only the trial can tell */
};

/* Tries it for an initialised home (as for home_find). FAILURE_INTERNAL: no process can be made. */
bool trial_run(const char *home, unsigned *holds, struct failure *why);

struct responder {
	pid_t pid;
	unsigned holds;
};

/*
 * The processes of this user that are called jwkmint.fcgi, whichever home they serve, at most
 * `size` of them. Those that /proc hides are not among them.
 */
size_t responders_seen(struct responder *responders, size_t size);

#endif
