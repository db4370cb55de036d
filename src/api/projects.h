/*
 * Projects, as clients see them.
 */
#ifndef JWKMINT_API_PROJECTS_H
#define JWKMINT_API_PROJECTS_H

#include "api/call.h"

bool projects_list(struct call *call, struct failure *why);

#endif
