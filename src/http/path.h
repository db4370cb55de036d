/*
 * Which resource a request is for, whatever the web server has done to its URL.
 *
 * REQUEST_URI is the same behind every server: raw. PATH_INFO arrives decoded, folded, and with an
 * encoded slash refused, kept or turned into a real one. So REQUEST_URI is split first and decoded
 * afterwards, and PATH_INFO is only used where there is no REQUEST_URI, or where a rewrite has made
 * it a stranger to SCRIPT_NAME and it does not begin with /apiops either.
 */
#ifndef JWKMINT_HTTP_PATH_H
#define JWKMINT_HTTP_PATH_H

#include "base/buffer.h"
#include "base/failure.h"

/* What the responder answers for: the last segment of every mount. */
#define PATH_MOUNT "apiops"

#define PATH_SEGMENTS 16

struct path {
	struct buffer mount; /* owned: "/apiops", percent-encoded; what a Location begins with */
	struct buffer text;  /* owned: the segments behind the mount, each ended by a NUL */
	size_t start[PATH_SEGMENTS];
	size_t count;
};

#define PATH_INIT                                                                                  \
	{                                                                                          \
		.mount = BUFFER_INIT, .text = BUFFER_INIT                                          \
	}
#define path_auto __attribute__((cleanup(path_free))) struct path

void path_free(struct path *path);

/*
 * Finds the mount and what stands behind it; any argument may be NULL. The mount is SCRIPT_NAME
 * when that ends in /apiops, else SCRIPT_NAME and /apiops; for a REQUEST_URI that does not begin
 * so, because it was rewritten to another program's name, it is /apiops. One slash at the end makes
 * no difference; elsewhere two slashes have an empty segment between them. FAILURE_INVALID: a
 * broken escape, a segment that is no UTF-8, is "." or "..", or has a '/', a backslash or a control
 * character. FAILURE_NOT_FOUND: not below a mount.
 */
bool path_find(struct path *path, const char *request_uri, const char *script_name,
	const char *path_info, struct failure *why);

/* The decoded segment, borrowed. */
const char *path_segment(const struct path *path, size_t index);

#endif
