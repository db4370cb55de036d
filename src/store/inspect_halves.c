#include "store/inspect_page.h"

#include "base/array.h"
#include "base/utf8.h"
#include "store/key_row.h"

static void add_key(struct inspect_page *page, const struct key_record *key, struct buffer *sealed)
{
	page->keys = array_grow(page->keys, page->key_count, sizeof *page->keys);

	struct inspected_key *inspected = &page->keys[page->key_count++];

	*inspected = (struct inspected_key){KEY_RECORD_INIT, BUFFER_INIT};
	key_record_copy(&inspected->record, key);
	buffer_swap(&inspected->sealed, sealed);
}

static bool fail_half(struct inspect_page *page, const struct key_record *key, const char *sentence,
	struct failure *why)
{
	const struct project *project;

	if (!inspect_find_project(page, &key->project, &project, why))
		return fail_within(why, "JWK \"%.*s\": ", UTF8_SHOWN(key->name));
	return fail(why, FAILURE_INTERNAL, "JWK \"%.*s\" of project \"%.*s\": %s",
		UTF8_SHOWN(key->name), UTF8_SHOWN(project->name), sentence);
}

/* Both as they are now, if the key is still there. */
static bool look_at_key_now(
	struct inspect_page *page, const struct key_record *key, struct failure *why)
{
	buffer_auto half = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	key_record_auto now = KEY_RECORD_INIT;
	bool found;

	if (!key_record_find(page->transaction, &key->project, key->name, &now, &found, why))
		return false;
	if (!found)
		return true;
	key_record_material_key(&now, &half);
	if (!store_get(page->transaction, &half, &sealed, &found, why))
		return false;
	if (found && now.public_only)
		return fail_half(page, &now, "it is public only, but has a private half.", why);
	if (!found && !now.public_only)
		return fail_half(page, &now, "its private half is missing.", why);
	add_key(page, &now, &sealed);
	return true;
}

bool inspect_half(struct inspect_page *page, const struct buffer *half, const struct buffer *value,
	struct failure *why)
{
	buffer_auto sealed = BUFFER_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	bool found;

	if (!key_row_decode(value, &key, why) ||
		!store_get(page->transaction, half, &sealed, &found, why))
		return false;
	if (found == key.public_only)
		return look_at_key_now(page, &key, why);
	add_key(page, &key, &sealed);
	return true;
}

/* A key that is looked at in a visit of its own. */
struct second_look {
	struct inspect_page page; /* owned */
	const struct key_record *key;
};

static void second_look_free(struct second_look *look)
{
	inspect_page_free(&look->page);
}

static bool look_in_visit(struct transaction *transaction, void *context, struct failure *why)
{
	struct second_look *look = context;

	inspect_page_clear(&look->page);
	look->page.transaction = transaction;
	return look_at_key_now(&look->page, look->key, why) ||
	       inspect_take_finding(&look->page, why);
}

bool inspect_key_again(struct store *store, const struct inspection *inspection,
	struct inspect_memory *memory, const struct key_record *key, struct failure *why)
{
	__attribute__((cleanup(second_look_free))) struct second_look look = {
		.page = INSPECT_PAGE_INIT, .key = key};
	struct failure finding;

	look.page.memory = memory;
	if (!store_read(store, look_in_visit, &look, why))
		return false;
	for (size_t i = 0; i < look.page.key_count; i++) {
		const struct inspected_key *now = &look.page.keys[i];
		char project[ID_TEXT_SIZE];

		if (inspection->key(&now->record, &now->sealed, inspection->context, &finding))
			continue;
		id_format(&now->record.project, project);
		fail_within(&finding, "JWK \"%.*s\" of project %s: ", UTF8_SHOWN(now->record.name),
			project);
		inspect_note_problem(&look.page, &finding);
	}
	inspect_report_problems(&look.page, inspection);
	return true;
}
