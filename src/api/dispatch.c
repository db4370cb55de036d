#include "api/dispatch.h"

#include "api/audit.h"
#include "api/json_check.h"
#include "api/limit.h"
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

static bool fail_administrator(struct failure *why)
{
	return fail(why, FAILURE_UNAUTHENTICATED, "Invalid token or insufficient permissions");
}

/* A token that was refused. Who sends none is a browser that was led here, and guesses nothing. */
static bool refuse(struct call *call, const struct route *route, struct failure *why)
{
	if (why->kind == FAILURE_UNAUTHENTICATED && call->request->token.length > 0)
		limit_refused_token(call, why);
	if (why->kind == FAILURE_UNAUTHENTICATED && (route->flags & ROUTE_ADMIN) != 0)
		return fail_administrator(why);
	return false;
}

static bool require_roles(
	const struct route *route, const struct identity *identity, struct failure *why)
{
	if ((route->flags & ROUTE_ADMIN) != 0 && (identity->user.roles & ROLE_ADMIN) == 0)
		return fail_administrator(why);
	return access_require(identity, route->roles, why);
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

	bool is_in =
		access_enter(call->vault, &call->api->cache, token->length > 0 ? token->data : NULL,
			wants_project ? call->captures[0] : NULL, identity, project, why);

	if (!is_in && why->kind != FAILURE_NOT_FOUND)
		return refuse(call, route, why);
	audit_set_actor(call, identity, &identity->proxies);
	if (is_in && require_roles(route, identity, why)) {
		call->identity = identity;
		call->project = wants_project ? project : NULL;
		return true;
	}
	audit_refusal(call, route);
	return false;
}

/* A request's body, as whatever its media type says. */
struct body {
	struct json_object *json; /* owned */
	struct form form;         /* owned */
};

#define BODY_INIT                                                                                  \
	{                                                                                          \
		.json = NULL, .form = {.count = 0 }                                                \
	}
#define body_auto __attribute__((cleanup(body_free))) struct body

static void body_free(struct body *body)
{
	json_free(body->json);
	form_free(&body->form);
}

static bool read_json(
	struct call *call, const struct buffer *text, struct body *body, struct failure *why)
{
	if (text->length == 0)
		return fail(why, FAILURE_INVALID,
			"Invalid JSON: the body is empty, a JSON object was expected.");
	if (!json_parse(text->data, text->length, &body->json, why))
		return false;
	call->body = body->json;
	return json_check("The body", body->json, json_type_object, why);
}

static bool read_form(
	struct call *call, const struct buffer *text, struct body *body, struct failure *why)
{
	call->form = &body->form;
	return form_parse_urlencoded(text, &body->form, why);
}

static bool read_multipart(
	struct call *call, const struct buffer *text, struct body *body, struct failure *why)
{
	call->form = &body->form;
	return form_parse_multipart(request_content_type(call->request), text, &body->form, why);
}

static const struct {
	unsigned flag;
	enum media media;
	bool (*read)(struct call *call, const struct buffer *text, struct body *body,
		struct failure *why);
} body_readers[] = {
	{ROUTE_JSON, MEDIA_JSON, read_json},
	{ROUTE_FORM, MEDIA_FORM, read_form},
	{ROUTE_MULTIPART, MEDIA_MULTIPART, read_multipart},
};
#define BODY_READERS (sizeof body_readers / sizeof *body_readers)

static bool read_body(
	struct call *call, const struct route *route, struct body *body, struct failure *why)
{
	size_t limit =
		(route->flags & ROUTE_LARGE) != 0 ? REQUEST_LARGE_BODY_LIMIT : REQUEST_BODY_LIMIT;
	buffer_auto text = BUFFER_INIT;
	unsigned accepted = 0;
	enum media media;

	for (size_t i = 0; i < BODY_READERS; i++)
		accepted |= (route->flags & body_readers[i].flag) != 0 ? body_readers[i].media : 0;
	if (accepted == 0)
		return true;
	if (!request_require_media(call->request, accepted, &media, why) ||
		!request_read_body(call->request, limit, &text, why))
		return false;
	for (size_t i = 0; i < BODY_READERS; i++) {
		if (body_readers[i].media == media)
			return body_readers[i].read(call, &text, body, why);
	}
	return true;
}

static bool answer(struct call *call, unsigned *allowed, struct failure *why)
{
	identity_auto identity = IDENTITY_INIT;
	body_auto body = BODY_INIT;
	struct project project;
	const struct route *route;

	return find_route(call, &route, allowed, why) &&
	       enter(call, route, &identity, &project, why) && read_body(call, route, &body, why) &&
	       route->handler(call, why);
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
	const char *trouble = api->is_open ? store_trouble(api->vault.store) : api->trouble;

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
