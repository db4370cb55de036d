/*
 * One request, free of the habits of whichever web server it came through.
 */
#ifndef JWKMINT_HTTP_REQUEST_H
#define JWKMINT_HTTP_REQUEST_H

#include "base/buffer.h"
#include "base/failure.h"
#include "http/method.h"
#include "http/path.h"

#include <stddef.h>

/* Where a request comes from: FastCGI, CGI or a test. */
struct request_source {
	/* The value of a CGI meta-variable (RFC 3875 section 4.1), NULL when it is not set. */
	const char *(*variable)(void *context, const char *name);
	/* Reads up to `size` bytes of the body; `*got` 0 is its end, false is a broken stream. */
	bool (*read)(void *context, char *bytes, size_t size, size_t *got);
	void *context;
};

#define REQUEST_ID_SIZE 129

/* All that we read of a body, in bytes: of most, and of one that brings a keystore. */
#define REQUEST_BODY_LIMIT       1048576
#define REQUEST_LARGE_BODY_LIMIT 8388608

/* What a body may be: bits, because some routes take more than one. */
enum media {
	MEDIA_JSON = 1U << 0,      /* application/json, with no charset or with UTF-8 */
	MEDIA_FORM = 1U << 1,      /* application/x-www-form-urlencoded, the same */
	MEDIA_MULTIPART = 1U << 2, /* multipart/form-data */
};

struct request {
	const struct request_source *source; /* borrowed */
	enum method method;
	char id[REQUEST_ID_SIZE]; /* X-Request-Id, the client's or ours */
	struct path path;         /* owned */
	const char *query;        /* borrowed; never NULL */
	struct buffer token;      /* owned; what follows "Bearer"; empty: none */
	const char *if_match;     /* borrowed, as they came; NULL: none */
	const char *if_none_match;
};

#define REQUEST_INIT                                                                               \
	{                                                                                          \
		.path = PATH_INIT, .query = "", .token = BUFFER_INIT                               \
	}
#define request_auto __attribute__((cleanup(request_free))) struct request

void request_free(struct request *request);

/*
 * Reads everything but the body into `request`, which is REQUEST_INIT. On failure (as path_find)
 * method and id are set nevertheless, so that an answer can be given. X-Request-Id is taken over
 * when it is 1 to 128 of A-Z a-z 0-9 . _ -
 */
bool request_read(
	struct request *request, const struct request_source *source, struct failure *why);

/*
 * The name under which a Location is sent. Apache takes a Location beside status 200 for the
 * request to redirect (RFC 3875 section 6.2.2), and its client would get the answer to another
 * question. There the name is X-Jwkmint-Location, and mod_headers gives the client what it expects.
 */
const char *request_location_name(const struct request *request);

/*
 * Which of the media types in `accepted` (enum media) the body has, by Content-Type.
 * FAILURE_MEDIA_TYPE names those that are accepted.
 */
bool request_require_media(
	const struct request *request, unsigned accepted, enum media *media, struct failure *why);

/* Authorization as it came; NULL when it did not. Borrowed. */
const char *request_authorization(const struct request *request);

/* Content-Type as it came; "" when it did not. Borrowed. */
const char *request_content_type(const struct request *request);

/*
 * Appends the whole body. Without CONTENT_LENGTH, or with an empty one, it ends where the stream
 * ends. FAILURE_TOO_LARGE beyond `limit` bytes; FAILURE_INVALID for a malformed CONTENT_LENGTH, a
 * broken stream, and a body that is shorter or longer than announced.
 */
bool request_read_body(
	const struct request *request, size_t limit, struct buffer *body, struct failure *why);

#endif
