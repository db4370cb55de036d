/*
 * The filter of system calls (seccomp): what a responder never does kills it.
 *
 * What is in it, and why it is a list of what is refused: filter_maker.c.
 */
#ifndef JWKMINT_CONFINE_FILTER_H
#define JWKMINT_CONFINE_FILTER_H

#include "base/failure.h"

/*
 * From here on, for this thread, and for all threads and processes that it makes. It can not be
 * taken back. The process has given up new privileges before (PR_SET_NO_NEW_PRIVS).
 * FAILURE_INTERNAL: the kernel has none, or a container or an older filter forbids it.
 */
bool filter_begin(struct failure *why);

#endif
