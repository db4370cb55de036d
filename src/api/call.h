/*
 * One call of a route, as its handler gets it: everything that the route's row in the table asks
 * for has been checked and is here.
 */
#ifndef JWKMINT_API_CALL_H
#define JWKMINT_API_CALL_H

#include "api/api.h"
#include "http/form.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"
#include "mint/access.h"
#include "store/project.h"

struct json_object;

/* All borrowed. */
struct call {
	struct api *api;
	const struct request *request;
	struct response *response;            /* 200, JSON and empty; the handler fills it */
	const char *captures[ROUTE_CAPTURES]; /* what stood for the braces of the pattern */
	struct vault *vault;                  /* ROUTE_TOKEN; else NULL, as for the next three */
	const struct identity *identity;      /* ROUTE_TOKEN */
	const struct project *project;        /* ROUTE_PROJECT */
	struct json_object *body;             /* ROUTE_JSON: an object */
	const struct form *form;              /* ROUTE_FORM, ROUTE_MULTIPART; NULL: it was JSON */
};

/* On failure whatever is in the response is replaced by the error. */
typedef bool (*call_handler)(struct call *call, struct failure *why);

#endif
