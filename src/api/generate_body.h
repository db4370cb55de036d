/*
 * The body of a generate request: from JSON members to what the mint is asked for.
 */
#ifndef JWKMINT_API_GENERATE_BODY_H
#define JWKMINT_API_GENERATE_BODY_H

#include "mint/generate.h"

struct json_object;

/* `request` points into the tree and into this struct itself, so it is not to be copied. */
struct generate_body {
	struct generate_request request;
	int64_t size;
	int64_t password_salt_length;
	int64_t password_iterations;
};

/*
 * Fills `body` from a JSON object. Null is absent, unknown members are ignored. FAILURE_INVALID,
 * naming the member: it has the wrong JSON type; parameters are given for another type of key than
 * `type` says. Neither values nor which key has which parameter are looked at: that is the mint's
 * business.
 */
bool generate_body_read(struct json_object *tree, struct generate_body *body, struct failure *why);

#endif
