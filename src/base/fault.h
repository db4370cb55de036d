/*
 * Fault points: places with a name where a process dies or a step fails, when a test says so.
 *
 * A build that was configured with --enable-faults looks into the home at each point.
 *
 * HOME/fault holds an order, NAME:COUNT=ACTION. At the COUNT-th time that a process passes the
 * point, `kill` ends it by SIGKILL and `fail` makes the step fail. Who obeys removes the order
 * first, so that it happens once.
 *
 * Where HOME/fault.passed exists, each point that is passed adds a line to it: its name, and the
 * word `fail` where the step can fail and not only die.
 *
 * Every other build, and so each release, has nothing of this in it: the functions are empty.
 */
#ifndef JWKMINT_BASE_FAULT_H
#define JWKMINT_BASE_FAULT_H

#include "base/failure.h"

#ifdef JWKMINT_FAULTS

#define FAULT_NOTICE " (with fault points, for tests: never use this build for a service)"

/* Which home it is. */
void fault_watch(const char *home);

/*
 * Passes the point. False, with `why` filled, when the step is to fail; `why` is NULL where a step
 * can not, and then the process can only die.
 */
bool fault_point(const char *name, struct failure *why);

#else

#define FAULT_NOTICE ""

static inline void fault_watch(const char *home)
{
	(void)home;
}

static inline bool fault_point(const char *name, struct failure *why)
{
	(void)name;
	(void)why;
	return true;
}

#endif
#endif
