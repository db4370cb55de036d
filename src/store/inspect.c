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
	const struct inspect_kind *kind;
	struct buffer after; /* owned; the last row of the page before; empty: none */
	struct buffer last;  /* owned; the last row of this page */
	size_t page_rows;
	size_t rows;
};

static void walk_free(struct walk *walk)
{
	inspect_page_clear(&walk->page);
	inspect_memory_free(&walk->memory);
	row_set_free(&walk->sealed_rows);
	buffer_free(&walk->page.problems);
	buffer_free(&walk->after);
	buffer_free(&walk->last);
}

static void note(struct buffer *problems, const struct failure *why)
{
	buffer_append(problems, why->text, strlen(why->text) + 1);
}

/* A row that is damaged is a finding; an engine that is broken ends the visit. */
static bool look_at_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct walk *walk = context;
	struct inspect_page *page = &walk->page;

	buffer_clear(&walk->last);
	buffer_append(&walk->last, key->data, key->length);
	*more = ++walk->page_rows < PAGE_ROWS;
	if (walk->kind->row(page, key, value, why))
		return true;
	if (page->transaction->engine->broken)
		return false;
	if (!page->strike_only)
		note(&page->problems, why);
	return true;
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

static void hand_over(const struct walk *walk)
{
	const struct inspection *inspection = walk->inspection;
	const struct inspect_page *page = &walk->page;
	const char *end = page->problems.data + page->problems.length;

	for (const char *text = page->problems.data; text < end; text += strlen(text) + 1)
		inspection->problem(text, inspection->context);
	for (size_t i = 0; i < page->key_count; i++)
		inspection->key(&page->keys[i].record, &page->keys[i].sealed, inspection->context);
	for (size_t i = 0; i < page->source_count; i++)
		inspection->source(&page->sources[i], inspection->context);
	for (size_t i = 0; i < page->pooled_count; i++)
		inspection->pooled(&page->pooled[i], inspection->context);
	if (inspection->progress != NULL)
		inspection->progress(walk->rows, inspection->context);
}

/* Page by page through the rows of one kind. */
static bool walk_kind(
	struct walk *walk, const struct inspect_kind *kind, size_t *count, struct failure *why)
{
	walk->kind = kind;
	*count = 0;
	buffer_clear(&walk->after);
	do {
		if (!store_read(walk->store, look_at_page, walk, why))
			return false;
		*count += walk->page_rows;
		walk->rows += walk->page_rows;
		buffer_swap(&walk->after, &walk->last);
		hand_over(walk);
	} while (walk->page_rows == PAGE_ROWS);
	return true;
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

static bool is_known_kind(int kind)
{
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		if (inspect_kinds[i].kind == kind)
			return true;
	}
	return false;
}

static bool stop_at_first(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	bool *found = context;

	(void)key;
	(void)value;
	(void)why;
	*found = true;
	*more = false;
	return true;
}

/* Rows of kinds that this version does not know. */
static bool look_for_strangers(struct transaction *transaction, void *context, struct failure *why)
{
	struct walk *walk = context;
	struct failure finding;

	inspect_page_clear(&walk->page);
	for (int kind = 0; kind <= UINT8_MAX; kind++) {
		buffer_auto prefix = BUFFER_INIT;
		bool found = false;

		if (is_known_kind(kind))
			continue;
		buffer_append_byte(&prefix, (uint8_t)kind);
		if (!store_scan(transaction, &prefix, NULL, stop_at_first, &found, why))
			return false;
		if (!found)
			continue;
		fail(&finding, FAILURE_INTERNAL,
			"There are rows of kind 0x%02x, which this version (" PACKAGE_VERSION
			") does not know.",
			(unsigned)kind);
		note(&walk->page.problems, &finding);
	}
	return true;
}

bool inspect(struct store *store, const struct inspection *inspection, size_t counts[INSPECT_KINDS],
	struct failure *why)
{
	__attribute__((cleanup(walk_free))) struct walk walk = {
		.inspection = inspection,
		.store = store,
		.memory = {.sources = ID_LIST_INIT},
		.sealed_rows = ROW_SET_INIT,
		.page = {.problems = BUFFER_INIT},
		.after = BUFFER_INIT,
		.last = BUFFER_INIT,
	};

	walk.page.memory = &walk.memory;
	walk.page.sealed_rows = &walk.sealed_rows;
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		if (!walk_kind(&walk, &inspect_kinds[i], &counts[i], why))
			return false;
	}
	if (!store_read(store, look_for_strangers, &walk, why))
		return false;
	hand_over(&walk);
	return look_for_owners(&walk, why);
}
