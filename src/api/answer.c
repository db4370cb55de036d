#include "api/answer.h"

#include "base/clock.h"
#include "base/name.h"
#include "mint/tag.h"

void answer_begin_list(struct json_writer *writer, struct buffer *out)
{
	json_writer_init(writer, out);
	json_put_object(writer, NULL);
	json_put_boolean(writer, "success", true);
	json_put_array(writer, "resultList");
}

void answer_end_list(struct json_writer *writer, size_t count)
{
	json_put_end(writer);
	json_put_integer(writer, "resultCount", (int64_t)count);
	json_put_end(writer);
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

void answer_deployment(struct call *call, const struct deployment *deployment)
{
	struct json_writer writer;

	log_deployment(call, deployment);
	json_writer_init(&writer, &call->response->body);
	json_put_object(&writer, NULL);
	json_put_boolean(&writer, "success", true);
	deployment_write(&writer, "deploymentResult", deployment);
	json_put_end(&writer);
}

void answer_location(struct call *call, const char *resource, const char *name)
{
	buffer_auto location = BUFFER_INIT;

	buffer_append_string(&location, call->request->path.mount.data);
	buffer_append_string(&location, "/projects/");
	name_append_segment(&location, call->project->name);
	buffer_printf(&location, "/%s/", resource);
	name_append_segment(&location, name);
	buffer_append_byte(&location, '/');
	response_header(call->response, request_location_name(call->request), location.data);
}

void answer_put_text(struct json_writer *writer, const char *name, const char *text)
{
	json_put_string(writer, name, *text == '\0' ? NULL : text);
}

void answer_put_time(struct json_writer *writer, const char *name, int64_t seconds)
{
	char text[CLOCK_TEXT_SIZE];

	if (seconds == INT64_MAX) {
		json_put_null(writer, name);
		return;
	}
	clock_format(seconds, text);
	json_put_string(writer, name, text);
}

bool answer_is_known(struct call *call, const struct id *id, uint64_t revision)
{
	buffer_auto tag = BUFFER_INIT;

	tag_append(id, revision, &tag);
	response_header(call->response, "ETag", tag.data);
	if (!tag_is_known(call->request->if_none_match, id, revision))
		return false;
	call->response->status = 304;
	return true;
}
