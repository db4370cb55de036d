/*
 * What every program of ours does before it touches a secret.
 */
#ifndef JWKMINT_BASE_PROCESS_H
#define JWKMINT_BASE_PROCESS_H

#include "base/failure.h"

/*
 * No core dumps, no debugger of the same user, no secrets in memory that is freed (scrub.h), and a
 * umask of 077: a file whose mode nobody chose is closed to all others.
 */
bool process_protect(struct failure *why);

#endif
