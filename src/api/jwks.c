#include "api/jwks.h"

#include "api/answer.h"
#include "api/audit.h"
#include "api/generate_body.h"
#include "api/json_check.h"
#include "api/jwk_view.h"
#include "api/paging.h"
#include "mint/change.h"
#include "mint/generate.h"
#include "mint/keys.h"

bool jwks_list(struct call *call, struct failure *why)
{
	key_list_auto list = KEY_LIST_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct json_writer writer;
	struct paging paging;

	if (!paging_read(call->request->query, &paging, why) ||
		!keys_list(call->vault, call->project, &paging.page, &list, why))
		return false;
	/* As JSON they are seldom longer. A buffer that grows is copied and wiped each time. */
	buffer_reserve(&call->response->body, 2 * list.rows.length);
	answer_begin_list(&writer, &call->response->body);
	for (size_t i = 0; i < list.count; i++) {
		if (!key_list_get(&list, i, &key, why))
			return false;
		jwk_view_write(&writer, &key, NULL);
	}
	paging_end_list(&writer, &paging, list.count, list.more ? key.name : NULL);
	return true;
}

bool jwks_get(struct call *call, struct failure *why)
{
	struct look look = audit_look(call);
	key_record_auto key = KEY_RECORD_INIT;
	struct json_writer writer;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!keys_get(call->vault, call->project, call->captures[1], &look, &key, &jwk, why))
		return false;
	audit_log_look(call, &look, "JWK", key.name);
	if (answer_is_known(call, &key.id, key.revision))
		return true;
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

bool jwks_put(struct call *call, struct failure *why)
{
	struct jwk_change change = {.if_match = call->request->if_match};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto tag = BUFFER_INIT;
	const char *name = call->captures[1];

	if (!json_text(call->body, "name", &change.name, why) ||
		!json_text(call->body, "description", &change.description, why) ||
		!change_jwk(call->vault, call->project, name, &change, &deployment, &tag, why))
		return false;
	response_header(call->response, "ETag", tag.data);
	answer_location(call, "jwks", change.name == NULL ? name : change.name);
	answer_deployment(call, &deployment);
	return true;
}

bool jwks_delete(struct call *call, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	if (!delete_jwk(call->vault, call->project, call->captures[1], call->request->if_match,
		    &deployment, why))
		return false;
	answer_deployment(call, &deployment);
	return true;
}
