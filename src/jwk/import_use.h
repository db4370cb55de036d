/*
 * What an imported key is for: "use", "key_ops" and "alg" of RFC 7517 sections 4.2 to 4.4.
 */
#ifndef JWKMINT_JWK_IMPORT_USE_H
#define JWKMINT_JWK_IMPORT_USE_H

#include "jwk/import.h"

#include <json-c/json_object.h>

/*
 * Reads use and algorithm of `jwk` into `import`, whose key is there. The use is that of "use",
 * else of "key_ops", else of "alg", else the only one that the curve allows. FAILURE_INVALID: a
 * value is unknown, does not fit the key, or contradicts another.
 */
bool import_use_read(struct json_object *jwk, struct import *import, struct failure *why);

#endif
