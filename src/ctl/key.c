#include "base/base64.h"
#include "ctl/stored.h"
#include "ctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT 65536

static const struct column key_columns[] = {
	{"ENVIRONMENT", "environment", false},
	{"TYPE", "type", false},
	{"PRIVATE HALF", "private", false},
	{"PUBLIC KEY", "publicKey", false},
	{NULL, NULL, false},
};

/* What the files of one environment hold, as text. */
struct halves {
	struct buffer public_key; /* owned, as is the next; empty: none */
	struct buffer private_key;
};

struct reading {
	struct halves *halves; /* owned; one for each environment */
	struct source_part *parts;
	size_t count;
};

static void reading_free(struct reading *reading)
{
	for (size_t i = 0; reading->halves != NULL && i < reading->count; i++) {
		buffer_free(&reading->halves[i].public_key);
		buffer_free(&reading->halves[i].private_key);
	}
	free(reading->halves);
	free(reading->parts);
}

static size_t count_values(const char *const *values)
{
	size_t count = 0;

	while (values != NULL && values[count] != NULL)
		count++;
	return count;
}

/* DER begins with this byte, and neither PEM nor base64 of DER does. */
static bool is_der(const struct buffer *content)
{
	return content->length > 0 && content->data[0] == 0x30;
}

/* Reads the file of an option for environment `i`: the only one there is, or the i-th. */
static bool read_half(
	struct call *call, const char *option, size_t i, struct buffer *text, struct failure *why)
{
	const char *const *paths = options_values(&call->options, option);
	size_t count = count_values(paths);
	buffer_auto content = BUFFER_INIT;

	if (count == 0)
		return true;
	if (!stored_read_file(paths[count == 1 ? 0 : i], FILE_LIMIT, &content, why))
		return false;
	if (is_der(&content))
		base64_encode(text, content.data, content.length);
	else
		buffer_swap(text, &content);
	return true;
}

static bool check_counts(struct call *call, size_t environments, struct failure *why)
{
	static const char *const names[] = {"public", "private"};
	size_t given = 0;

	for (size_t i = 0; i < 2; i++) {
		size_t count = count_values(options_values(&call->options, names[i]));

		given += count;
		if (count > 1 && count != environments)
			return misused(call, why,
				"--%s is given %zu times, but there are %zu environments: give one "
				"file for all, or one for each, in their order.",
				names[i], count, environments);
	}
	return given > 0 || misused(call, why, "A key needs --public, --private, or both.");
}

static bool read_all(struct call *call, struct reading *reading, struct failure *why)
{
	const char *const *environments = options_values(&call->options, "environment");
	size_t count = count_values(environments);

	if (!check_counts(call, count, why))
		return false;
	reading->halves = calloc(count, sizeof *reading->halves);
	reading->parts = calloc(count, sizeof *reading->parts);
	if (reading->halves == NULL || reading->parts == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		struct halves *halves = &reading->halves[reading->count++];

		*halves = (struct halves){BUFFER_INIT, BUFFER_INIT};
		if (!read_half(call, "public", i, &halves->public_key, why) ||
			!read_half(call, "private", i, &halves->private_key, why))
			return false;
		reading->parts[i] = (struct source_part){.environment = environments[i],
			.public_key = halves->public_key.data,
			.private_key = halves->private_key.data};
	}
	return true;
}

bool run_key_add(struct call *call, struct failure *why)
{
	__attribute__((cleanup(reading_free))) struct reading reading = {.count = 0};

	if (!read_all(call, &reading, why))
		return false;

	struct source_request request = {.parts = reading.parts, .count = reading.count};

	return stored_add(call, SOURCE_KEY, &request, why);
}

bool run_key_list(struct call *call, struct failure *why)
{
	return stored_list(call, SOURCE_KEY, why);
}

static bool put_key(struct call *call, struct table *table, const struct source_record *source,
	const struct source_entry *entry, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;

	(void)call;
	(void)why;
	base64_encode(&text, entry->public_part.data, entry->public_part.length);
	table_put(table, source->type);
	table_put_boolean(table, entry->sealed.length > 0);
	table_put(table, text.data);
	return true;
}

bool run_key_show(struct call *call, struct failure *why)
{
	return stored_show(call, SOURCE_KEY, key_columns, put_key, why);
}

bool run_key_remove(struct call *call, struct failure *why)
{
	return stored_remove(call, SOURCE_KEY, why);
}
