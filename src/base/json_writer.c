#include "base/json_writer.h"

#include "base/base64url.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void json_writer_init(struct json_writer *writer, struct buffer *out)
{
	*writer = (struct json_writer){.out = out};
}

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* Every byte of a word. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Has the high bit of some byte set when a byte of the word is below `bound`, at most 0x80. */
static uint64_t below(uint64_t word, uint64_t bound)
{
	return (word - EACH(bound)) & ~word;
}

/* The same as is_plain for eight bytes: hashes and key material are long. */
static bool are_plain(const char *string)
{
	uint64_t word;

	memcpy(&word, string, sizeof word);
	return ((word | below(word, 0x20) | below(word ^ EACH('"'), 1) |
			below(word ^ EACH('\\'), 1) | below(word ^ EACH(0x7F), 1)) &
		       EACH(0x80)) == 0;
}

/* How many bytes stand in a JSON string as they are. Nearly all are ASCII. */
static size_t plain_length(const char *string, size_t left)
{
	size_t length = 0, size;
	uint32_t character;

	for (;;) {
		while (left - length >= 8 && are_plain(string + length))
			length += 8;
		/* The rest, with some of what was looked at. */
		if (left >= 8 && left - length < 8 && are_plain(string + left - 8))
			return left;
		while (length < left && is_plain((unsigned char)string[length]))
			length++;
		if (length == left || (unsigned char)string[length] < 0x80)
			return length;
		size = utf8_next(string + length, left - length, &character);
		if (size == 0)
			return length;
		length += size;
	}
}

static void escape(struct buffer *out, unsigned char byte)
{
	static const char letters[] = "btn.fr";

	if (byte >= 0x80)
		buffer_append_string(out, "\xEF\xBF\xBD");
	else if (byte == '"' || byte == '\\')
		buffer_printf(out, "\\%c", byte);
	else if (byte >= 8 && byte <= 13 && letters[byte - 8] != '.')
		buffer_printf(out, "\\%c", letters[byte - 8]);
	else
		buffer_printf(out, "\\u%04x", byte);
}

static void escape_all(struct buffer *out, const char *string, size_t left)
{
	for (;;) {
		size_t plain = plain_length(string, left);

		buffer_append(out, string, plain);
		string += plain;
		left -= plain;
		if (left == 0)
			return;
		escape(out, (unsigned char)*string++);
		left--;
	}
}

/* Nearly all are plain. */
static void quote(struct buffer *out, const char *string)
{
	size_t length = strlen(string);
	char *to = buffer_reserve(out, length + 2);

	if (plain_length(string, length) == length) {
		to[0] = '"';
		memcpy(to + 1, string, length);
		memcpy(to + 1 + length, "\"", 2);
		out->length += length + 2;
		return;
	}
	buffer_append_byte(out, '"');
	escape_all(out, string, length);
	buffer_append_byte(out, '"');
}

static void begin(struct json_writer *writer, const char *name)
{
	struct buffer *out = writer->out;
	size_t length = name == NULL ? 0 : strlen(name);
	char *to = buffer_reserve(out, length + 4);

	if (writer->has_members)
		*to++ = ',';
	writer->has_members = true;
	if (name != NULL) {
		*to++ = '"';
		memcpy(to, name, length);
		memcpy(to + length, "\":", 2);
		to += length + 2;
	}
	*to = '\0';
	out->length = (size_t)(to - out->data);
}

static void open(struct json_writer *writer, const char *name, char opener, char closer)
{
	begin(writer, name);
	if (writer->depth == JSON_WRITER_DEPTH)
		abort();
	buffer_append_byte(writer->out, (uint8_t)opener);
	writer->closers[writer->depth++] = closer;
	writer->has_members = false;
}

void json_put_object(struct json_writer *writer, const char *name)
{
	open(writer, name, '{', '}');
}

void json_put_array(struct json_writer *writer, const char *name)
{
	open(writer, name, '[', ']');
}

void json_put_end(struct json_writer *writer)
{
	buffer_append_byte(writer->out, (uint8_t)writer->closers[--writer->depth]);
	writer->has_members = true;
}

void json_put_string(struct json_writer *writer, const char *name, const char *string)
{
	if (string == NULL) {
		json_put_null(writer, name);
		return;
	}
	begin(writer, name);
	quote(writer->out, string);
}

void json_put_integer(struct json_writer *writer, const char *name, int64_t number)
{
	begin(writer, name);
	buffer_append_number(writer->out, number);
}

void json_put_boolean(struct json_writer *writer, const char *name, bool truth)
{
	begin(writer, name);
	buffer_append_string(writer->out, truth ? "true" : "false");
}

void json_put_null(struct json_writer *writer, const char *name)
{
	begin(writer, name);
	buffer_append_string(writer->out, "null");
}

void json_put_base64url(
	struct json_writer *writer, const char *name, const void *bytes, size_t length)
{
	begin(writer, name);
	buffer_append_byte(writer->out, '"');
	base64url_encode(writer->out, bytes, length);
	buffer_append_byte(writer->out, '"');
}

void json_put_raw(struct json_writer *writer, const char *name, const char *text, size_t length)
{
	begin(writer, name);
	buffer_append(writer->out, text, length);
}

void json_put_foreign(struct json_writer *writer, const char *name, const char *text, size_t length)
{
	begin(writer, NULL);
	quote(writer->out, name);
	buffer_append_byte(writer->out, ':');
	buffer_append(writer->out, text, length);
}
