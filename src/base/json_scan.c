#include "base/json.h"
#include "base/json_string.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static void white_space(struct json_scan *scan)
{
	while (scan->at < scan->end && strchr(" \t\r\n", *scan->at) != NULL && *scan->at != '\0')
		scan->at++;
}

static bool next_is(const struct json_scan *scan, char character)
{
	return scan->at < scan->end && *scan->at == character;
}

static size_t digits(struct json_scan *scan)
{
	const char *from = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return (size_t)(scan->at - from);
}

static bool number(struct json_scan *scan)
{
	if (next_is(scan, '-'))
		scan->at++;
	if (next_is(scan, '0'))
		scan->at++;
	else if (digits(scan) == 0)
		return json_scan_fail(scan, "a value was expected");
	if (next_is(scan, '.')) {
		scan->at++;
		if (digits(scan) == 0)
			return json_scan_fail(scan, "a number without digits behind its point");
	}
	if (next_is(scan, 'e') || next_is(scan, 'E')) {
		scan->at++;
		if (next_is(scan, '+') || next_is(scan, '-'))
			scan->at++;
		if (digits(scan) == 0)
			return json_scan_fail(scan, "a number without digits in its exponent");
	}
	return true;
}

static bool literal(struct json_scan *scan, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
		return json_scan_fail(scan, "a value was expected");
	scan->at += length;
	return true;
}

static bool enter(struct json_scan *scan)
{
	if (scan->depth == JSON_MAX_DEPTH)
		return fail(scan->why, FAILURE_INVALID,
			"Invalid JSON: nested deeper than %d levels at byte %zu.", JSON_MAX_DEPTH,
			(size_t)(scan->at - scan->start) + 1);
	scan->depth++;
	scan->at++;
	white_space(scan);
	return true;
}

static bool leave(struct json_scan *scan)
{
	scan->depth--;
	scan->at++;
	return true;
}

static bool value(struct json_scan *scan);

static bool array(struct json_scan *scan)
{
	if (!enter(scan))
		return false;
	if (next_is(scan, ']'))
		return leave(scan);
	for (;;) {
		if (!value(scan))
			return false;
		white_space(scan);
		if (next_is(scan, ']'))
			return leave(scan);
		if (!next_is(scan, ','))
			return json_scan_fail(scan, "',' or ']' was expected");
		scan->at++;
		white_space(scan);
	}
}

/* The decoded member names of one object, one behind the other, each ended by a NUL. */
struct names {
	struct buffer text;
	size_t *offsets;
	size_t count;
	size_t size;
};

static void names_free(struct names *names)
{
	buffer_free(&names->text);
	free(names->offsets);
}

static void names_add(struct names *names)
{
	if (names->count == names->size) {
		names->size = names->size == 0 ? 16 : names->size * 2;

		size_t *offsets = realloc(names->offsets, names->size * sizeof *offsets);

		if (offsets == NULL)
			abort();
		names->offsets = offsets;
	}
	names->offsets[names->count++] = names->text.length;
}

static int compare_names(const void *a, const void *b, void *text)
{
	return strcmp(
		(const char *)text + *(const size_t *)a, (const char *)text + *(const size_t *)b);
}

/* Sorting keeps an object of a hundred thousand members from costing their square. */
static bool names_unique(struct json_scan *scan, struct names *names)
{
	if (names->count < 2)
		return true;
	qsort_r(names->offsets, names->count, sizeof *names->offsets, compare_names,
		names->text.data);
	for (size_t i = 1; i < names->count; i++) {
		const char *name = names->text.data + names->offsets[i];

		if (strcmp(names->text.data + names->offsets[i - 1], name) == 0)
			return fail(scan->why, FAILURE_INVALID,
				"Invalid JSON: member \"%.*s\" appears twice in one object.",
				utf8_fit(name, 128), name);
	}
	return true;
}

static bool object(struct json_scan *scan)
{
	__attribute__((cleanup(names_free))) struct names names = {.text = BUFFER_INIT};

	if (!enter(scan))
		return false;
	if (next_is(scan, '}'))
		return leave(scan);
	for (;;) {
		names_add(&names);
		if (!json_scan_string(scan, &names.text))
			return false;
		buffer_append_byte(&names.text, 0);
		white_space(scan);
		if (!next_is(scan, ':'))
			return json_scan_fail(scan, "':' was expected");
		scan->at++;
		white_space(scan);
		if (!value(scan))
			return false;
		white_space(scan);
		if (next_is(scan, '}'))
			return names_unique(scan, &names) && leave(scan);
		if (!next_is(scan, ','))
			return json_scan_fail(scan, "',' or '}' was expected");
		scan->at++;
		white_space(scan);
	}
}

static bool value(struct json_scan *scan)
{
	if (scan->at == scan->end)
		return json_scan_fail(scan, "it ends too early");
	switch (*scan->at) {
	case '{':
		return object(scan);
	case '[':
		return array(scan);
	case '"':
		return json_scan_string(scan, NULL);
	case 't':
		return literal(scan, "true");
	case 'f':
		return literal(scan, "false");
	case 'n':
		return literal(scan, "null");
	default:
		return number(scan);
	}
}

bool json_is_valid(const char *text, size_t length, struct failure *why)
{
	struct json_scan scan = {.start = text, .at = text, .end = text + length, .why = why};

	white_space(&scan);
	if (!value(&scan))
		return false;
	white_space(&scan);
	if (scan.at != scan.end)
		return json_scan_fail(&scan, "something follows the value");
	return true;
}
