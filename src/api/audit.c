#include "api/audit.h"

#include "api/limit.h"

#include <stdio.h>
#include <string.h>

_Static_assert(AUDIT_REQUEST_SIZE >= REQUEST_ID_SIZE, "every request id fits");
_Static_assert(AUDIT_ADDRESS_SIZE >= CLIENT_SIZE, "every address fits");

void audit_set_actor(
	struct call *call, const struct identity *identity, const struct buffer *proxies)
{
	struct audit_actor *actor = &call->vault->actor;

	*actor = (struct audit_actor){.user = ""};
	if (identity != NULL) {
		memcpy(actor->user, identity->user.name, sizeof actor->user);
		memcpy(actor->token, identity->token, sizeof actor->token);
	}
	client_address(call->request->source, proxies, actor->address);
	memcpy(actor->request, call->request->id, sizeof actor->request);
}

struct look audit_look(const struct call *call)
{
	return (struct look){
		.is_shown = call->request->method == METHOD_GET,
		.if_none_match = call->request->if_none_match,
	};
}

void audit_log_look(struct call *call, const struct look *look, const char *what, const char *name)
{
	const struct audit_actor *actor = &call->vault->actor;
	buffer_auto text = BUFFER_INIT;

	if (!look->is_unnoted)
		return;
	buffer_printf(&text,
		"The private half of %s \"%s\" of project \"%s\" was read by user \"%s\" with token "
		"%s, which is not in the audit log: the disk is full.",
		what, name, call->project->name, actor->user, actor->token);
	response_log(call->response, call->request->id, text.data);
}

struct refusal {
	const char *project;
	const char *key;
	const char *route;
};

static bool note(struct transaction *transaction, void *context, struct failure *why)
{
	const struct refusal *refusal = context;
	const struct audit_event event = {
		.action = AUDIT_REQUEST,
		.is_refused = true,
		.project = refusal->project,
		.key = refusal->key,
		.object = refusal->route,
	};

	return !store_is_writable(transaction) || audit_note(transaction, &event, why);
}

/* What a path holds may be anything. */
static const char *name_or_null(const char *text)
{
	struct failure ignored;

	return text != NULL && name_check(text, "name", &ignored) ? text : NULL;
}

void audit_refusal(struct call *call, const struct route *route)
{
	bool in_project = (route->flags & ROUTE_PROJECT) != 0;
	buffer_auto text = BUFFER_INIT;
	struct limits limits;
	struct failure why;
	struct refusal refusal = {
		.project = in_project ? name_or_null(call->captures[0]) : NULL,
		.key = in_project ? name_or_null(call->captures[1]) : NULL,
	};

	method_list(route->method, &text);
	buffer_printf(&text, " %s", route->pattern);
	refusal.route = text.data;
	if (!limits_init(&limits, call->vault, NULL, &why)) {
		response_log(call->response, call->request->id, why.text);
		return;
	}

	bool allowed = limits_take(&limits, THROTTLE_REFUSAL, call->vault->actor.user, &why);

	limit_close(call, &limits);
	if (allowed && !store_read_noting(call->vault->store, note, &refusal, &why))
		response_log(call->response, call->request->id, why.text);
}
