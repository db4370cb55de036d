/*
 * Fetching a document over HTTPS, without becoming somebody's way into the network behind us.
 *
 * libcurl does the talking. It is loaded at the first fetch: linked, it would double the time that
 * a plain CGI process takes to start.
 */
#ifndef JWKMINT_FETCH_FETCH_H
#define JWKMINT_FETCH_FETCH_H

#include "base/buffer.h"
#include "base/failure.h"

#include <stdint.h>

#define FETCH_MAX_MS   30000
#define FETCH_MAX_SIZE 1048576

struct fetch_terms {
	const char *url;
	int64_t connect_timeout;    /* ms, name resolution included; as is the next, at most
				       FETCH_MAX_MS */
	int64_t read_timeout;       /* from the first byte sent to the last received */
	int64_t size_limit;         /* bytes, at most FETCH_MAX_SIZE */
	const char *const *allowed; /* HOST or HOST:PORT that the operator allows, ended by NULL */
	const char *ca_file;        /* PEM, trusted besides the system's; NULL or "": none */
};

/*
 * Appends what the URL answers with 200 to `body`.
 *
 * Only https, unless the host is allowed (then http, too); port 443, unless host and port are
 * allowed; no userinfo; no redirects are followed; no proxy, no .netrc, nothing from the
 * environment. Every address that the name resolves to is checked (address.h) unless the host is
 * allowed, and the connection goes to one of those that were checked: there is no second
 * resolution. FAILURE_INVALID says what was wrong with which part, and never more of the answer
 * than its status.
 */
bool fetch(const struct fetch_terms *terms, struct buffer *body, struct failure *why);

#endif
