/*
 * Forms: application/x-www-form-urlencoded and multipart/form-data (RFC 7578), read into one list.
 */
#ifndef JWKMINT_HTTP_FORM_H
#define JWKMINT_HTTP_FORM_H

#include "base/buffer.h"
#include "base/failure.h"

#define FORM_MAX_FIELDS 64

struct form_field {
	struct buffer name;  /* owned */
	struct buffer value; /* owned; a file's content as it is, else text without NUL */
	bool is_file;        /* came with a file name; its value may be any bytes */
};

struct form {
	struct form_field fields[FORM_MAX_FIELDS];
	size_t count;
};

#define form_auto __attribute__((cleanup(form_free))) struct form

void form_init(struct form *form);
void form_free(struct form *form);

/*
 * Takes over what is in `name` and `value`. FAILURE_INVALID: an empty name, a name twice, too many
 * fields, no UTF-8 or a NUL where text is expected.
 */
bool form_add(struct form *form, struct buffer *name, struct buffer *value, bool is_file,
	struct failure *why);

/* FAILURE_INVALID: malformed, and as form_add. An empty body is a form without fields. */
bool form_parse_urlencoded(const struct buffer *body, struct form *form, struct failure *why);

/*
 * `content_type` with its boundary. Strict, so that nobody else can read another form in the same
 * bytes: lines end with CRLF, a boundary stands alone on its line, the final one is there, each
 * part has one Content-Disposition that names it, none is a multipart itself or encoded. What
 * stands before the first boundary and behind the final one is ignored (RFC 2046 section 5.1.1).
 */
bool form_parse_multipart(const char *content_type, const struct buffer *body, struct form *form,
	struct failure *why);

/* The value of a field, or NULL. */
const struct buffer *form_value(const struct form *form, const char *name);

/*
 * `*text` becomes the value of a field, NULL when there is none. FAILURE_INVALID when it was sent
 * as a file.
 */
bool form_text(const struct form *form, const char *name, const char **text, struct failure *why);

#endif
