#include "mint/keys.h"

#include "base/array.h"
#include "store/key_row.h"
#include "store/list_page.h"

#include <stdlib.h>

/* For the rows of a page of the usual size. */
#define ROOM 8192

void key_list_free(struct key_list *list)
{
	buffer_free(&list->rows);
	free(list->ends);
	*list = (struct key_list)KEY_LIST_INIT;
}

struct listing {
	const struct project *project;
	const struct list_page *page;
	struct key_list *list;
};

/* What a row says is looked at outside: everybody waits. */
static bool add(const struct buffer *key, const struct buffer *row, bool *more, void *context,
	struct failure *why)
{
	struct key_list *list = context;

	(void)key;
	(void)more;
	(void)why;
	list->ends = array_grow(list->ends, list->count, sizeof *list->ends);
	buffer_append(&list->rows, row->data, row->length);
	list->ends[list->count++] = list->rows.length;
	return true;
}

static bool collect(struct transaction *transaction, void *context, struct failure *why)
{
	const struct listing *listing = context;
	struct key_list *list = listing->list;
	buffer_auto prefix = BUFFER_INIT;

	key_list_free(list);
	buffer_reserve(&list->rows, ROOM);
	key_row_prefix(&prefix, &listing->project->id);
	return list_page_scan(transaction, &prefix, listing->page, add, list, &list->more, why);
}

bool keys_list(struct vault *vault, const struct project *project, const struct list_page *page,
	struct key_list *list, struct failure *why)
{
	struct listing listing = {.project = project, .page = page, .list = list};

	return store_read(vault->store, collect, &listing, why);
}

bool key_list_get(
	const struct key_list *list, size_t index, struct key_record *key, struct failure *why)
{
	size_t begin = index == 0 ? 0 : list->ends[index - 1];
	const struct buffer row = {
		.data = list->rows.data + begin, .length = list->ends[index] - begin};

	return key_row_decode(&row, key, why);
}

struct lookup {
	const struct project *project;
	const char *name;
	struct look *look;
	struct key_record *key;
	struct buffer sealed; /* owned */
};

static bool note_look(
	struct transaction *transaction, const struct lookup *lookup, struct failure *why)
{
	const struct key_record *key = lookup->key;
	const struct audit_event event = {
		.action = AUDIT_JWK_READ,
		.project = lookup->project->name,
		.key = key->name,
		.kid = key->kid,
	};

	return key->public_only ||
	       look_note(transaction, lookup->look, &key->id, key->revision, &event, why);
}

static bool find(struct transaction *transaction, void *context, struct failure *why)
{
	struct lookup *lookup = context;
	bool found;

	if (!key_record_find(
		    transaction, &lookup->project->id, lookup->name, lookup->key, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INVALID, "JWK (name: %s) is not found!", lookup->name);
	return key_record_material(transaction, lookup->key, &lookup->sealed, why) &&
	       note_look(transaction, lookup, why);
}

bool keys_get(struct vault *vault, const struct project *project, const char *name,
	struct look *look, struct key_record *key, struct jwk *jwk, struct failure *why)
{
	struct lookup lookup = {
		.project = project, .name = name, .look = look, .key = key, .sealed = BUFFER_INIT};
	bool is_noted = look != NULL && look->is_shown;
	buffer_auto private_part = BUFFER_INIT;
	bool done;

	if (!name_check(name, "JWK name", why))
		return false;
	done = (is_noted ? store_read_noting(vault->store, find, &lookup, why)
			 : store_read(vault->store, find, &lookup, why)) &&
	       (key->public_only ||
		       vault_open_seal(vault, key, &lookup.sealed, &private_part, why)) &&
	       jwk_unpack(key->type, &key->public_part, key->public_only ? NULL : &private_part,
		       jwk, why);
	buffer_free(&lookup.sealed);
	return done;
}
