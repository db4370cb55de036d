/*
 * How the pool is shown: by `pool fill` and by `status`.
 */
#ifndef JWKMINT_CTL_POOL_H
#define JWKMINT_CTL_POOL_H

#include "ctl/call.h"
#include "mint/pool.h"

/* Appends depth, keys that are ready, and hit rate of each size: a table, or an array. */
bool pool_print(struct call *call, struct buffer *out, struct failure *why);

#endif
