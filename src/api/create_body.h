/*
 * The body of a create request: from JSON members to what the mint is asked for.
 */
#ifndef JWKMINT_API_CREATE_BODY_H
#define JWKMINT_API_CREATE_BODY_H

#include "mint/import.h"

struct json_object;

/* `request` points into the tree and into this struct itself, so it is not to be copied. */
struct create_body {
	struct import_request request;
	int64_t connect_timeout;
	int64_t read_timeout;
	int64_t size_limit;
};

/*
 * Fills `body` from a JSON object. Null is absent, unknown members are ignored, as are members of
 * other source types than the one meant.
 *
 * A route that is for one source only names its sourceType in `own` (else NULL); the body may leave
 * it out, and must agree when it does not. `other` (else NULL) is a second one that such a route
 * knows: then a body that names neither takes what there is (private_if_any).
 *
 * FAILURE_INVALID, naming the member: it has the wrong JSON type; sourceType is another than the
 * route's. The mint looks at values.
 */
bool create_body_read(struct json_object *tree, const char *own, const char *other,
	struct create_body *body, struct failure *why);

#endif
