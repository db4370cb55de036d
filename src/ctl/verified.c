#include "ctl/verified.h"

#include "ctl/printable.h"
#include "ctl/table.h"

#include <string.h>

static const struct column count_columns[] = {
	{"ROWS OF", NULL, false},
	{"COUNT", NULL, true},
	{NULL, NULL, false},
};

void verified_print(const struct verification *verification, struct buffer *out)
{
	const struct buffer *problems = &verification->problems;
	const char *end = problems->data + problems->length;
	table_auto table;

	table_init(&table, count_columns, false);
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		table_put(&table, inspect_kind_names[i].title);
		table_put_integer(&table, (int64_t)verification->counts[i]);
	}
	table_put(&table, "opened and right");
	table_put_integer(&table, (int64_t)verification->opened);
	table_print(&table, out);
	if (verification->problem_count > 0)
		buffer_append_byte(out, '\n');
	for (const char *text = problems->data; text < end; text += strlen(text) + 1) {
		printable_append(out, text);
		buffer_append_byte(out, '\n');
	}
}

void verified_write(const struct verification *verification, struct json_writer *writer)
{
	const struct buffer *problems = &verification->problems;
	const char *end = problems->data + problems->length;

	json_put_object(writer, "rows");
	for (size_t i = 0; i < INSPECT_KINDS; i++)
		json_put_integer(
			writer, inspect_kind_names[i].member, (int64_t)verification->counts[i]);
	json_put_end(writer);
	json_put_integer(writer, "opened", (int64_t)verification->opened);
	json_put_integer(writer, "problemCount", (int64_t)verification->problem_count);
	json_put_array(writer, "problems");
	for (const char *text = problems->data; text < end; text += strlen(text) + 1)
		json_put_string(writer, NULL, text);
	json_put_end(writer);
}
