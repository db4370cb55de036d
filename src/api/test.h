/*
 * Routes by which an operator sees that everything is connected.
 */
#ifndef JWKMINT_API_TEST_H
#define JWKMINT_API_TEST_H

#include "api/call.h"

/* "OK" when the store can be visited, else FAILURE_BUSY, with the cause in the log. */
bool test_healthcheck(struct call *call, struct failure *why);

/* "Hello NAME": the token is good. */
bool test_hello(struct call *call, struct failure *why);

#endif
