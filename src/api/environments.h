/*
 * Environments, as clients see them: all, or those that serve the project of the call.
 */
#ifndef JWKMINT_API_ENVIRONMENTS_H
#define JWKMINT_API_ENVIRONMENTS_H

#include "api/call.h"

bool environments_list(struct call *call, struct failure *why);

#endif
