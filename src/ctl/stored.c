#include "ctl/stored.h"

#include "base/array.h"
#include "base/file.h"
#include "ctl/input.h"
#include "mint/admin.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

static const struct column list_columns[] = {
	{"NAME", "name", false},
	{"TYPE", "type", false},
	{"ENVIRONMENTS", "environments", false},
	{NULL, "id", false},
	{"CREATED", "createdAt", false},
	{"DESCRIPTION", "description", false},
	{NULL, NULL, false},
};

bool stored_read_file(const char *path, size_t limit, struct buffer *content, struct failure *why)
{
	if (strcmp(path, "-") == 0)
		return input_read(limit, content, why);
	return file_read(AT_FDCWD, path, limit, content, NULL, why);
}

/* Nothing to tell people when all is well: no key was changed. */
static bool finish(struct call *call, enum source_kind kind, const struct deployment *deployment,
	struct failure *why)
{
	const char *what = deployment->undeploys ? "is gone from the store" : "is stored";
	buffer_auto message = BUFFER_INIT;
	struct json_writer writer;

	if (call->json) {
		json_writer_init(&writer, &call->out);
		deployment_write(&writer, NULL, deployment);
	}
	if (deployment_succeeded(deployment))
		return true;
	deployment_message(deployment, &message);
	return fail(why, FAILURE_INTERNAL,
		"%s %s %s, but bundles are behind: %s. Remove the cause, then run `jwkmintctl "
		"deploy`.",
		source_words[kind].title, call_word(call, 1), what, message.data);
}

bool stored_add(struct call *call, enum source_kind kind, struct source_request *request,
	struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct project project;

	request->name = call_word(call, 1);
	request->description = call_option(call, "description");
	request->has_parts = true;
	return call_open_vault(call, why) &&
	       admin_project_find(&call->vault, call_word(call, 0), &project, why) &&
	       sources_add(&call->vault, &project, kind, request, &deployment, why) &&
	       finish(call, kind, &deployment, why);
}

bool stored_add_everywhere(struct call *call, enum source_kind kind, struct source_request *request,
	const struct source_part *part, struct failure *why)
{
	const char *const *environments = options_values(&call->options, "environment");
	struct source_part *parts = NULL;

	for (size_t i = 0; environments[i] != NULL; i++) {
		parts = array_grow(parts, i, sizeof *parts);
		parts[i] = *part;
		parts[i].environment = environments[i];
		request->count = i + 1;
	}
	request->parts = parts;

	bool done = stored_add(call, kind, request, why);

	free(parts);
	return done;
}

static void put_source(struct table *table, const struct source_record *source)
{
	const char **names = calloc(source->count + 1, sizeof *names);
	char id[ID_TEXT_SIZE];

	if (names == NULL)
		abort();
	for (size_t i = 0; i < source->count; i++)
		names[i] = source->entries[i].environment;
	id_format(&source->id, id);
	table_put(table, source->name);
	table_put(table, source->type);
	table_put_list(table, names, source->count, NULL);
	table_put(table, id);
	table_put_time(table, source->created);
	table_put(table, source->description);
	free(names);
}

bool stored_list(struct call *call, enum source_kind kind, struct failure *why)
{
	const struct list_page all = LIST_PAGE_ALL;
	source_list_auto list = SOURCE_LIST_INIT;
	struct project project;
	table_auto table;

	table_init(&table, list_columns, call->json);
	if (!admin_project_find(&call->vault, call_word(call, 0), &project, why) ||
		!sources_list(&call->vault, &project, kind, &all, &list, why))
		return false;
	for (size_t i = 0; i < list.count; i++)
		put_source(&table, &list.sources[i]);
	table_print(&table, &call->out);
	return true;
}

bool stored_remove(struct call *call, enum source_kind kind, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct project project;

	return admin_project_find(&call->vault, call_word(call, 0), &project, why) &&
	       sources_remove(
		       &call->vault, &project, kind, call_word(call, 1), NULL, &deployment, why) &&
	       finish(call, kind, &deployment, why);
}

bool stored_find(
	struct call *call, enum source_kind kind, struct source_record *source, struct failure *why)
{
	struct project project;

	return admin_project_find(&call->vault, call_word(call, 0), &project, why) &&
	       sources_get(&call->vault, &project, kind, call_word(call, 1), NULL, source, why);
}

bool stored_show(struct call *call, enum source_kind kind, const struct column *columns,
	stored_put_entry put_entry, struct failure *why)
{
	source_record_auto source = SOURCE_RECORD_INIT;
	table_auto table;

	table_init(&table, columns, call->json);
	if (!stored_find(call, kind, &source, why))
		return false;
	for (size_t i = 0; i < source.count; i++) {
		table_put(&table, source.entries[i].environment);
		if (!put_entry(call, &table, &source, &source.entries[i], why))
			return false;
	}
	table_print(&table, &call->out);
	return true;
}
