#include "api/environments.h"

#include "api/answer.h"
#include "api/paging.h"
#include "mint/environment_list.h"

static const char *status_of(const struct environment_state *state)
{
	if (!state->is_deployed)
		return "UNPUBLISHED";
	return state->is_behind ? "REPUBLISH_REQUIRED" : "PUBLISHED";
}

static void write_environment(struct json_writer *writer, const struct environment_state *state)
{
	const struct environment *environment = &state->environment;

	json_put_object(writer, NULL);
	json_put_string(writer, "name", environment->name);
	answer_put_text(writer, "description", environment->description);
	json_put_string(writer, "type", environment_type_names[environment->type]);
	json_put_string(writer, "status", status_of(state));
	answer_put_text(writer, "accessUrl", environment->access_url);
	json_put_boolean(writer, "deployed", state->is_deployed);
	json_put_boolean(writer, "redeployRequired", state->is_deployed && state->is_behind);
	json_put_end(writer);
}

bool environments_list(struct call *call, struct failure *why)
{
	environment_list_auto list = ENVIRONMENT_LIST_INIT;
	const char *last = NULL;
	struct json_writer writer;
	struct paging paging;

	if (!paging_read(call->request->query, &paging, why) ||
		!environment_list_take(call->vault, call->project, &paging.page, &list, why))
		return false;
	answer_begin_list(&writer, &call->response->body);
	for (size_t i = 0; i < list.range.count; i++) {
		const struct environment_state *state =
			&list.states[list_range_index(&list.range, i)];

		write_environment(&writer, state);
		last = state->environment.name;
	}
	paging_end_list(&writer, &paging, list.range.count, list.range.more ? last : NULL);
	return true;
}
