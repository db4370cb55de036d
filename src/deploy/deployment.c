#include "deploy/deployment.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>

void deployment_free(struct deployment *deployment)
{
	free(deployment->outcomes);
	*deployment = (struct deployment)DEPLOYMENT_INIT;
}

void outcome_explain(const struct outcome *outcome, const struct home *home, struct buffer *text)
{
	buffer_printf(text, "Environment '%s', project '%s', was not deployed to %s: %s (",
		outcome->environment, outcome->project, outcome->directory, outcome->message);
	buffer_printf(text, "the bundle root is %s, ", home->bundle_root);
	home_append_bundle_root_origin(home, text);
	buffer_append_byte(text, ')');
}

bool deployment_succeeded(const struct deployment *deployment)
{
	return deployment->failed == 0 && !deployment->unfinished;
}

void deployment_message(const struct deployment *deployment, struct buffer *message)
{
	const char *noun = deployment->undeploys ? "Undeployment" : "Deployment";

	if (deployment->unfinished)
		buffer_printf(message,
			"%s was not finished; the next change brings the environments up to date, "
			"or: jwkmintctl deploy",
			noun);
	else if (deployment->failed > 0)
		buffer_printf(message, "%s failed for %zu of %zu environments", noun,
			deployment->failed, deployment->count);
	else
		buffer_printf(message, "%s completed successfully", noun);
}

struct outcome *deployment_add(
	struct deployment *deployment, const char *environment, const char *project)
{
	deployment->outcomes =
		array_grow(deployment->outcomes, deployment->count, sizeof *deployment->outcomes);

	struct outcome *outcome = &deployment->outcomes[deployment->count++];

	*outcome = (struct outcome){.success = true};
	snprintf(outcome->environment, sizeof outcome->environment, "%s", environment);
	snprintf(outcome->project, sizeof outcome->project, "%s", project);
	return outcome;
}

void deployment_write(
	struct json_writer *writer, const char *name, const struct deployment *deployment)
{
	buffer_auto message = BUFFER_INIT;

	deployment_message(deployment, &message);
	json_put_object(writer, name);
	json_put_boolean(writer, "success", deployment_succeeded(deployment));
	json_put_string(writer, "message", message.data);
	json_put_array(writer, "environmentResults");
	for (size_t i = 0; i < deployment->count; i++) {
		const struct outcome *outcome = &deployment->outcomes[i];

		json_put_object(writer, NULL);
		json_put_string(writer, "environmentName", outcome->environment);
		json_put_boolean(writer, "success", outcome->success);
		json_put_string(writer, "message", outcome->message);
		json_put_end(writer);
	}
	json_put_end(writer);
	json_put_end(writer);
}
