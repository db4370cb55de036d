/*
 * The certificate members of a JWK: x5u, x5c, x5t and x5t#S256 (RFC 7517 sections 4.6 to 4.9).
 */
#ifndef JWKMINT_JWK_IMPORT_X5_H
#define JWKMINT_JWK_IMPORT_X5_H

#include "jwk/jwk.h"

#include <json-c/json_object.h>

/*
 * Whether those that are there have their form, the first certificate of x5c is of this key, and
 * the thumbprints are of that certificate. Without x5c a thumbprint can not be compared.
 * FAILURE_INVALID names the member.
 */
bool import_x5_check(struct json_object *jwk, const struct jwk *key, struct failure *why);

#endif
