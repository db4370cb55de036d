/*
 * The JWKs of a project.
 */
#ifndef JWKMINT_API_JWKS_H
#define JWKMINT_API_JWKS_H

#include "api/call.h"

bool jwks_list(struct call *call, struct failure *why);
bool jwks_get(struct call *call, struct failure *why);
bool jwks_generate(struct call *call, struct failure *why);
bool jwks_put(struct call *call, struct failure *why);
bool jwks_delete(struct call *call, struct failure *why);

#endif
