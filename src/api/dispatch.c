#include "api/dispatch.h"

#include "api/json_check.h"
#include "api/routes.h"
#include "base/json.h"

#include <string.h>

static unsigned methods_of(const struct route *route)
{
	return route->method == METHOD_GET ? METHOD_GET | METHOD_HEAD : route->method;
}

/*
 * The route, with the captures of its pattern. `*allowed` becomes the methods of all routes whose
 * pattern fits, which is what a refused method is told.
 */
static bool find_route(
	struct call *call, const struct route **found, unsigned *allowed, struct failure *why)
{
	const char *captures[ROUTE_CAPTURES];

	*found = NULL;
	for (size_t i = 0; i < route_count; i++) {
		if (!route_matches(routes[i].pattern, &call->request->path, captures))
			continue;
		*allowed |= methods_of(&routes[i]);
		if (*found != NULL || (methods_of(&routes[i]) & call->request->method) == 0)
			continue;
		*found = &routes[i];
		memcpy(call->captures, captures, sizeof captures);
	}
	if (*found != NULL)
		return true;
	if (*allowed == 0)
		return fail(why, FAILURE_NOT_FOUND, "There is no such route!");
	return fail(why, FAILURE_METHOD,
		"The method is not supported here! The Allow header lists those that are.");
}

static bool enter(struct call *call, const struct route *route, struct identity *identity,
	struct project *project, struct failure *why)
{
	const struct buffer *token = &call->request->token;
	bool wants_project = (route->flags & ROUTE_PROJECT) != 0;

	if ((route->flags & ROUTE_TOKEN) == 0)
		return true;
	if (!api_vault(call->api, &call->vault, why))
		return false;
	if (!access_enter(call->vault, token->length > 0 ? token->data : NULL,
		    wants_project ? call->captures[0] : NULL, identity, project, why))
		return false;
	call->identity = identity;
	call->project = wants_project ? project : NULL;
	return access_require(identity, route->roles, why);
}

static bool read_json(struct call *call, struct json_object **body, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;

	if (!request_require_json(call->request, why) ||
		!request_read_body(call->request, &text, why))
		return false;
	if (text.length == 0)
		return fail(why, FAILURE_INVALID,
			"Invalid JSON: the body is empty, a JSON object was expected.");
	if (!json_parse(text.data, text.length, body, why))
		return false;
	call->body = *body;
	return json_check("The body", *body, json_type_object, why);
}

static bool answer(struct call *call, unsigned *allowed, struct failure *why)
{
	identity_auto identity = IDENTITY_INIT;
	json_auto body = NULL;
	struct project project;
	const struct route *route;

	if (!find_route(call, &route, allowed, why) ||
		!enter(call, route, &identity, &project, why))
		return false;
	if ((route->flags & ROUTE_JSON) != 0 && !read_json(call, &body, why))
		return false;
	return route->handler(call, why);
}

static void add_allow(struct response *response, unsigned methods)
{
	buffer_auto list = BUFFER_INIT;

	method_list(methods, &list);
	response_header(response, "Allow", list.data);
}

/* A store that is busy tells its clients to come again, and the operator why it does not get
 * better. */
static void log_trouble(const struct api *api, struct response *response, const char *request_id)
{
	const char *trouble = api->is_open ? store_trouble(api->vault.store) : "";

	if (*trouble != '\0')
		response_log(response, request_id, trouble);
}

void dispatch(struct api *api, const struct request_source *source, struct buffer *reply,
	struct buffer *log)
{
	request_auto request = REQUEST_INIT;
	response_auto response = RESPONSE_INIT;
	struct call call = {.api = api, .request = &request, .response = &response};
	unsigned allowed = 0;
	struct failure why;

	if (!request_read(&request, source, &why) || !answer(&call, &allowed, &why)) {
		response_fail(&response, request.id, &why);
		if (why.kind == FAILURE_BUSY)
			log_trouble(api, &response, request.id);
		if (why.kind == FAILURE_METHOD)
			add_allow(&response, allowed);
	}
	response_render(&response, request.id, request.method != METHOD_HEAD, reply);
	buffer_append(log, response.log.data, response.log.length);
}
