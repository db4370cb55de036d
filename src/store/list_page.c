#include "store/list_page.h"

#include "store/record.h"

struct paging {
	const struct list_page *page;
	store_row row;
	void *context;
	size_t seen;
	bool more;
};

static bool pass_on(const struct buffer *key, const struct buffer *value, bool *more, void *context,
	struct failure *why)
{
	struct paging *paging = context;

	if (paging->page->size != 0 && paging->seen == paging->page->size) {
		paging->more = true;
		*more = false;
		return true;
	}
	paging->seen++;
	return paging->row(key, value, more, paging->context, why);
}

bool list_page_scan(struct transaction *transaction, const struct buffer *prefix,
	const struct list_page *page, store_row row, void *context, bool *more, struct failure *why)
{
	struct paging paging = {.page = page, .row = row, .context = context};
	buffer_auto after = BUFFER_INIT;
	const struct store_range range = {
		.prefix = prefix,
		.after = page->after == NULL ? NULL : &after,
		.skip = page->skip,
		.backwards = page->descending,
	};

	buffer_append(&after, prefix->data, prefix->length);
	if (page->after != NULL)
		record_key_name(&after, page->after);
	if (!store_scan_range(transaction, &range, pass_on, &paging, why))
		return false;
	*more = paging.more;
	return true;
}
