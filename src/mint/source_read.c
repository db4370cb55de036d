#include "base/array.h"
#include "mint/keystore_secret.h"
#include "mint/source_build.h"

#include <stdlib.h>

void source_list_free(struct source_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		source_record_free(&list->sources[i]);
	free(list->sources);
	*list = (struct source_list)SOURCE_LIST_INIT;
}

struct listing {
	const struct project *project;
	enum source_kind kind;
	const struct list_page *page;
	struct source_list *list;
};

static bool add(const struct source_record *source, bool *more, void *context, struct failure *why)
{
	struct source_list *list = context;

	(void)more;
	(void)why;
	list->sources = array_grow(list->sources, list->count, sizeof *list->sources);
	list->sources[list->count] = (struct source_record)SOURCE_RECORD_INIT;
	source_record_copy(&list->sources[list->count++], source);
	return true;
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	const struct listing *listing = context;
	struct source_list *list = listing->list;

	source_list_free(list);
	return source_record_page(transaction, &listing->project->id, listing->kind, listing->page,
		add, list, &list->more, why);
}

bool sources_list(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct list_page *page, struct source_list *list, struct failure *why)
{
	struct listing listing = {.project = project, .kind = kind, .page = page, .list = list};

	return store_read(vault->store, collect, &listing, why);
}

struct lookup {
	const struct project *project;
	enum source_kind kind;
	const char *name;
	struct look *look;
	struct source_record *source;
};

static bool has_secret(const struct source_record *source)
{
	size_t i = 0;

	while (i < source->count && source->entries[i].sealed.length == 0)
		i++;
	return i < source->count;
}

static bool note_look(
	struct transaction *transaction, const struct lookup *lookup, struct failure *why)
{
	const struct source_record *source = lookup->source;
	const struct audit_event event = {
		.action = source_words[source->kind].read,
		.project = lookup->project->name,
		.key = source->name,
	};

	return !has_secret(source) ||
	       look_note(transaction, lookup->look, &source->id, source->revision, &event, why);
}

static bool find(struct transaction *transaction, void *context, struct failure *why)
{
	struct lookup *lookup = context;
	bool found;

	if (!source_record_find(transaction, &lookup->project->id, lookup->kind, lookup->name, true,
		    lookup->source, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INVALID, "%s (name: %s) is not found!",
			source_words[lookup->kind].title, lookup->name);
	return note_look(transaction, lookup, why);
}

bool sources_get(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, struct look *look, struct source_record *source, struct failure *why)
{
	struct lookup lookup = {project, kind, name, look, source};

	if (!source_check_name(kind, name, why))
		return false;
	return look != NULL && look->is_shown ? store_read_noting(vault->store, find, &lookup, why)
					      : store_read(vault->store, find, &lookup, why);
}

bool sources_open(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct buffer *secret, struct buffer *password,
	struct failure *why)
{
	buffer_auto opened = BUFFER_INIT;

	if (entry->sealed.length == 0)
		return true;
	if (source->kind != SOURCE_KEYSTORE)
		return vault_open_entry(vault, source, entry, secret, why);
	if (!vault_open_entry(vault, source, entry, &opened, why))
		return false;
	return keystore_secret_split(&opened, secret, password) ||
	       fail(why, FAILURE_INTERNAL, "What is sealed in Keystore \"%s\" is damaged.",
		       source->name);
}
