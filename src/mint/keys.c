#include "mint/keys.h"

#include <stdlib.h>

void key_list_free(struct key_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		key_record_free(&list->keys[i]);
	free(list->keys);
	*list = (struct key_list)KEY_LIST_INIT;
}

struct listing {
	const struct project *project;
	const struct key_page *page;
	struct key_list *list;
	size_t room; /* keys that fit */
};

static bool add(const struct key_record *key, bool *more, void *context, struct failure *why)
{
	struct listing *listing = context;
	struct key_list *list = listing->list;
	const struct key_page *page = listing->page;

	(void)why;
	if (list->count == listing->room) {
		listing->room = listing->room == 0 ? 16 : listing->room * 2;
		list->keys = reallocarray(list->keys, listing->room, sizeof *list->keys);
		if (list->keys == NULL)
			abort();
	}
	list->keys[list->count] = (struct key_record)KEY_RECORD_INIT;
	key_record_copy(&list->keys[list->count++], key);
	*more = page->descending || page->size == 0 || list->count < page->skip + page->size;
	return true;
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	struct listing *listing = context;

	key_list_free(listing->list);
	listing->room = 0;
	return key_record_each(transaction, &listing->project->id, NULL, add, listing, why);
}

static void reverse(struct key_list *list)
{
	for (size_t i = 0; i < list->count / 2; i++) {
		struct key_record held = list->keys[i];

		list->keys[i] = list->keys[list->count - 1 - i];
		list->keys[list->count - 1 - i] = held;
	}
}

/* Leaves the keys of the page. */
static void cut(struct key_list *list, const struct key_page *page)
{
	size_t skip = page->skip < list->count ? page->skip : list->count;
	size_t left = list->count - skip;
	size_t kept = page->size != 0 && page->size < left ? page->size : left;

	for (size_t i = 0; i < list->count; i++) {
		if (i < skip || i >= skip + kept)
			key_record_free(&list->keys[i]);
		else if (skip > 0)
			list->keys[i - skip] = list->keys[i];
	}
	list->count = kept;
}

bool keys_list(struct vault *vault, const struct project *project, const struct key_page *page,
	struct key_list *list, struct failure *why)
{
	struct listing listing = {.project = project, .page = page, .list = list};

	if (!store_read(vault->store, collect, &listing, why))
		return false;
	if (page->descending)
		reverse(list);
	cut(list, page);
	return true;
}

struct lookup {
	const struct project *project;
	const char *name;
	struct key_record *key;
	struct buffer sealed; /* owned */
};

static bool find(struct transaction *transaction, void *context, struct failure *why)
{
	struct lookup *lookup = context;
	bool found;

	if (!key_record_find(
		    transaction, &lookup->project->id, lookup->name, lookup->key, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INVALID, "JWK (name: %s) is not found!", lookup->name);
	return key_record_material(transaction, lookup->key, &lookup->sealed, why);
}

bool keys_get(struct vault *vault, const struct project *project, const char *name,
	struct key_record *key, struct jwk *jwk, struct failure *why)
{
	struct lookup lookup = {
		.project = project, .name = name, .key = key, .sealed = BUFFER_INIT};
	buffer_auto private_part = BUFFER_INIT;
	bool done;

	if (!name_check(name, "JWK name", why))
		return false;
	done = store_read(vault->store, find, &lookup, why) &&
	       (key->public_only ||
		       vault_open_seal(vault, key, &lookup.sealed, &private_part, why)) &&
	       jwk_unpack(key->type, &key->public_part, key->public_only ? NULL : &private_part,
		       jwk, why);
	buffer_free(&lookup.sealed);
	return done;
}
