#include "mint/source_place.h"

#include "store/environment.h"

#include <string.h>

/* Environments of other projects are none of the caller's business. */
static bool require_environment(struct transaction *transaction, const struct project *project,
	const char *name, struct failure *why)
{
	environment_auto environment = ENVIRONMENT_INIT;
	bool found;

	if (!environment_find(transaction, name, &environment, &found, why))
		return false;
	return (found && environment_serves(&environment, &project->id)) ||
	       fail(why, FAILURE_INVALID, "Environment (%s) was not found in Project(%s)!", name,
		       project->name);
}

bool source_require_environments(struct transaction *transaction, const struct project *project,
	const struct source_record *source, const struct source_record *before, struct failure *why)
{
	for (size_t i = 0; i < source->count; i++) {
		const char *name = source->entries[i].environment;

		if (before != NULL && source_record_entry(before, name) != NULL)
			continue;
		if (!require_environment(transaction, project, name, why))
			return false;
	}
	return true;
}

struct rivalry {
	const struct source_record *source;
};

static bool compare_aliases(
	const struct source_record *other, bool *more, void *context, struct failure *why)
{
	const struct source_record *source = ((const struct rivalry *)context)->source;

	(void)more;
	if (id_equal(&other->id, &source->id))
		return true;
	for (size_t i = 0; i < source->count; i++) {
		const struct source_entry *entry = &source->entries[i];
		const struct source_entry *theirs = source_record_entry(other, entry->environment);

		if (theirs != NULL && strcmp(theirs->alias, entry->alias) == 0)
			return fail(why, FAILURE_CONFLICT,
				"Alias (%s) is already used for another certificate, try changing "
				"this value!",
				entry->alias);
	}
	return true;
}

bool source_require_aliases(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	struct rivalry rivalry = {source};

	if (source->kind != SOURCE_CERTIFICATE)
		return true;
	return source_record_each(transaction, &source->project, SOURCE_CERTIFICATE, NULL,
		compare_aliases, &rivalry, why);
}
