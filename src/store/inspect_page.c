#include "store/inspect_page.h"

#include "base/array.h"
#include "base/utf8.h"
#include "store/transaction.h"

#include <stdlib.h>
#include <string.h>

void inspect_page_clear(struct inspect_page *page)
{
	for (size_t i = 0; i < page->key_count; i++) {
		key_record_free(&page->keys[i].record);
		buffer_free(&page->keys[i].sealed);
	}
	for (size_t i = 0; i < page->source_count; i++)
		source_record_free(&page->sources[i]);
	for (size_t i = 0; i < page->pooled_count; i++)
		pool_record_free(&page->pooled[i]);
	inspect_batch_clear(&page->halves);
	free(page->kids);
	free(page->keys);
	free(page->sources);
	free(page->pooled);
	page->kids = NULL;
	page->keys = NULL;
	page->sources = NULL;
	page->pooled = NULL;
	page->kid_count = 0;
	page->key_count = 0;
	page->source_count = 0;
	page->pooled_count = 0;
	page->projects_are_fresh = false;
	page->sources_are_fresh = false;
	buffer_clear(&page->problems);
}

void inspect_page_free(struct inspect_page *page)
{
	inspect_page_clear(page);
	inspect_batch_free(&page->halves);
	buffer_free(&page->problems);
}

void inspect_note_problem(struct inspect_page *page, const struct failure *why)
{
	buffer_append(&page->problems, why->text, strlen(why->text) + 1);
}

bool inspect_take_finding(struct inspect_page *page, const struct failure *why)
{
	if (page->transaction->engine->broken)
		return false;
	if (!page->strike_only)
		inspect_note_problem(page, why);
	return true;
}

void inspect_report_problems(const struct inspect_page *page, const struct inspection *inspection)
{
	const char *end = page->problems.data + page->problems.length;

	for (const char *text = page->problems.data; text < end; text += strlen(text) + 1)
		inspection->problem(text, inspection->context);
}

void inspect_note_kid(
	struct inspect_page *page, const struct id *project, const char *kid, const char *name)
{
	page->kids = array_grow(page->kids, page->kid_count, sizeof *page->kids);
	page->kids[page->kid_count++] = kid_print_of(project, kid, name);
}

void inspect_memory_free(struct inspect_memory *memory)
{
	free(memory->projects);
	id_list_free(&memory->sources);
}

static bool add_project(const struct project *project, void *context, struct failure *why)
{
	struct inspect_memory *memory = context;

	(void)why;
	memory->projects =
		array_grow(memory->projects, memory->project_count, sizeof *memory->projects);
	memory->projects[memory->project_count++] = *project;
	return true;
}

static const struct project *known_project(struct inspect_memory *memory, const struct id *id)
{
	for (size_t i = 0; i < memory->project_count; i++) {
		size_t at = (memory->newest_project + i) % memory->project_count;

		if (id_equal(&memory->projects[at].id, id)) {
			memory->newest_project = at;
			return &memory->projects[at];
		}
	}
	return NULL;
}

bool inspect_find_project(struct inspect_page *page, const struct id *id,
	const struct project **project, struct failure *why)
{
	struct inspect_memory *memory = page->memory;
	char text[ID_TEXT_SIZE];

	*project = known_project(memory, id);
	if (*project == NULL && !page->projects_are_fresh) {
		memory->project_count = 0;
		memory->newest_project = 0;
		free(memory->projects);
		memory->projects = NULL;
		page->projects_are_fresh = true;
		if (!project_each(page->transaction, add_project, memory, why))
			return false;
		*project = known_project(memory, id);
	}
	if (*project != NULL)
		return true;
	id_format(id, text);
	return fail(why, FAILURE_INTERNAL, "There is no project %s, to which a row belongs.", text);
}

static bool add_source(
	const struct source_record *source, bool *more, void *context, struct failure *why)
{
	(void)more;
	(void)why;
	buffer_append(&((struct id_list *)context)->bytes, source->id.bytes, ID_SIZE);
	return true;
}

static bool read_sources(struct inspect_page *page, const struct id *project, struct failure *why)
{
	struct inspect_memory *memory = page->memory;

	id_list_free(&memory->sources);
	memory->sources_of = *project;
	memory->sources_are_read = true;
	page->sources_are_fresh = true;
	for (int kind = 0; kind < SOURCE_KINDS; kind++) {
		if (!source_record_each(page->transaction, project, (enum source_kind)kind, NULL,
			    add_source, &memory->sources, why))
			return false;
	}
	return true;
}

bool inspect_find_source(struct inspect_page *page, const struct id *project,
	const struct id *source, bool *found, struct failure *why)
{
	struct inspect_memory *memory = page->memory;
	bool same = memory->sources_are_read && id_equal(&memory->sources_of, project);

	*found = same && id_list_contains(&memory->sources, source);
	if (*found || (same && page->sources_are_fresh))
		return true;
	if (!read_sources(page, project, why))
		return false;
	*found = id_list_contains(&memory->sources, source);
	return true;
}

bool inspect_check_name(const char *kind, const char *name, const char *stored, struct failure *why)
{
	return strcmp(name, stored) == 0 ||
	       fail(why, FAILURE_INTERNAL, "The row of %s \"%.*s\" is that of \"%.*s\".", kind,
		       UTF8_SHOWN(name), UTF8_SHOWN(stored));
}

bool inspect_fail_gone(const char *kind, const char *name, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "The row of %s \"%.*s\" can not be found by its name.",
		kind, UTF8_SHOWN(name));
}
