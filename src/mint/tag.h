/*
 * Entity tags (RFC 9110 section 8.8.3): which state of a JWK or a source a client has seen.
 */
#ifndef JWKMINT_MINT_TAG_H
#define JWKMINT_MINT_TAG_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/id.h"

/* Appends the strong tag, quotes included: of the thing's id and the number of its changes. */
void tag_append(const struct id *id, uint64_t revision, struct buffer *out);

/*
 * FAILURE_STALE unless `if_match` (If-Match as it came, RFC 9110 section 13.1.1; NULL or "*": any)
 * lists the tag. A malformed header is FAILURE_INVALID.
 */
bool tag_require(const char *if_match, const struct id *id, uint64_t revision, struct failure *why);

/* Whether `if_none_match` (section 13.1.2; NULL: none) lists the tag: answer 304. */
bool tag_is_known(const char *if_none_match, const struct id *id, uint64_t revision);

#endif
