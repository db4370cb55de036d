#include "store/audit_read.h"

#include "store/record.h"

/* So many rows a visit: some milliseconds. */
#define PAGE_ROWS 256

struct page {
	struct buffer keys[PAGE_ROWS]; /* owned, as are the values */
	struct buffer values[PAGE_ROWS];
	size_t count;
	struct buffer after; /* owned; the last row of the page before; empty: none */
	bool backwards;
};

static void page_init(struct page *page, bool backwards)
{
	for (size_t i = 0; i < PAGE_ROWS; i++) {
		buffer_init(&page->keys[i]);
		buffer_init(&page->values[i]);
	}
	buffer_init(&page->after);
	page->count = 0;
	page->backwards = backwards;
}

static void page_free(struct page *page)
{
	for (size_t i = 0; i < PAGE_ROWS; i++) {
		buffer_free(&page->keys[i]);
		buffer_free(&page->values[i]);
	}
	buffer_free(&page->after);
}

static bool take_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct page *page = context;

	(void)why;
	buffer_clear(&page->keys[page->count]);
	buffer_clear(&page->values[page->count]);
	buffer_append(&page->keys[page->count], key->data, key->length);
	buffer_append(&page->values[page->count], value->data, value->length);
	*more = ++page->count < PAGE_ROWS;
	return true;
}

static bool read_page(struct transaction *transaction, void *context, struct failure *why)
{
	struct page *page = context;
	buffer_auto prefix = BUFFER_INIT;
	const struct store_range range = {
		.prefix = &prefix,
		.after = page->after.length > 0 ? &page->after : NULL,
		.backwards = page->backwards,
	};

	page->count = 0;
	record_key(&prefix, RECORD_AUDIT);
	return store_scan_range(transaction, &range, take_row, page, why);
}

static bool hand_over(
	const struct page *page, bool *more, store_row visit, void *context, struct failure *why)
{
	for (size_t i = 0; *more && i < page->count; i++) {
		if (!visit(&page->keys[i], &page->values[i], more, context, why))
			return false;
	}
	return true;
}

bool audit_each(
	struct store *store, bool backwards, store_row visit, void *context, struct failure *why)
{
	__attribute__((cleanup(page_free))) struct page page;
	bool more = true;

	page_init(&page, backwards);
	do {
		if (!store_read(store, read_page, &page, why) ||
			!hand_over(&page, &more, visit, context, why))
			return false;
		if (page.count > 0)
			buffer_swap(&page.after, &page.keys[page.count - 1]);
	} while (more && page.count == PAGE_ROWS);
	return true;
}
