/*
 * Work on a whole home that only one process may do at a time: restoring, changing sealing keys.
 */
#ifndef JWKMINT_MINT_OPERATION_H
#define JWKMINT_MINT_OPERATION_H

#include "base/home.h"

#define OPERATION_FILE "operation.lock"

/*
 * Takes the lock; the work ends when `*lock` is closed or the process dies. FAILURE_BUSY: another
 * process has it.
 */
bool operation_begin(const struct home *home, int *lock, struct failure *why);

#endif
