#include "api/jwks.h"

#include "api/generate_body.h"
#include "api/jwk_view.h"
#include "api/paging.h"
#include "base/name.h"
#include "mint/generate.h"
#include "mint/keys.h"

/* The envelope of every list, and of a single JWK, which is a list of one. */
static void begin_results(struct json_writer *writer, struct buffer *out)
{
	json_writer_init(writer, out);
	json_put_object(writer, NULL);
	json_put_boolean(writer, "success", true);
	json_put_array(writer, "resultList");
}

static void end_results(struct json_writer *writer, size_t count)
{
	json_put_end(writer);
	json_put_integer(writer, "resultCount", (int64_t)count);
	json_put_end(writer);
}

bool jwks_list(struct call *call, struct failure *why)
{
	key_list_auto list = KEY_LIST_INIT;
	struct json_writer writer;
	struct key_page page;

	if (!paging_read(call->request->query, &page, why) ||
		!keys_list(call->vault, call->project, &page, &list, why))
		return false;
	begin_results(&writer, &call->response->body);
	for (size_t i = 0; i < list.count; i++)
		jwk_view_write(&writer, &list.keys[i], NULL);
	end_results(&writer, list.count);
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
	begin_results(&writer, &call->response->body);
	jwk_view_write(&writer, &key, &jwk);
	end_results(&writer, 1);
	return true;
}

static void add_location(struct call *call, const char *name)
{
	buffer_auto location = BUFFER_INIT;

	buffer_append_string(&location, call->request->path.mount.data);
	buffer_append_string(&location, "/projects/");
	name_append_segment(&location, call->project->name);
	buffer_append_string(&location, "/jwks/");
	name_append_segment(&location, name);
	buffer_append_byte(&location, '/');
	response_header(call->response, request_location_name(call->request), location.data);
}

/* Clients are not told where bundles lie; the operator is. */
static void log_deployment(struct call *call, const struct deployment *deployment)
{
	if (deployment->unfinished)
		response_log(call->response, call->request->id, deployment->why.text);
	for (size_t i = 0; i < deployment->count; i++) {
		const struct outcome *outcome = &deployment->outcomes[i];
		buffer_auto text = BUFFER_INIT;

		if (outcome->success)
			continue;
		outcome_explain(outcome, &call->vault->home, &text);
		response_log(call->response, call->request->id, text.data);
	}
}

bool jwks_generate(struct call *call, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct generate_body body;
	struct json_writer writer;

	if (!generate_body_read(call->body, &body, why) ||
		!generate_jwk(call->vault, call->project, &body.request, &deployment, why))
		return false;
	log_deployment(call, &deployment);
	add_location(call, body.request.name);
	json_writer_init(&writer, &call->response->body);
	json_put_object(&writer, NULL);
	json_put_boolean(&writer, "success", true);
	deployment_write(&writer, "deploymentResult", &deployment);
	json_put_end(&writer);
	return true;
}
