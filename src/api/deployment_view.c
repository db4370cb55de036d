#include "api/deployment_view.h"

static void put_outcomes(struct json_writer *writer, const struct deployment *deployment)
{
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
}

void deployment_view_write(struct json_writer *writer, const struct deployment *deployment)
{
	buffer_auto message = BUFFER_INIT;

	deployment_message(deployment, &message);
	json_put_object(writer, NULL);
	json_put_boolean(writer, "success", true);
	json_put_object(writer, "deploymentResult");
	json_put_boolean(writer, "success", deployment_succeeded(deployment));
	json_put_string(writer, "message", message.data);
	put_outcomes(writer, deployment);
	json_put_end(writer);
	json_put_end(writer);
}
