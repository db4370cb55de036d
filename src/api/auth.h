/*
 * Tokens for passwords: the client credentials grant of OAuth 2.0 (RFC 6749 section 4.4).
 */
#ifndef JWKMINT_API_AUTH_H
#define JWKMINT_API_AUTH_H

#include "api/call.h"

bool auth_token(struct call *call, struct failure *why);

#endif
