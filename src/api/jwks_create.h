/*
 * Creating a JWK of a project from a source: with any, and a route for each.
 */
#ifndef JWKMINT_API_JWKS_CREATE_H
#define JWKMINT_API_JWKS_CREATE_H

#include "api/call.h"

bool jwks_create(struct call *call, struct failure *why);
bool jwks_parse_from_certificate(struct call *call, struct failure *why);
bool jwks_parse_from_clipboard(struct call *call, struct failure *why);
bool jwks_parse_from_key(struct call *call, struct failure *why);
bool jwks_parse_from_keystore(struct call *call, struct failure *why);
bool jwks_parse_from_url(struct call *call, struct failure *why);

#endif
