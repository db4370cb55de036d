#include "ctl/jwk_common.h"

#include "ctl/outcomes.h"

#include <string.h>

const char *jwk_common_use(const char *use)
{
	static const char *const words[][2] = {{"sig", "SIGNATURE"}, {"enc", "ENCRYPTION"}};

	for (size_t i = 0; use != NULL && i < sizeof words / sizeof *words; i++) {
		if (strcmp(use, words[i][0]) == 0)
			return words[i][1];
	}
	return use;
}

static void print(struct call *call, const struct deployment *deployment)
{
	struct json_writer writer;

	if (!call->json) {
		outcomes_print(deployment, &outcome_deployed, false, false, &call->out);
		return;
	}
	json_writer_init(&writer, &call->out);
	deployment_write(&writer, NULL, deployment);
}

bool jwk_common_finish(struct call *call, const struct deployment *deployment, struct failure *why)
{
	const char *kept = deployment->undeploys ? "The key is gone from the store."
						 : "The key is stored and kept.";
	buffer_auto message = BUFFER_INIT;

	print(call, deployment);
	if (deployment_succeeded(deployment))
		return true;
	deployment_message(deployment, &message);
	if (deployment->unfinished)
		return fail(why, FAILURE_INTERNAL, "%s %s. %s", kept, message.data,
			deployment->why.text);
	return fail(why, FAILURE_INTERNAL, "%s %s: remove the cause, then run `jwkmintctl deploy`.",
		kept, message.data);
}
