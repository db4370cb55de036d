#include "api/test.h"

#include "store/store.h"

static bool look_around(struct transaction *transaction, void *context, struct failure *why)
{
	(void)transaction;
	(void)context;
	(void)why;
	return true;
}

bool test_healthcheck(struct call *call, struct failure *why)
{
	struct vault *vault;

	call->response->content_type = RESPONSE_TEXT;
	buffer_append_string(&call->response->body, "OK");
	if (api_vault(call->api, &vault, why) && store_read(vault->store, look_around, NULL, why))
		return true;
	response_log(call->response, call->request->id, why->text);
	return fail(why, FAILURE_BUSY,
		"The store can not be opened! The web server's error log says why.");
}

bool test_hello(struct call *call, struct failure *why)
{
	(void)why;
	call->response->content_type = RESPONSE_TEXT;
	buffer_printf(&call->response->body, "Hello %s", call->captures[0]);
	return true;
}
