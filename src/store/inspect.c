#include "store/inspect_page.h"

#include "store/record.h"
#include "store/transaction.h"

#include <stdlib.h>
#include <string.h>

/* So many rows a visit: some milliseconds. */
#define PAGE_ROWS 128

/* How often an owner is looked for that may have been renamed while the walk was under way. */
#define OWNER_ROUNDS 3

struct walk {
	const struct inspection *inspection;
	struct store *store;
	struct inspect_memory memory; /* owned */
	struct row_set sealed_rows;   /* owned */
	struct inspect_page page;     /* owned */
	struct inspect_batch halves;  /* owned; private halves to look up */
	size_t looked_up;             /* of them */
	const struct inspect_kind *kind;
	struct buffer after; /* owned; the last row of the page before; empty: none */
	struct buffer last;  /* owned; the last row of this page */
	size_t page_rows;
	size_t rows;
};

static void walk_free(struct walk *walk)
{
	inspect_page_free(&walk->page);
	inspect_memory_free(&walk->memory);
	row_set_free(&walk->sealed_rows);
	inspect_batch_free(&walk->halves);
	buffer_free(&walk->after);
	buffer_free(&walk->last);
}

static bool look_at_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct walk *walk = context;
	struct inspect_page *page = &walk->page;

	buffer_clear(&walk->last);
	buffer_append(&walk->last, key->data, key->length);
	*more = ++walk->page_rows < PAGE_ROWS;
	return walk->kind->row(page, key, value, why) || inspect_take_finding(page, why);
}

static bool look_at_page(struct transaction *transaction, void *context, struct failure *why)
{
	struct walk *walk = context;
	buffer_auto prefix = BUFFER_INIT;

	inspect_page_clear(&walk->page);
	walk->page.transaction = transaction;
	walk->page_rows = 0;
	record_key(&prefix, (enum record_kind)walk->kind->kind);
	return store_scan(transaction, &prefix, walk->after.length > 0 ? &walk->after : NULL,
		look_at_row, walk, why);
}

static bool hand_over(struct walk *walk, struct failure *why)
{
	const struct inspection *inspection = walk->inspection;
	const struct inspect_page *page = &walk->page;
	struct failure finding;

	inspect_report_problems(page, inspection);
	for (size_t i = 0; i < page->kid_count; i++)
		kid_sums_add(&walk->memory.kids, &page->kids[i]);
	inspect_batch_append(&walk->halves, &page->halves);
	for (size_t i = 0; i < page->key_count; i++) {
		const struct inspected_key *key = &page->keys[i];

		if (!inspection->key(&key->record, &key->sealed, inspection->context, &finding) &&
			!inspect_key_again(
				walk->store, inspection, &walk->memory, &key->record, why))
			return false;
	}
	for (size_t i = 0; i < page->source_count; i++)
		inspection->source(&page->sources[i], inspection->context);
	for (size_t i = 0; i < page->pooled_count; i++)
		inspection->pooled(&page->pooled[i], inspection->context);
	if (inspection->progress != NULL)
		inspection->progress(walk->rows, inspection->context);
	return true;
}

static size_t end_of_visit(const struct walk *walk)
{
	size_t left = walk->halves.count - walk->looked_up;

	return walk->looked_up + (left < PAGE_ROWS ? left : PAGE_ROWS);
}

static bool look_up_some(struct transaction *transaction, void *context, struct failure *why)
{
	struct walk *walk = context;
	struct inspect_page *page = &walk->page;
	buffer_auto half = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	inspect_page_clear(page);
	page->transaction = transaction;
	for (size_t i = walk->looked_up; i < end_of_visit(walk); i++) {
		inspect_batch_get(&walk->halves, i, &half, &value);
		if (!inspect_half(page, &half, &value, why) && !inspect_take_finding(page, why))
			return false;
	}
	return true;
}

/* The private halves of the keys that were met, in the order in which they lie. */
static bool look_up_halves(struct walk *walk, struct failure *why)
{
	inspect_batch_sort(&walk->halves);
	for (walk->looked_up = 0; walk->looked_up < walk->halves.count;) {
		if (!store_read(walk->store, look_up_some, walk, why))
			return false;
		walk->rows += end_of_visit(walk) - walk->looked_up;
		walk->looked_up = end_of_visit(walk);
		if (!hand_over(walk, why))
			return false;
	}
	inspect_batch_clear(&walk->halves);
	return true;
}

/* Page by page through the rows of one kind. A key is read when its private half is. */
static bool walk_kind(
	struct walk *walk, const struct inspect_kind *kind, size_t *count, struct failure *why)
{
	size_t rows;

	walk->kind = kind;
	*count = 0;
	buffer_clear(&walk->after);
	do {
		if (!store_read(walk->store, look_at_page, walk, why))
			return false;
		rows = walk->page_rows;
		*count += rows;
		walk->rows += rows - walk->page.halves.count;
		buffer_swap(&walk->after, &walk->last);
		if (!hand_over(walk, why) ||
			(inspect_batch_is_full(&walk->halves) && !look_up_halves(walk, why)))
			return false;
	} while (rows == PAGE_ROWS);
	return look_up_halves(walk, why);
}

/* What is left of the sealed rows: those that are still there, struck out else. */
static bool strike_vanished(struct transaction *transaction, void *context, struct failure *why)
{
	struct walk *walk = context;
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	size_t at = 0;
	bool found;

	for (size_t i = 0; i < PAGE_ROWS && row_set_next(&walk->sealed_rows, &at, &key); i++) {
		if (!store_get(transaction, &key, &value, &found, why))
			return false;
		if (!found)
			row_set_strike(&walk->sealed_rows, &key);
	}
	return true;
}

static bool has_unowned(const struct row_set *rows)
{
	buffer_auto key = BUFFER_INIT;
	size_t at = 0;

	return row_set_next(rows, &at, &key);
}

static void report_unowned(const struct walk *walk)
{
	buffer_auto key = BUFFER_INIT;

	for (size_t at = 0; row_set_next(&walk->sealed_rows, &at, &key);) {
		buffer_auto text = BUFFER_INIT;

		buffer_printf(&text, "A sealed row of kind '%c' belongs to nothing: ", key.data[0]);
		for (size_t i = 1; i < key.length; i++)
			buffer_printf(&text, "%02x", (unsigned)(uint8_t)key.data[i]);
		buffer_append_string(&text, ".");
		walk->inspection->problem(text.data, walk->inspection->context);
	}
}

/*
 * A sealed row without an owner is none when it went meanwhile, or when the owner got another name
 * while the walk passed by.
 */
static bool look_for_owners(struct walk *walk, struct failure *why)
{
	size_t ignored;

	walk->page.strike_only = true;
	for (int round = 0; round < OWNER_ROUNDS && has_unowned(&walk->sealed_rows); round++) {
		if (!store_read(walk->store, strike_vanished, walk, why))
			return false;
		for (size_t i = 0; i < INSPECT_KINDS; i++) {
			uint8_t kind = inspect_kinds[i].kind;

			if ((kind == RECORD_KEY || kind == RECORD_SOURCE) &&
				!walk_kind(walk, &inspect_kinds[i], &ignored, why))
				return false;
		}
	}
	report_unowned(walk);
	return true;
}

/* Where keys and the index of kids do not agree, each is looked up. */
static bool look_at_kids(struct walk *walk, struct failure *why)
{
	size_t ignored;

	for (size_t i = 0; i < INSPECT_KID_KINDS && !kid_sums_all_agree(&walk->memory.kids); i++) {
		if (!walk_kind(walk, &inspect_kid_kinds[i], &ignored, why))
			return false;
	}
	return true;
}

static bool look_for_strangers(struct transaction *transaction, void *context, struct failure *why)
{
	struct walk *walk = context;

	inspect_page_clear(&walk->page);
	walk->page.transaction = transaction;
	return inspect_strangers(&walk->page, why);
}

bool inspect(struct store *store, const struct inspection *inspection, size_t counts[INSPECT_KINDS],
	struct failure *why)
{
	__attribute__((cleanup(walk_free))) struct walk walk = {
		.inspection = inspection,
		.store = store,
		.memory = {.sources = ID_LIST_INIT},
		.sealed_rows = ROW_SET_INIT,
		.page = INSPECT_PAGE_INIT,
		.halves = INSPECT_BATCH_INIT,
		.after = BUFFER_INIT,
		.last = BUFFER_INIT,
	};

	walk.page.memory = &walk.memory;
	walk.page.sealed_rows = &walk.sealed_rows;
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		if (!walk_kind(&walk, &inspect_kinds[i], &counts[i], why))
			return false;
	}
	return look_at_kids(&walk, why) && store_read(store, look_for_strangers, &walk, why) &&
	       hand_over(&walk, why) && look_for_owners(&walk, why);
}
