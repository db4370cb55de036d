#include "http/form.h"
#include "http/parameter.h"

#include <string.h>
#include <strings.h>

#define BOUNDARY_MAX     70
#define PART_MAX_HEADERS 8192 /* bytes of all headers of a part */

/* A stretch of the body. */
struct slice {
	const char *at;
	const char *end;
};

/* What the headers of a part say. */
struct part {
	struct buffer name;  /* owned */
	struct buffer value; /* owned */
	bool is_file;
	bool is_named;
};

static void part_free(struct part *part)
{
	buffer_free(&part->name);
	buffer_free(&part->value);
}

static bool check_boundary(const struct buffer *boundary, struct failure *why)
{
	static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ";
	size_t length = boundary->length;

	if (length == 0 || length > BOUNDARY_MAX || strspn(boundary->data, allowed) != length ||
		boundary->data[length - 1] == ' ')
		return fail(why, FAILURE_INVALID,
			"The boundary in Content-Type is malformed! RFC 2046 allows 1 to %d letters, "
			"digits and ' ( ) + _ , - . / : = ? and space, which is not the last.",
			BOUNDARY_MAX);
	return true;
}

/* `delimiter` becomes what stands between two parts: CRLF, two dashes, the boundary. */
static bool find_delimiter(const char *content_type, struct buffer *delimiter, struct failure *why)
{
	const char *rest = strchrnul(content_type, ';');
	buffer_auto name = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	while (parameter_next(&rest, &name, &value)) {
		if (strcasecmp(name.data, "boundary") != 0)
			continue;
		if (delimiter->length > 0)
			return fail(why, FAILURE_INVALID, "Content-Type has two boundaries!");
		if (!check_boundary(&value, why))
			return false;
		buffer_append_string(delimiter, "\r\n--");
		buffer_append(delimiter, value.data, value.length);
	}
	if (*rest != '\0' || delimiter->length == 0)
		return fail(why, FAILURE_INVALID,
			"Content-Type has no boundary, or is malformed! Send multipart/form-data; "
			"boundary=TEXT.");
	return true;
}

static bool begins_with(const struct slice *slice, const char *text, size_t length)
{
	return (size_t)(slice->end - slice->at) >= length && memcmp(slice->at, text, length) == 0;
}

static const char *find_text(const char *at, const char *end, const char *text, size_t length)
{
	return memmem(at, (size_t)(end - at), text, length);
}

static bool fail_unfinished(struct failure *why)
{
	return fail(why, FAILURE_INVALID,
		"The form ends without its final boundary: it was cut, or Content-Type names another "
		"boundary!");
}

/*
 * Moves `rest` from behind a boundary to the CRLF that ends its line, or, behind the final one,
 * perhaps to the end of the body.
 */
static bool end_boundary(struct slice *rest, bool *final, struct failure *why)
{
	*final = begins_with(rest, "--", 2);
	if (*final)
		rest->at += 2;
	while (rest->at < rest->end && (*rest->at == ' ' || *rest->at == '\t'))
		rest->at++;
	if (begins_with(rest, "\r\n", 2) || (*final && rest->at == rest->end))
		return true;
	return fail(why, FAILURE_INVALID,
		"A boundary of the form is not alone on its line, which ends with CR LF!");
}

static bool take_disposition(const char *value, struct part *part, struct failure *why)
{
	static const char kind[] = "form-data";
	const char *rest = value + strcspn(value, "; \t");
	buffer_auto name = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;

	if (rest - value != sizeof kind - 1 || strncasecmp(value, kind, sizeof kind - 1) != 0)
		return fail(why, FAILURE_INVALID,
			"The Content-Disposition of a part of the form is not form-data!");
	while (parameter_next(&rest, &name, &text)) {
		if (strcasecmp(name.data, "filename") == 0 ||
			strcasecmp(name.data, "filename*") == 0)
			part->is_file = true;
		if (strcasecmp(name.data, "name") != 0)
			continue;
		if (part->is_named)
			return fail(why, FAILURE_INVALID, "A part of the form has two names!");
		part->is_named = true;
		buffer_swap(&part->name, &text);
	}
	if (*rest != '\0')
		return fail(why, FAILURE_INVALID,
			"The Content-Disposition of a part of the form is malformed!");
	if (!part->is_named)
		return fail(why, FAILURE_INVALID, "A part of the form has no name!");
	return true;
}

static bool take_type(const char *value, struct part *part, struct failure *why)
{
	(void)part;
	if (strncasecmp(value, "multipart/", 10) != 0)
		return true;
	return fail(why, FAILURE_INVALID,
		"A part of the form is a multipart itself! Send each file as a part of its own.");
}

/* RFC 7578 section 4.7: only encodings that leave the bytes as they are. */
static bool take_encoding(const char *value, struct part *part, struct failure *why)
{
	(void)part;
	if (strcasecmp(value, "binary") == 0 || strcasecmp(value, "8bit") == 0 ||
		strcasecmp(value, "7bit") == 0)
		return true;
	return fail(why, FAILURE_INVALID,
		"The Content-Transfer-Encoding (%.64s) of a part of the form is not supported! Send "
		"its bytes as they are.",
		value);
}

static const struct {
	const char *name;
	bool (*take)(const char *value, struct part *part, struct failure *why);
} headers[] = {
	{"Content-Disposition", take_disposition},
	{"Content-Type", take_type},
	{"Content-Transfer-Encoding", take_encoding},
};
#define HEADERS (sizeof headers / sizeof *headers)

/* Takes a header's line without its CRLF. `*seen` has a bit for each header that we know. */
static bool take_header(
	const struct slice *slice, struct part *part, unsigned *seen, struct failure *why)
{
	buffer_auto line = BUFFER_INIT;

	buffer_append(&line, slice->at, (size_t)(slice->end - slice->at));

	size_t name = strcspn(line.data, ": \t");

	if (strlen(line.data) != line.length || strpbrk(line.data, "\r\n") != NULL || name == 0 ||
		line.data[name] != ':')
		return fail(why, FAILURE_INVALID,
			"A header of a part of the form is malformed! Lines end with CR LF.");
	line.data[name] = '\0';
	for (size_t i = 0; i < HEADERS; i++) {
		const char *value = line.data + name + 1;

		if (strcasecmp(line.data, headers[i].name) != 0)
			continue;
		if ((*seen & 1U << i) != 0)
			return fail(why, FAILURE_INVALID, "A part of the form has two %s headers!",
				headers[i].name);
		*seen |= 1U << i;
		while (line.length > name + 1 && strchr(" \t", line.data[line.length - 1]) != NULL)
			buffer_truncate(&line, line.length - 1);
		return headers[i].take(value + strspn(value, " \t"), part, why);
	}
	return true;
}

/* Takes the headers and the empty line behind them off the slice. */
static bool take_headers(struct slice *slice, struct part *part, struct failure *why)
{
	const char *begin = slice->at;
	unsigned seen = 0;

	for (;;) {
		const char *stop = find_text(slice->at, slice->end, "\r\n", 2);

		if (stop == NULL)
			return fail(why, FAILURE_INVALID,
				"A part of the form has no empty line behind its headers!");
		if (stop - begin > PART_MAX_HEADERS)
			return fail(why, FAILURE_INVALID,
				"The headers of a part of the form have more than %d bytes!",
				PART_MAX_HEADERS);

		const struct slice line = {slice->at, stop};

		slice->at = stop + 2;
		if (line.at == line.end)
			return part->is_named ||
			       fail(why, FAILURE_INVALID,
				       "A part of the form has no Content-Disposition!");
		if (!take_header(&line, part, &seen, why))
			return false;
	}
}

static bool take_part(struct form *form, struct slice slice, struct failure *why)
{
	__attribute__((cleanup(part_free))) struct part part = {
		BUFFER_INIT, BUFFER_INIT, false, false};

	if (!take_headers(&slice, &part, why))
		return false;
	buffer_append(&part.value, slice.at, (size_t)(slice.end - slice.at));
	return form_add(form, &part.name, &part.value, part.is_file, why);
}

/* Moves `rest` behind the next boundary; the very first needs no CRLF before it. */
static bool pass_first_boundary(
	struct slice *rest, const struct buffer *delimiter, struct failure *why)
{
	if (begins_with(rest, delimiter->data + 2, delimiter->length - 2)) {
		rest->at += delimiter->length - 2;
		return true;
	}

	const char *found = find_text(rest->at, rest->end, delimiter->data, delimiter->length);

	if (found == NULL)
		return fail_unfinished(why);
	rest->at = found + delimiter->length;
	return true;
}

bool form_parse_multipart(
	const char *content_type, const struct buffer *body, struct form *form, struct failure *why)
{
	struct slice rest = {body->data, body->data + body->length};
	buffer_auto delimiter = BUFFER_INIT;
	bool final;

	if (!find_delimiter(content_type, &delimiter, why) ||
		!pass_first_boundary(&rest, &delimiter, why))
		return false;
	for (;;) {
		if (!end_boundary(&rest, &final, why))
			return false;
		if (final)
			return true;

		/* The CRLF that ends this boundary's line may begin the next one. */
		const char *found = find_text(rest.at, rest.end, delimiter.data, delimiter.length);

		if (found == NULL)
			return fail_unfinished(why);
		if (found == rest.at)
			return fail(why, FAILURE_INVALID, "A part of the form has no headers!");
		if (!take_part(form, (struct slice){rest.at + 2, found}, why))
			return false;
		rest.at = found + delimiter.length;
	}
}
