/*
 * The addresses of a host, within a deadline.
 */
#ifndef JWKMINT_FETCH_RESOLVE_H
#define JWKMINT_FETCH_RESOLVE_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define RESOLVE_MAX_ADDRESSES 64

struct addresses {
	struct sockaddr_storage list[RESOLVE_MAX_ADDRESSES]; /* IPv4 and IPv6, without ports */
	size_t count;
};

/*
 * All that the system's resolver knows of `host`: a name, or an address with IPv6 in brackets.
 * `deadline` is a time of clock_monotonic_ms. A process of its own asks, which is ended when it
 * takes longer: getaddrinfo has no deadline, and no way back.
 *
 * FAILURE_INVALID: there are none, more than RESOLVE_MAX_ADDRESSES, or not in time.
 */
bool resolve(const char *host, int64_t deadline, struct addresses *addresses, struct failure *why);

/* Whether it is among them; ports are not compared. */
bool addresses_contain(const struct addresses *addresses, const struct sockaddr *address);

/* One that is not public among others that are is enough: whoever chose it means no good. */
bool addresses_are_public(const struct addresses *addresses);

#endif
