#include "api/limit.h"

#include "mint/settings.h"

bool limit_open(
	struct call *call, char client[CLIENT_SIZE], struct limits *limits, struct failure *why)
{
	buffer_auto trusted = BUFFER_INIT;

	if (!settings_get(call->vault, "trusted-proxies", &trusted, why) ||
		!limits_init(limits, call->vault, client, why))
		return false;
	client_find(call->request->source, &trusted, client);
	return true;
}

void limit_close(struct call *call, const struct limits *limits)
{
	if (!limits->is_off || call->api->is_unlimited)
		return;
	response_log(call->response, call->request->id, limits->trouble.text);
	call->api->is_unlimited = true;
}

void limit_refused_token(struct call *call, struct failure *why)
{
	char client[CLIENT_SIZE];
	struct limits limits;

	if (!limit_open(call, client, &limits, why))
		return;
	limits_take(&limits, THROTTLE_TOKEN, NULL, why);
	limit_close(call, &limits);
}
