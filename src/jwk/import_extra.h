/*
 * What stands in a JWK beside the key and is published with it: certificates (RFC 7517 sections 4.6
 * to 4.9), key_ops, and members that we do not know.
 */
#ifndef JWKMINT_JWK_IMPORT_EXTRA_H
#define JWKMINT_JWK_IMPORT_EXTRA_H

#include "jwk/import.h"

#include <json-c/json_object.h>

/* Bytes of the text of all further members together. */
#define IMPORT_MAX_EXTRA 65536

/*
 * Fills `extra` of an import whose key is there. Unknown members and key_ops are kept of a public
 * JWK only: what they say of a private one (key_ops does) need not hold for its public half.
 * FAILURE_INVALID: a certificate is not of this key, a member is a private one of another key type
 * (it would be published), or it all is too long.
 */
bool import_extra_read(struct json_object *jwk, struct import *import, struct failure *why);

#endif
