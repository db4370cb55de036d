/*
 * Failures of a call, counted for whom it comes from.
 */
#ifndef JWKMINT_API_LIMIT_H
#define JWKMINT_API_LIMIT_H

#include "api/call.h"
#include "http/client.h"
#include "mint/limits.h"

/*
 * Finds out who the client is and how much it may fail. `client` is what `limits` borrows. Fails as
 * store_read.
 */
bool limit_open(
	struct call *call, char client[CLIENT_SIZE], struct limits *limits, struct failure *why);

/* Tells the operator, once in a process, when something could not be counted. */
void limit_close(struct call *call, const struct limits *limits);

/* Counts a token that was refused; `why`, which says so, becomes FAILURE_LIMITED when it was one
 * too many. */
void limit_refused_token(struct call *call, struct failure *why);

#endif
