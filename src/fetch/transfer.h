/*
 * One GET request over a connection to one of the addresses that were checked.
 */
#ifndef JWKMINT_FETCH_TRANSFER_H
#define JWKMINT_FETCH_TRANSFER_H

#include "base/buffer.h"
#include "fetch/resolve.h"
#include "fetch/url.h"

/* Bytes of status lines and header fields, however many answers of the 1xx kind come first. */
#define TRANSFER_MAX_HEADER 65536

struct transfer_terms {
	const struct libcurl *curl;
	const struct url *url;
	const struct addresses *addresses; /* nothing else is connected to */
	const char *ca_path;               /* file of trusted certificates, PEM */
	int64_t connected_by;              /* clock_monotonic_ms, as is the next */
	int64_t ended_by;
	int64_t read_timeout; /* ms, from when the request can be sent */
	size_t size_limit;    /* bytes of the body */
};

/* Appends the body of an answer with status 200. FAILURE_INVALID says what came instead. */
bool transfer(const struct transfer_terms *terms, struct buffer *body, struct failure *why);

#endif
