/*
 * The table of all routes: what a request has to bring, and who answers it.
 */
#ifndef JWKMINT_API_ROUTES_H
#define JWKMINT_API_ROUTES_H

#include "api/call.h"

#define ROUTE_TOKEN     (1U << 0) /* a valid token */
#define ROUTE_PROJECT   (1U << 1) /* the first capture is a project of the token's user */
#define ROUTE_JSON      (1U << 2) /* a body that is a JSON object */
#define ROUTE_FORM      (1U << 3) /* a body that is application/x-www-form-urlencoded */
#define ROUTE_MULTIPART (1U << 4) /* a body that is multipart/form-data; of several, either */
#define ROUTE_LARGE     (1U << 5) /* a body of up to REQUEST_LARGE_BODY_LIMIT bytes */
#define ROUTE_ADMIN     (1U << 6) /* besides a token, ROLE_ADMIN; whoever lacks either gets a 401 */

struct route {
	enum method method; /* METHOD_GET stands for HEAD, too */
	const char *pattern;
	unsigned flags;
	unsigned roles; /* all of these, or ROLE_ADMIN */
	call_handler handler;
};

extern const struct route routes[];
extern const size_t route_count;

#endif
