/*
 * The JSON types of members.
 */
#ifndef JWKMINT_API_JSON_CHECK_H
#define JWKMINT_API_JSON_CHECK_H

#include "base/failure.h"

#include <json-c/json_object.h>

/*
 * FAILURE_INVALID unless the value has the type `wanted`: "keySize (2048) is a string, but it must
 * be a whole number!" A number with a fraction or an exponent is json_type_double, never
 * json_type_int.
 */
bool json_check(
	const char *name, struct json_object *value, enum json_type wanted, struct failure *why);

/*
 * The string that a member of an object holds, borrowed from the tree; NULL when it is absent or
 * null. FAILURE_INVALID, as above, when it is something else.
 */
bool json_text(
	struct json_object *object, const char *name, const char **text, struct failure *why);

#endif
