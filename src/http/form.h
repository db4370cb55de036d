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
	struct buffer value; /* owned; a file's content as it is */
};

struct form {
	struct form_field fields[FORM_MAX_FIELDS];
	size_t count;
};

#define form_auto __attribute__((cleanup(form_free))) struct form

void form_init(struct form *form);
void form_free(struct form *form);

/* FAILURE_INVALID: malformed, a name twice, too many fields, no UTF-8 or a NUL. */
bool form_parse_urlencoded(const struct buffer *body, struct form *form, struct failure *why);

/* `content_type` with its boundary. File contents may be any bytes. */
bool form_parse_multipart(const char *content_type, const struct buffer *body, struct form *form,
	struct failure *why);

/* The value of a field, or NULL. */
const struct buffer *form_value(const struct form *form, const char *name);

#endif
