#include "ctl/validity.h"

#include "store/key_scan.h"

#include <string.h>

/* Keys of one visit to the store: others are waiting at the door. */
#define PAGE 1000

struct page {
	const struct id *project;
	int64_t now;
	int64_t horizon;
	char after[NAME_SIZE]; /* where the page begins; empty: with the first key */
	char last[NAME_SIZE];  /* the last key seen */
	size_t seen;
	struct validity counted; /* on this page alone */
};

static void count(struct validity *validity, int64_t expires, const struct page *page)
{
	validity->keys++;
	if (expires <= page->now) {
		validity->expired++;
		return;
	}
	if (expires < page->horizon)
		validity->expiring++;
	if (validity->next_expiry == VALIDITY_NONE || expires < validity->next_expiry)
		validity->next_expiry = expires;
}

static bool visit_key(const struct key_record *key, bool *more, void *context, struct failure *why)
{
	struct page *page = context;

	(void)why;
	count(&page->counted, key->expires, page);
	memcpy(page->last, key->name, NAME_SIZE);
	*more = ++page->seen < PAGE;
	return true;
}

static bool read_page(struct transaction *transaction, void *context, struct failure *why)
{
	struct page *page = context;

	page->seen = 0;
	page->counted = (struct validity){.next_expiry = VALIDITY_NONE};
	return key_scan_each(transaction, page->project,
		page->after[0] == '\0' ? NULL : page->after, visit_key, page, why);
}

static void add(struct validity *sum, const struct validity *part)
{
	sum->keys += part->keys;
	sum->expired += part->expired;
	sum->expiring += part->expiring;
	if (part->next_expiry == VALIDITY_NONE)
		return;
	if (sum->next_expiry == VALIDITY_NONE || part->next_expiry < sum->next_expiry)
		sum->next_expiry = part->next_expiry;
}

bool validity_look(struct vault *vault, const struct id *project, int64_t now, int64_t horizon,
	struct validity *validity, struct failure *why)
{
	struct page page = {.project = project, .now = now, .horizon = horizon};

	*validity = (struct validity){.next_expiry = VALIDITY_NONE};
	do {
		if (!store_read(vault->store, read_page, &page, why))
			return false;
		add(validity, &page.counted);
		memcpy(page.after, page.last, NAME_SIZE);
	} while (page.seen == PAGE);
	return true;
}
