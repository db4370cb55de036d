/*
 * The files behind the engine's shared memory (__db.001 and so on), seen from outside the engine.
 *
 * `database` is the open directory that holds them.
 */
#ifndef JWKMINT_STORE_REGION_H
#define JWKMINT_STORE_REGION_H

#include "base/failure.h"

#include <sys/types.h>

/* Removes the files: what was left by a crash, or copied along with a home. */
bool region_remove(int database, struct failure *why);

/*
 * Proves that the disk has room for new files of this size altogether. FAILURE_BUSY when it has
 * not: filling a page of a sparse mapped file on a full disk is a SIGBUS.
 */
bool region_reserve(int database, off_t size, struct failure *why);

/* Gives every file that this process maps all the blocks it will ever need. FAILURE_BUSY: full. */
bool region_allocate(int database, struct failure *why);

/* Unmaps what the engine left mapped when it was closed after a panic. */
void region_unmap(int database);

#endif
