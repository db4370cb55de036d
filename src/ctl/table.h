/*
 * What a verb prints: rows of columns, described once, as an aligned table for people or as JSON
 * for scripts.
 *
 * Cells are put one after the other, a row ends with its last column. A column without a title is
 * for JSON only, one without a member name for the table only. An empty cell is "-" and null.
 */
#ifndef JWKMINT_CTL_TABLE_H
#define JWKMINT_CTL_TABLE_H

#include "base/buffer.h"
#include "base/json_writer.h"

/* A list of columns ends with one that has neither. */
struct column {
	const char *title;
	const char *member;
	bool right; /* aligned to the right: numbers */
};

struct table {
	const struct column *columns; /* borrowed */
	bool json;
	size_t at;           /* the column that is put next */
	struct buffer cells; /* of the table: row by row, each with a NUL */
	struct buffer text;  /* of JSON: the objects with commas between them */
	struct json_writer writer;
};

#define table_auto __attribute__((cleanup(table_free))) struct table

void table_init(struct table *table, const struct column *columns, bool json);
void table_free(struct table *table);

/* Takes all rows away again: for work in the store, which may run more than once. */
void table_clear(struct table *table);

void table_put(struct table *table, const char *text); /* NULL and "" are empty */
void table_put_integer(struct table *table, int64_t number);
void table_put_boolean(struct table *table, bool truth); /* yes, no */

/* An ISO 8601 time; INT64_MAX is "never" and null. */
void table_put_time(struct table *table, int64_t seconds);

/* Names: joined with commas, or an array; `none` is shown in the table when there are none. */
void table_put_list(struct table *table, const char *const *names, size_t count, const char *none);

/* A value that is JSON text; shown as it is in the table, too. NULL and "" are empty. */
void table_put_json(struct table *table, const char *text);

/* Appends a header line and the rows, or an array of objects. */
void table_print(const struct table *table, struct buffer *out);

/* Appends the only row, a line for each column, or one object. */
void table_print_record(const struct table *table, struct buffer *out);

#endif
