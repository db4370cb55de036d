#include "api/projects.h"

#include "api/answer.h"
#include "mint/project_list.h"

static void write_project(struct json_writer *writer, const struct project *project)
{
	const char *description = project->description;

	json_put_object(writer, NULL);
	json_put_string(writer, "name", project->name);
	json_put_string(writer, "description", *description == '\0' ? NULL : description);
	json_put_end(writer);
}

bool projects_list(struct call *call, struct failure *why)
{
	project_list_auto list = PROJECT_LIST_INIT;
	struct json_writer writer;

	if (!project_list_take(call->vault, call->identity, &list, why))
		return false;
	/* The one list whose envelope says status instead of success. */
	json_writer_init(&writer, &call->response->body);
	json_put_object(&writer, NULL);
	json_put_string(&writer, "status", "SUCCESS");
	json_put_array(&writer, "resultList");
	for (size_t i = 0; i < list.count; i++)
		write_project(&writer, &list.projects[i]);
	answer_end_list(&writer, list.count);
	return true;
}
