#include "api/jwks.h"

#include "api/answer.h"
#include "api/generate_body.h"
#include "api/jwk_view.h"
#include "api/paging.h"
#include "mint/generate.h"
#include "mint/keys.h"

bool jwks_list(struct call *call, struct failure *why)
{
	key_list_auto list = KEY_LIST_INIT;
	struct json_writer writer;
	struct key_page page;

	if (!paging_read(call->request->query, &page, why) ||
		!keys_list(call->vault, call->project, &page, &list, why))
		return false;
	answer_begin_list(&writer, &call->response->body);
	for (size_t i = 0; i < list.count; i++)
		jwk_view_write(&writer, &list.keys[i], NULL);
	answer_end_list(&writer, list.count);
	return true;
}

bool jwks_get(struct call *call, struct failure *why)
{
	key_record_auto key = KEY_RECORD_INIT;
	struct json_writer writer;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!keys_get(call->vault, call->project, call->captures[1], &key, &jwk, why))
		return false;
	answer_begin_list(&writer, &call->response->body);
	jwk_view_write(&writer, &key, &jwk);
	answer_end_list(&writer, 1);
	return true;
}

bool jwks_generate(struct call *call, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct generate_body body;

	if (!generate_body_read(call->body, &body, why) ||
		!generate_jwk(call->vault, call->project, &body.request, &deployment, why))
		return false;
	answer_location(call, "jwks", body.request.name);
	answer_deployment(call, &deployment);
	return true;
}
