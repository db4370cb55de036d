#include "ctl/audit_filter.h"
#include "ctl/progress.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "store/audit_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_LIMIT 100

static const struct column list_columns[] = {
	{"RECORD", "sequence", true},
	{"TIME", "time", false},
	{"USER", "user", false},
	{"TOKEN", "tokenId", false},
	{"ACTION", "action", false},
	{"PROJECT", "project", false},
	{"KEY", "key", false},
	{"KID", "kid", false},
	{"OBJECT", "object", false},
	{"OUTCOME", "outcome", false},
	{"ADDRESS", "clientAddress", false},
	{"REQUEST", "requestId", false},
	{NULL, "hash", false},
	{NULL, NULL, false},
};

struct listing {
	const struct audit_filter *filter;
	struct table *table;
	int64_t rest; /* so many more */
};

static void put_record(struct table *table, const struct audit_record *record)
{
	char time[CLOCK_TEXT_SIZE];
	char hash[AUDIT_HASH_TEXT_SIZE];

	clock_format_ms(record->time, time);
	audit_hash_format(record->place.hash, hash);
	table_put_integer(table, (int64_t)record->place.sequence);
	table_put(table, time);
	for (size_t i = 0; i < AUDIT_TEXTS; i++)
		table_put(table, record->texts[i].data);
	table_put(table, hash);
}

static bool list_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct listing *listing = context;
	audit_record_auto record;

	audit_record_init(&record);
	if (!audit_record_decode(key, value, &record, why)) {
		say("%s", why->text);
		return true;
	}
	if (!audit_filter_fits(listing->filter, &record))
		return true;
	put_record(listing->table, &record);
	*more = --listing->rest > 0;
	return true;
}

static bool read_limit(struct call *call, int64_t *limit, struct failure *why)
{
	bool given;

	if (!options_integer(&call->options, "limit", limit, &given, why) || (given && *limit == 0))
		return misused(call, why, "--limit must be a number, 1 or more.");
	if (!given)
		*limit = DEFAULT_LIMIT;
	return true;
}

bool run_audit_list(struct call *call, struct failure *why)
{
	struct audit_filter filter;
	table_auto table;
	struct listing listing = {.filter = &filter, .table = &table};

	table_init(&table, list_columns, call->json);
	if (!audit_filter_read(call, &filter, why) || !read_limit(call, &listing.rest, why) ||
		!call_open_vault(call, why) ||
		!audit_each(call->vault.store, true, list_row, &listing, why))
		return false;
	table_print(&table, &call->out);
	return true;
}

static void show(uint64_t records, void *context)
{
	progress_count(context, (size_t)records, "records read");
}

static bool read_expected(
	struct call *call, const char *text, struct audit_place *place, struct failure *why)
{
	size_t digits = text == NULL ? 0 : strspn(text, "0123456789");

	if (text == NULL)
		return true;
	if (digits == 0 || digits > 18 || text[digits] != ':' ||
		!hex_decode(text + digits + 1, place->hash, sizeof place->hash))
		return misused(call, why,
			"--expect is '%.*s': write what a former `jwkmintctl audit verify` showed "
			"as newest, RECORD:HASH.",
			UTF8_SHOWN(text));
	place->sequence = strtoull(text, NULL, 10);
	return place->sequence > 0 || misused(call, why, "--expect: records begin with 1.");
}

static const struct column verify_columns[] = {
	{"records", "records", false},
	{"newest", "newest", false},
	{NULL, NULL, false},
};

bool run_audit_verify(struct call *call, struct failure *why)
{
	const char *text = call_option(call, "expect");
	struct audit_place expected;
	struct progress progress;
	struct audit_proof proof = {.progress = show, .context = &progress};
	char newest[AUDIT_PLACE_TEXT_SIZE];
	table_auto table;

	table_init(&table, verify_columns, call->json);
	if (!read_expected(call, text, &expected, why) || !call_open_vault(call, why))
		return false;
	progress_begin(&progress);

	bool done = audit_verify(&call->vault, text == NULL ? NULL : &expected, &proof, why);

	progress_end(&progress);
	if (!done)
		return false;
	if (!proof.is_whole) {
		*why = proof.finding;
		return false;
	}
	audit_place_format(&proof.newest, newest);
	table_put_integer(&table, (int64_t)proof.newest.sequence);
	table_put(&table, newest);
	table_print_record(&table, &call->out);
	return true;
}
