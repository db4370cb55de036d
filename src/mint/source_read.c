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
	const struct key_page *page;
	struct source_list *list;
	size_t skipped;
};

static void append(struct source_list *list, const struct source_record *source)
{
	list->sources = reallocarray(list->sources, list->count + 1, sizeof *list->sources);
	if (list->sources == NULL)
		abort();
	list->sources[list->count] = (struct source_record)SOURCE_RECORD_INIT;
	source_record_copy(&list->sources[list->count++], source);
}

/* A descending list is cut when all are there: what comes first then is read last. */
static bool add(const struct source_record *source, bool *more, void *context, struct failure *why)
{
	struct listing *listing = context;
	const struct key_page *page = listing->page;

	(void)why;
	if (!page->descending && listing->skipped < page->skip) {
		listing->skipped++;
		return true;
	}
	append(listing->list, source);
	*more = page->descending || page->size == 0 || listing->list->count < page->size;
	return true;
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	struct listing *listing = context;

	source_list_free(listing->list);
	listing->skipped = 0;
	return source_record_each(
		transaction, &listing->project->id, listing->kind, NULL, add, listing, why);
}

/* Turns the list around and leaves the page. */
static void turn(struct source_list *list, const struct key_page *page)
{
	struct source_list kept = SOURCE_LIST_INIT;

	for (size_t i = list->count; i-- > 0;) {
		size_t place = list->count - 1 - i;

		if (place >= page->skip && (page->size == 0 || place - page->skip < page->size))
			append(&kept, &list->sources[i]);
	}
	source_list_free(list);
	*list = kept;
}

bool sources_list(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct key_page *page, struct source_list *list, struct failure *why)
{
	struct listing listing = {.project = project, .kind = kind, .page = page, .list = list};

	if (!store_read(vault->store, collect, &listing, why))
		return false;
	if (page->descending)
		turn(list, page);
	return true;
}

struct lookup {
	const struct project *project;
	enum source_kind kind;
	const char *name;
	struct source_record *source;
};

static bool find(struct transaction *transaction, void *context, struct failure *why)
{
	struct lookup *lookup = context;
	bool found;

	if (!source_record_find(transaction, &lookup->project->id, lookup->kind, lookup->name, true,
		    lookup->source, &found, why))
		return false;
	return found || fail(why, FAILURE_INVALID, "%s (name: %s) is not found!",
				source_words[lookup->kind].title, lookup->name);
}

bool sources_get(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, struct source_record *source, struct failure *why)
{
	struct lookup lookup = {project, kind, name, source};

	return source_check_name(kind, name, why) && store_read(vault->store, find, &lookup, why);
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
