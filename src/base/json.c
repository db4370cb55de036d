#include "base/json.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <json-c/json_tokener.h>
#include <json-c/linkhash.h>
#include <json-c/printbuf.h>
#include <stdlib.h>
#include <string.h>

/* Where the scan is. Member names are collected, decoded, to find duplicates. */
struct scan {
	const char *start;
	const char *at;
	const char *end;
	unsigned depth;
	struct failure *why;
};

static bool value(struct scan *scan);

static bool wrong(struct scan *scan, const char *what)
{
	return fail(scan->why, FAILURE_INVALID, "Invalid JSON: %s at byte %zu.", what,
		(size_t)(scan->at - scan->start) + 1);
}

static void white_space(struct scan *scan)
{
	while (scan->at < scan->end && strchr(" \t\r\n", *scan->at) != NULL && *scan->at != '\0')
		scan->at++;
}

static bool next_is(const struct scan *scan, char character)
{
	return scan->at < scan->end && *scan->at == character;
}

/* Four hexadecimal digits of a \u escape. */
static bool hexadecimal(struct scan *scan, uint32_t *number)
{
	*number = 0;
	for (int i = 0; i < 4; i++, scan->at++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit;

		if (scan->at == scan->end || *scan->at < '0' ||
			(digit = strchr(digits, *scan->at | 0x20)) == NULL)
			return wrong(scan, "a \\u escape without four hexadecimal digits");
		*number = *number << 4 | (uint32_t)(digit - digits);
	}
	return true;
}

static void append_character(struct buffer *text, uint32_t character)
{
	if (character < 0x80) {
		buffer_append_byte(text, (uint8_t)character);
		return;
	}
	if (character < 0x800) {
		buffer_append_byte(text, (uint8_t)(0xC0 | character >> 6));
	} else {
		if (character < 0x10000) {
			buffer_append_byte(text, (uint8_t)(0xE0 | character >> 12));
		} else {
			buffer_append_byte(text, (uint8_t)(0xF0 | character >> 18));
			buffer_append_byte(text, (uint8_t)(0x80 | (character >> 12 & 0x3F)));
		}
		buffer_append_byte(text, (uint8_t)(0x80 | (character >> 6 & 0x3F)));
	}
	buffer_append_byte(text, (uint8_t)(0x80 | (character & 0x3F)));
}

/* What follows a backslash; appended to `text` unless that is NULL. */
static bool escape(struct scan *scan, struct buffer *text)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t character, low;

	if (scan->at == scan->end)
		return wrong(scan, "a string that does not end");

	const char *letter = *scan->at == '\0' ? NULL : strchr(letters, *scan->at);

	if (letter != NULL) {
		scan->at++;
		if (text != NULL)
			buffer_append_byte(text, (uint8_t)meanings[letter - letters]);
		return true;
	}
	if (*scan->at != 'u')
		return wrong(scan, "an unknown escape in a string");
	scan->at++;
	if (!hexadecimal(scan, &character))
		return false;
	if (character == 0)
		return wrong(scan, "a NUL character (\\u0000) in a string");
	if (character >= 0xDC00 && character < 0xE000)
		return wrong(scan, "half of a surrogate pair in a string");
	if (character >= 0xD800 && character < 0xDC00) {
		if (scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
			return wrong(scan, "half of a surrogate pair in a string");
		scan->at += 2;
		if (!hexadecimal(scan, &low))
			return false;
		if (low < 0xDC00 || low >= 0xE000)
			return wrong(scan, "half of a surrogate pair in a string");
		character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
	}
	if (text != NULL)
		append_character(text, character);
	return true;
}

/* A string, from its opening quote; the decoded text is appended to `text` unless that is NULL. */
static bool string(struct scan *scan, struct buffer *text)
{
	uint32_t character;

	if (!next_is(scan, '"'))
		return wrong(scan, "a string was expected");
	scan->at++;
	for (;;) {
		if (scan->at == scan->end)
			return wrong(scan, "a string that does not end");
		if (*scan->at == '"') {
			scan->at++;
			return true;
		}
		if (*scan->at == '\\') {
			scan->at++;
			if (!escape(scan, text))
				return false;
			continue;
		}

		size_t size = utf8_next(scan->at, (size_t)(scan->end - scan->at), &character);

		if (size == 0)
			return wrong(scan, "broken UTF-8");
		if (character < 0x20)
			return wrong(scan, "an unescaped control character in a string");
		if (text != NULL)
			buffer_append(text, scan->at, size);
		scan->at += size;
	}
}

static size_t digits(struct scan *scan)
{
	const char *from = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return (size_t)(scan->at - from);
}

static bool number(struct scan *scan)
{
	if (next_is(scan, '-'))
		scan->at++;
	if (next_is(scan, '0'))
		scan->at++;
	else if (digits(scan) == 0)
		return wrong(scan, "a value was expected");
	if (next_is(scan, '.')) {
		scan->at++;
		if (digits(scan) == 0)
			return wrong(scan, "a number without digits behind its point");
	}
	if (next_is(scan, 'e') || next_is(scan, 'E')) {
		scan->at++;
		if (next_is(scan, '+') || next_is(scan, '-'))
			scan->at++;
		if (digits(scan) == 0)
			return wrong(scan, "a number without digits in its exponent");
	}
	return true;
}

static bool literal(struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
		return wrong(scan, "a value was expected");
	scan->at += length;
	return true;
}

static bool enter(struct scan *scan)
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

static bool leave(struct scan *scan)
{
	scan->depth--;
	scan->at++;
	return true;
}

static bool array(struct scan *scan)
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
			return wrong(scan, "',' or ']' was expected");
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
static bool names_unique(struct scan *scan, struct names *names)
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

static bool object(struct scan *scan)
{
	__attribute__((cleanup(names_free))) struct names names = {.text = BUFFER_INIT};

	if (!enter(scan))
		return false;
	if (next_is(scan, '}'))
		return leave(scan);
	for (;;) {
		names_add(&names);
		if (!string(scan, &names.text))
			return false;
		buffer_append_byte(&names.text, 0);
		white_space(scan);
		if (!next_is(scan, ':'))
			return wrong(scan, "':' was expected");
		scan->at++;
		white_space(scan);
		if (!value(scan))
			return false;
		white_space(scan);
		if (next_is(scan, '}'))
			return names_unique(scan, &names) && leave(scan);
		if (!next_is(scan, ','))
			return wrong(scan, "',' or '}' was expected");
		scan->at++;
		white_space(scan);
	}
}

static bool value(struct scan *scan)
{
	if (scan->at == scan->end)
		return wrong(scan, "it ends too early");
	switch (*scan->at) {
	case '{':
		return object(scan);
	case '[':
		return array(scan);
	case '"':
		return string(scan, NULL);
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
	struct scan scan = {.start = text, .at = text, .end = text + length, .why = why};

	white_space(&scan);
	if (!value(&scan))
		return false;
	white_space(&scan);
	if (scan.at != scan.end)
		return wrong(&scan, "something follows the value");
	return true;
}

bool json_parse(const char *text, size_t length, struct json_object **tree, struct failure *why)
{
	if (length > INT32_MAX)
		return fail(why, FAILURE_TOO_LARGE, "The JSON text is too large.");
	if (!json_is_valid(text, length, why))
		return false;

	struct json_tokener *tokener = json_tokener_new_ex(JSON_MAX_DEPTH + 1);

	if (tokener == NULL)
		abort();
	/* Room for the longest string at once: growing would leave pieces of it behind. */
	printbuf_memset(tokener->pb, 0, '\0', (int)length);
	printbuf_reset(tokener->pb);
	/* The tokener takes a number to be finished only when it sees what follows it. */
	*tree = json_tokener_parse_ex(tokener, text, (int)length);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		*tree = json_tokener_parse_ex(tokener, "", 1);

	enum json_tokener_error error = json_tokener_get_error(tokener);

	if (tokener->pb != NULL && tokener->pb->buf != NULL)
		explicit_bzero(tokener->pb->buf, (size_t)tokener->pb->size);
	json_tokener_free(tokener);
	if (error != json_tokener_success)
		return fail(
			why, FAILURE_INVALID, "Invalid JSON: %s.", json_tokener_error_desc(error));
	return true;
}

static void wipe(struct json_object *tree)
{
	switch (json_object_get_type(tree)) {
	case json_type_string:
		explicit_bzero((char *)(uintptr_t)json_object_get_string(tree),
			(size_t)json_object_get_string_len(tree));
		break;
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			wipe(json_object_array_get_idx(tree, i));
		break;
	case json_type_object:
		for (const struct lh_entry *entry = json_object_get_object(tree)->head;
			entry != NULL; entry = lh_entry_next(entry))
			wipe(lh_entry_v(entry));
		break;
	default:
		break;
	}
}

void json_free(struct json_object *tree)
{
	wipe(tree);
	json_object_put(tree);
}

void json_free_at(struct json_object **tree)
{
	json_free(*tree);
}
