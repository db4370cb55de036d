#include "base/base64.h"
#include "ctl/input.h"
#include "ctl/stored.h"
#include "ctl/verbs.h"

#include <string.h>

#define FILE_LIMIT 6291456 /* what fits into a request of the management API in base64 */

static const struct column keystore_columns[] = {
	{"ENVIRONMENT", "environment", false},
	{"TYPE", "type", false},
	{"BYTES", "bytes", true},
	{NULL, NULL, false},
};

static bool read_both(
	struct call *call, struct buffer *file, struct buffer *password, struct failure *why)
{
	const char *path = call_option(call, "file");
	bool has_password = options_has(&call->options, "password-stdin");

	if (has_password && strcmp(path, "-") == 0)
		return misused(call, why, "stdin can not be both the file and the password.");
	return stored_read_file(path, FILE_LIMIT, file, why) &&
	       (!has_password || input_known_password(password, why));
}

bool run_keystore_add(struct call *call, struct failure *why)
{
	struct source_request request = {.name = NULL};
	buffer_auto file = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;

	if (!read_both(call, &file, &password, why))
		return false;
	base64_encode(&text, file.data, file.length);

	const struct source_part part = {.file = text.data, .password = password.data};

	return stored_add_everywhere(call, SOURCE_KEYSTORE, &request, &part, why);
}

bool run_keystore_list(struct call *call, struct failure *why)
{
	return stored_list(call, SOURCE_KEYSTORE, why);
}

static bool put_keystore(struct call *call, struct table *table, const struct source_record *source,
	const struct source_entry *entry, struct failure *why)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;

	if (!sources_open(&call->vault, source, entry, &file, &password, why))
		return false;
	table_put(table, source->type);
	table_put_integer(table, (int64_t)file.length);
	return true;
}

bool run_keystore_show(struct call *call, struct failure *why)
{
	return stored_show(call, SOURCE_KEYSTORE, keystore_columns, put_keystore, why);
}

bool run_keystore_remove(struct call *call, struct failure *why)
{
	return stored_remove(call, SOURCE_KEYSTORE, why);
}
