#include "jwk/pem_read.h"

#include "base/base64.h"
#include "base/utf8.h"

#include <string.h>

#define BEGIN "-----BEGIN "
#define END   "-----END "
#define DASH  "-----"

static const char *find(const struct pem_reader *reader, const char *what)
{
	return reader->left == 0 ? NULL : memmem(reader->at, reader->left, what, strlen(what));
}

static void skip_to(struct pem_reader *reader, const char *at)
{
	reader->left -= (size_t)(at - reader->at);
	reader->at = at;
}

bool pem_has_block(const struct pem_reader *reader)
{
	return find(reader, BEGIN) != NULL;
}

/* The label of the block that begins here; the reader goes behind the line. */
static bool read_label(struct pem_reader *reader, struct buffer *label, struct failure *why)
{
	skip_to(reader, find(reader, BEGIN) + strlen(BEGIN));

	const char *dash = find(reader, DASH);
	const char *line = find(reader, "\n");

	buffer_clear(label);
	if (dash == NULL || dash == reader->at || (line != NULL && line < dash))
		return fail(why, FAILURE_INVALID, "A PEM block begins without a label.");
	buffer_append(label, reader->at, (size_t)(dash - reader->at));
	skip_to(reader, dash + strlen(DASH));
	return true;
}

bool pem_next(
	struct pem_reader *reader, struct buffer *label, struct buffer *der, struct failure *why)
{
	buffer_auto end = BUFFER_INIT;

	if (!read_label(reader, label, why))
		return false;
	buffer_printf(&end, END "%s" DASH, label->data);

	struct pem_reader body = *reader;
	const char *stop = find(reader, end.data);

	if (stop == NULL)
		return fail(why, FAILURE_INVALID,
			"The PEM block %.*s does not end: its last line must be %.*s.",
			utf8_fit(label->data, 64), label->data, utf8_fit(end.data, 96), end.data);
	body.left = (size_t)(stop - body.at);
	skip_to(reader, stop + end.length);
	if (find(&body, "Proc-Type:") != NULL)
		return fail(why, FAILURE_INVALID,
			"It is encrypted, which is not supported: decrypt it with "
			"'openssl pkey -in FILE -out PLAIN'.");
	buffer_clear(der);
	return base64_decode(der, body.at, body.left) ||
	       fail(why, FAILURE_INVALID, "The PEM block %.*s is no base64.",
		       utf8_fit(label->data, 64), label->data);
}
