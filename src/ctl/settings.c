#include "mint/settings.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

#include <stdlib.h>
#include <string.h>

static const char *const no_values[] = {NULL};

static const struct column setting_columns[] = {
	{"NAME", "name", false},
	{"VALUES", "values", false},
	{"TAKES", NULL, false},
	{"MEANING", NULL, false},
	{NULL, NULL, false},
};

bool run_settings_set(struct call *call, struct failure *why)
{
	bool any = call->options.word_count > 1;

	return settings_set(
		&call->vault, call_word(call, 0), any ? call->options.words + 1 : no_values, why);
}

/* The value behind this one, or the first; NULL at the end. */
static const char *next_value(const struct buffer *values, const char *value)
{
	const char *next = value == NULL ? values->data : value + strlen(value) + 1;

	return next < values->data + values->length ? next : NULL;
}

static void put_values(const struct buffer *values, struct table *table)
{
	const char **list = calloc(values->length + 1, sizeof *list);
	size_t count = 0;

	if (list == NULL)
		abort();
	for (const char *value = next_value(values, NULL); value != NULL;
		value = next_value(values, value))
		list[count++] = value;
	table_put_list(table, list, count, NULL);
	free(list);
}

static const struct column one_columns[] = {
	{"NAME", "name", false},
	{"VALUES", "values", false},
	{NULL, NULL, false},
};

static void print_json(const char *name, const struct buffer *values, struct buffer *out)
{
	table_auto table;

	table_init(&table, one_columns, true);
	table_put(&table, name);
	put_values(values, &table);
	table_print_record(&table, out);
}

bool run_settings_get(struct call *call, struct failure *why)
{
	buffer_auto values = BUFFER_INIT;

	if (!settings_get(&call->vault, call_word(call, 0), &values, why))
		return false;
	if (call->json) {
		print_json(call_word(call, 0), &values, &call->out);
		return true;
	}
	for (const char *value = next_value(&values, NULL); value != NULL;
		value = next_value(&values, value))
		buffer_printf(&call->out, "%s\n", value);
	return true;
}

bool run_settings_list(struct call *call, struct failure *why)
{
	table_auto table;

	table_init(&table, setting_columns, call->json);
	for (size_t i = 0; i < setting_form_count; i++) {
		buffer_auto values = BUFFER_INIT;

		if (!settings_get(&call->vault, setting_forms[i].name, &values, why))
			return false;
		table_put(&table, setting_forms[i].name);
		put_values(&values, &table);
		table_put(&table, setting_forms[i].values);
		table_put(&table, setting_forms[i].help);
	}
	table_print(&table, &call->out);
	return true;
}
