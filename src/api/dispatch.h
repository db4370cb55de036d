/*
 * From a request to its response: the checks that every route has in common, in the order that the
 * contract fixes, then the route's handler.
 */
#ifndef JWKMINT_API_DISPATCH_H
#define JWKMINT_API_DISPATCH_H

#include "api/api.h"
#include "base/buffer.h"
#include "http/request.h"

/*
 * Answers one request whole: appends the response, ready to be written, to `reply`, and what the
 * operator has to know, line by line, to `log`.
 */
void dispatch(struct api *api, const struct request_source *source, struct buffer *reply,
	struct buffer *log);

#endif
