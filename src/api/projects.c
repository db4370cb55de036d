#include "api/projects.h"

#include "api/paging.h"
#include "base/json_writer.h"
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
	const char *last = NULL;
	struct json_writer writer;
	struct paging paging;

	if (!paging_read(call->request->query, &paging, why) ||
		!project_list_take(call->vault, call->identity, &paging.page, &list, why))
		return false;
	/* The one list whose envelope says status instead of success. */
	json_writer_init(&writer, &call->response->body);
	json_put_object(&writer, NULL);
	json_put_string(&writer, "status", "SUCCESS");
	json_put_array(&writer, "resultList");
	for (size_t i = 0; i < list.range.count; i++) {
		const struct project *project = &list.projects[list_range_index(&list.range, i)];

		write_project(&writer, project);
		last = project->name;
	}
	paging_end_list(&writer, &paging, list.range.count, list.range.more ? last : NULL);
	return true;
}
