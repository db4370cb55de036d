/*
 * One response: built whole, then rendered once.
 */
#ifndef JWKMINT_HTTP_RESPONSE_H
#define JWKMINT_HTTP_RESPONSE_H

#include "base/buffer.h"
#include "base/failure.h"

#define RESPONSE_JSON "application/json"
#define RESPONSE_TEXT "text/plain"
#define RESPONSE_YAML "application/yaml" /* RFC 9512 */
#define RESPONSE_ZIP  "application/zip"

struct response {
	int status;
	const char *content_type; /* a constant */
	struct buffer headers;    /* owned: complete lines, beyond those that every response has */
	struct buffer body;       /* owned, wiped */
	struct buffer log;        /* owned: lines for the web server's error log */
};

/* 200, JSON, nothing in it. */
#define RESPONSE_INIT                                                                              \
	{                                                                                          \
		200, RESPONSE_JSON, BUFFER_INIT, BUFFER_INIT, BUFFER_INIT                          \
	}
#define response_auto __attribute__((cleanup(response_free))) struct response

void response_free(struct response *response);

/*
 * Adds a header line. Bytes of the value that are no printable ASCII are percent-encoded: no value
 * can end its line.
 */
void response_header(struct response *response, const char *name, const char *value);

/*
 * Makes this the answer to a failure, whatever was in the response before: status, code and headers
 * by the kind, {"error", "error_description"} as body. The text of FAILURE_INTERNAL goes to the log
 * and not to the client. Bytes in the text that are no UTF-8 become U+FFFD.
 */
void response_fail(struct response *response, const char *request_id, const struct failure *why);

/* Adds a line to the log that begins with the request's id; control characters become '?'. */
void response_log(struct response *response, const char *request_id, const char *text);

/*
 * Appends the response as a web server expects it of a CGI program (RFC 3875 section 6.3), with the
 * headers that every response has. Without `with_body` (HEAD) only Content-Length tells of the
 * body.
 */
void response_render(const struct response *response, const char *request_id, bool with_body,
	struct buffer *out);

#endif
