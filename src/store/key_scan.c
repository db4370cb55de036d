#include "store/key_scan.h"

#include "store/key_row.h"
#include "store/list_page.h"

struct each {
	key_scan_visit visit;
	void *context;
	struct key_record key; /* owned; the row's, used again for the next */
};

static bool each_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct each *each = context;

	(void)row;
	return key_row_decode(value, &each->key, why) &&
	       each->visit(&each->key, more, each->context, why);
}

bool key_scan_each(struct transaction *transaction, const struct id *project, const char *after,
	key_scan_visit visit, void *context, struct failure *why)
{
	const struct list_page page = {.after = after};
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {visit, context, KEY_RECORD_INIT};
	bool more;

	key_row_prefix(&prefix, project);

	bool done = list_page_scan(transaction, &prefix, &page, each_row, &each, &more, why);

	key_record_free(&each.key);
	return done;
}

struct each_raw {
	key_scan_row_visit visit;
	void *context;
	struct key_record key; /* as in struct each */
};

static bool each_raw_row(const struct buffer *row, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct each_raw *each = context;

	(void)row;
	(void)more;
	return key_row_decode(value, &each->key, why) &&
	       each->visit(&each->key, value, each->context, why);
}

bool key_scan_each_row(struct transaction *transaction, const struct id *project,
	key_scan_row_visit visit, void *context, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each_raw each = {visit, context, KEY_RECORD_INIT};

	key_row_prefix(&prefix, project);

	bool done = store_scan_bulk(transaction, &prefix, each_raw_row, &each, why);

	key_record_free(&each.key);
	return done;
}
