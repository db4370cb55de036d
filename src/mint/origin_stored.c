#include "mint/origin_get.h"

#include "mint/sources.h"

#include <stdio.h>

/* The entry meant; NULL when there is none, or no telling which. */
static const struct source_entry *find_entry(
	const struct source_record *source, const char *environment)
{
	if (environment != NULL && environment[0] != '\0')
		return source_record_entry(source, environment);
	return source->count == 1 ? &source->entries[0] : NULL;
}

bool origin_get_stored(struct vault *vault, const struct project *project, enum source_kind kind,
	bool with_private, const struct import_request *request, struct origin *origin,
	struct failure *why)
{
	const struct source_entry *entry;

	if (!sources_get(vault, project, kind, request->source_name, NULL, &origin->source, why))
		return false;
	entry = find_entry(&origin->source, request->environment);
	if (request->private_if_any && entry != NULL && entry->sealed.length == 0) {
		with_private = false;
		origin->type = "PUBLIC_KEY";
	}
	if (!sources_import(vault, &origin->source, request->environment, request->alias,
		    with_private, &origin->import, why))
		return false;
	origin->has_source = true;
	if (entry != NULL)
		snprintf(origin->environment, sizeof origin->environment, "%s", entry->environment);
	return true;
}
