/*
 * Which key of a JWK Set (RFC 7517 section 5) is meant.
 */
#ifndef JWKMINT_JWK_IMPORT_SET_H
#define JWKMINT_JWK_IMPORT_SET_H

#include "base/failure.h"

#include <json-c/json_object.h>

/*
 * `*jwk`, borrowed from the tree, becomes the JWK: the tree itself, whose "kid" must be `kid`, or
 * the one key of the set that has it. Without a `kid` (NULL) there must be only one key.
 * FAILURE_INVALID names the keys that there are.
 */
bool import_set_choose(
	struct json_object *tree, const char *kid, struct json_object **jwk, struct failure *why);

#endif
