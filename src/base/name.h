/*
 * What may be the name of a project, an environment, a user or a JWK, and how such a name becomes a
 * directory's name or a segment of a URL.
 */
#ifndef JWKMINT_BASE_NAME_H
#define JWKMINT_BASE_NAME_H

#include "base/buffer.h"
#include "base/failure.h"

#define NAME_MAX_BYTES        128
#define NAME_SIZE             (NAME_MAX_BYTES + 1)
#define DESCRIPTION_MAX_BYTES 1024
#define DESCRIPTION_SIZE      (DESCRIPTION_MAX_BYTES + 1)

/*
 * 1 to 128 bytes of UTF-8; no control characters, none of / % ? # \, not "." or "..".
 * `what` names the thing in the sentence: "JWK name", "project name".
 */
bool name_check(const char *name, const char *what, struct failure *why);

/* At most 1,024 bytes of UTF-8; `what` as above. */
bool description_check(const char *description, const char *what, struct failure *why);

/*
 * Appends the name as a file name: itself, but that a leading dot becomes %2E (no name may contain
 * a percent sign, so two names never share a file name).
 */
void name_append_file(struct buffer *out, const char *name);

/* Appends the name percent-encoded as one segment of a URL's path (RFC 3986, unreserved kept). */
void name_append_segment(struct buffer *out, const char *name);

#endif
