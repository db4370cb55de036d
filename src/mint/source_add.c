#include "base/clock.h"
#include "mint/access.h"
#include "mint/source_build.h"
#include "mint/source_place.h"

#include <stdio.h>

/* A new source on its way into the store. */
struct addition {
	const struct project *project;
	struct source_record source; /* owned */
};

static void addition_free(struct addition *addition)
{
	source_record_free(&addition->source);
}

static bool fail_name(const struct source_record *source, struct failure *why)
{
	const struct source_words *words = &source_words[source->kind];

	return fail(why, FAILURE_CONFLICT, "%s (name: %s) is already exist!%s", words->title,
		source->name, words->hint_exists);
}

/* Before the work of parsing keys; the insertion has the last word. */
static bool look_ahead(struct transaction *transaction, void *context, struct failure *why)
{
	struct addition *addition = context;
	const struct source_record *source = &addition->source;
	source_record_auto existing = SOURCE_RECORD_INIT;
	bool found;

	if (!source_require_environments(transaction, addition->project, source, NULL, why) ||
		!source_record_find(transaction, &source->project, source->kind, source->name,
			false, &existing, &found, why))
		return false;
	return !found || fail_name(source, why);
}

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	struct addition *addition = context;
	const struct source_record *source = &addition->source;
	const struct audit_event event = {
		.action = source_words[source->kind].created,
		.project = addition->project->name,
		.key = source->name,
	};
	bool inserted;

	if (!access_require_project(transaction, addition->project, why) ||
		!source_require_environments(transaction, addition->project, source, NULL, why) ||
		!source_require_aliases(transaction, source, why) ||
		!source_record_insert(transaction, source, &inserted, why))
		return false;
	return inserted ? audit_note(transaction, &event, why) : fail_name(source, why);
}

static void describe(const struct project *project, enum source_kind kind,
	const struct source_request *request, struct source_record *source)
{
	source->project = project->id;
	id_make(&source->id);
	source->kind = kind;
	source->revision = 1;
	source->created = clock_seconds();
	snprintf(source->name, sizeof source->name, "%s", request->name);
	if (request->description != NULL)
		snprintf(source->description, sizeof source->description, "%s",
			request->description);
}

bool sources_add(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct source_request *request, struct deployment *deployment, struct failure *why)
{
	__attribute__((cleanup(addition_free))) struct addition addition = {
		.project = project, .source = SOURCE_RECORD_INIT};
	struct source_record *source = &addition.source;

	if (!source_build_require(kind, request, why) || !source_check_texts(kind, request, why))
		return false;
	describe(project, kind, request, source);
	if (!source_build_environments(request, NULL, source, why) ||
		!store_read(vault->store, look_ahead, &addition, why) ||
		!source_build(vault, request, NULL, source, why) ||
		!store_write(vault->store, insert, &addition, why))
		return false;
	deploy_project(vault, project, NULL, deployment);
	return true;
}
