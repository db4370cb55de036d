/*
 * The parts of a JWK (RFC 7517 section 4) in a parsed JSON tree.
 */
#ifndef JWKMINT_JWK_JWK_TREE_H
#define JWKMINT_JWK_JWK_TREE_H

#include "jwk/jwk.h"

#include <json-c/json_object.h>

/*
 * The string with this name, borrowed from the tree; NULL in `*text` when there is none.
 * FAILURE_INVALID when it is no string.
 */
bool jwk_tree_string(
	struct json_object *tree, const char *name, const char **text, struct failure *why);

/*
 * Reads kty, crv and the members of the key, base64url strict, into `jwk`. What they are worth is
 * for jwk_check to say. FAILURE_INVALID names the member.
 */
bool jwk_tree_read(struct json_object *tree, struct jwk *jwk, struct failure *why);

#endif
