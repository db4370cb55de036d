#include "ctl/audit_filter.h"
#include "ctl/verbs.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "store/audit_read.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* So much is collected before it is written. */
#define BLOCK 65536

struct exporting {
	const struct audit_filter *filter;
	struct buffer *out;
	struct audit_place former; /* the record before */
	bool has_failed;           /* a row could not be read; `why` says which was the first */
	struct failure why;
};

static void put_hash(
	struct json_writer *writer, const char *name, const uint8_t hash[AUDIT_HASH_SIZE])
{
	char text[AUDIT_HASH_TEXT_SIZE];

	audit_hash_format(hash, text);
	json_put_string(writer, name, text);
}

static void put_record(const struct exporting *exporting, const struct audit_record *record)
{
	char time[CLOCK_TEXT_SIZE];
	struct json_writer writer;

	clock_format_ms(record->time, time);
	json_writer_init(&writer, exporting->out);
	json_put_object(&writer, NULL);
	json_put_integer(&writer, "sequence", (int64_t)record->place.sequence);
	json_put_string(&writer, "time", time);
	for (size_t i = 0; i < AUDIT_TEXTS; i++) {
		const struct buffer *text = &record->texts[i];

		json_put_string(
			&writer, audit_text_members[i], text->length == 0 ? NULL : text->data);
	}
	put_hash(&writer, "formerHash", exporting->former.hash);
	put_hash(&writer, "hash", record->place.hash);
	json_put_end(&writer);
	buffer_append_byte(exporting->out, '\n');
}

static bool flush(struct buffer *out, struct failure *why)
{
	if (!file_write_all(STDOUT_FILENO, out->data, out->length))
		return fail(why, FAILURE_INTERNAL, "Can not write to stdout: %s.", strerror(errno));
	buffer_clear(out);
	return true;
}

/* Nobody waits inside of the store for whoever reads this. */
static bool export_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct exporting *exporting = context;
	audit_record_auto record;

	(void)more;
	audit_record_init(&record);
	if (!audit_record_decode(key, value, &record, why)) {
		if (!exporting->has_failed)
			exporting->why = *why;
		exporting->has_failed = true;
		return true;
	}
	if (audit_filter_fits(exporting->filter, &record))
		put_record(exporting, &record);
	exporting->former = record.place;
	return exporting->out->length < BLOCK || flush(exporting->out, why);
}

bool run_audit_export(struct call *call, struct failure *why)
{
	struct audit_filter filter;
	struct exporting exporting = {.filter = &filter, .out = &call->out};

	call->bytes = true;
	if (!audit_filter_read(call, &filter, why) || !call_open_vault(call, why))
		return false;
	audit_origin(&call->vault.store_id, &exporting.former);
	if (!audit_each(call->vault.store, false, export_row, &exporting, why))
		return false;
	*why = exporting.why;
	return !exporting.has_failed;
}
