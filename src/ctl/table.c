#include "ctl/table.h"

#include "base/clock.h"
#include "ctl/printable.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 32
#define GAP         2

void table_init(struct table *table, const struct column *columns, bool json)
{
	*table = (struct table){
		.columns = columns, .json = json, .cells = BUFFER_INIT, .text = BUFFER_INIT};
	json_writer_init(&table->writer, &table->text);
}

void table_free(struct table *table)
{
	buffer_free(&table->cells);
	buffer_free(&table->text);
}

void table_clear(struct table *table)
{
	table->at = 0;
	buffer_clear(&table->cells);
	buffer_clear(&table->text);
	json_writer_init(&table->writer, &table->text);
}

static bool is_end(const struct column *column)
{
	return column->title == NULL && column->member == NULL;
}

/* The column whose turn it is; opens the object of a row with its first. */
static const struct column *begin_cell(struct table *table)
{
	if (table->json && table->at == 0)
		json_put_object(&table->writer, NULL);
	return &table->columns[table->at];
}

static void end_cell(struct table *table)
{
	table->at++;
	if (!is_end(&table->columns[table->at]))
		return;
	table->at = 0;
	if (table->json)
		json_put_end(&table->writer);
}

static void add_text(struct table *table, const struct column *column, const char *text)
{
	if (table->json || column->title == NULL)
		return;
	printable_append(&table->cells, text == NULL || *text == '\0' ? "-" : text);
	buffer_append_byte(&table->cells, '\0');
}

static bool wants_json(const struct table *table, const struct column *column)
{
	return table->json && column->member != NULL;
}

void table_put(struct table *table, const char *text)
{
	const struct column *column = begin_cell(table);
	bool empty = text == NULL || *text == '\0';

	add_text(table, column, text);
	if (wants_json(table, column))
		json_put_string(&table->writer, column->member, empty ? NULL : text);
	end_cell(table);
}

void table_put_integer(struct table *table, int64_t number)
{
	const struct column *column = begin_cell(table);
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, number);
	add_text(table, column, text);
	if (wants_json(table, column))
		json_put_integer(&table->writer, column->member, number);
	end_cell(table);
}

void table_put_boolean(struct table *table, bool truth)
{
	const struct column *column = begin_cell(table);

	add_text(table, column, truth ? "yes" : "no");
	if (wants_json(table, column))
		json_put_boolean(&table->writer, column->member, truth);
	end_cell(table);
}

void table_put_time(struct table *table, int64_t seconds)
{
	const struct column *column = begin_cell(table);
	char text[CLOCK_TEXT_SIZE] = "never";

	if (seconds != INT64_MAX)
		clock_format(seconds, text);
	add_text(table, column, text);
	if (wants_json(table, column))
		json_put_string(&table->writer, column->member, seconds == INT64_MAX ? NULL : text);
	end_cell(table);
}

void table_put_list(struct table *table, const char *const *names, size_t count, const char *none)
{
	const struct column *column = begin_cell(table);
	buffer_auto joined = BUFFER_INIT;

	for (size_t i = 0; i < count; i++)
		buffer_printf(&joined, "%s%s", i > 0 ? ", " : "", names[i]);
	add_text(table, column, count > 0 ? joined.data : none);
	if (wants_json(table, column)) {
		json_put_array(&table->writer, column->member);
		for (size_t i = 0; i < count; i++)
			json_put_string(&table->writer, NULL, names[i]);
		json_put_end(&table->writer);
	}
	end_cell(table);
}

void table_put_json(struct table *table, const char *text)
{
	const struct column *column = begin_cell(table);
	bool empty = text == NULL || *text == '\0';

	add_text(table, column, text);
	if (wants_json(table, column) && empty)
		json_put_null(&table->writer, column->member);
	else if (wants_json(table, column))
		json_put_raw(&table->writer, column->member, text, strlen(text));
	end_cell(table);
}

/* The columns that have a title, in order; how many. */
static size_t titled(const struct table *table, const struct column *columns[MAX_COLUMNS])
{
	size_t count = 0;

	for (const struct column *column = table->columns; !is_end(column); column++) {
		if (column->title == NULL)
			continue;
		if (count == MAX_COLUMNS)
			abort();
		columns[count++] = column;
	}
	return count;
}

static void pad(struct buffer *out, size_t count)
{
	buffer_printf(out, "%*s", (int)count, "");
}

static void print_cell(struct buffer *out, const char *text, size_t width, bool right, bool is_last)
{
	size_t room = width - printable_width(text);

	if (right)
		pad(out, room);
	buffer_append_string(out, text);
	if (!is_last)
		pad(out, (right ? 0 : room) + GAP);
	else
		buffer_append_byte(out, '\n');
}

static void print_table(const struct table *table, struct buffer *out)
{
	const struct column *columns[MAX_COLUMNS];
	size_t width[MAX_COLUMNS];
	size_t count = titled(table, columns);
	const char *end = table->cells.data + table->cells.length;
	size_t i = 0;

	for (i = 0; i < count; i++)
		width[i] = printable_width(columns[i]->title);
	i = 0;
	for (const char *cell = table->cells.data; cell < end; cell += strlen(cell) + 1) {
		size_t wide = printable_width(cell);

		width[i] = wide > width[i] ? wide : width[i];
		i = (i + 1) % count;
	}
	for (i = 0; i < count; i++)
		print_cell(out, columns[i]->title, width[i], columns[i]->right, i + 1 == count);
	i = 0;
	for (const char *cell = table->cells.data; cell < end; cell += strlen(cell) + 1) {
		print_cell(out, cell, width[i], columns[i]->right, i + 1 == count);
		i = (i + 1) % count;
	}
}

void table_print(const struct table *table, struct buffer *out)
{
	if (!table->json) {
		print_table(table, out);
		return;
	}
	buffer_append_byte(out, '[');
	buffer_append(out, table->text.data, table->text.length);
	buffer_append_byte(out, ']');
}

void table_print_record(const struct table *table, struct buffer *out)
{
	const struct column *columns[MAX_COLUMNS];
	size_t count = titled(table, columns);
	const char *cell = table->cells.data;
	size_t width = 0;

	if (table->json) {
		buffer_append(out, table->text.data, table->text.length);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		size_t wide = printable_width(columns[i]->title);

		width = wide > width ? wide : width;
	}
	for (size_t i = 0; i < count; i++, cell += strlen(cell) + 1) {
		print_cell(out, columns[i]->title, width, false, false);
		buffer_append_string(out, cell);
		buffer_append_byte(out, '\n');
	}
}
