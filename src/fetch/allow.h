/*
 * What the operator allows to fetch from: HOST or HOST:PORT.
 *
 * HOST allows the ports 443 (https) and 80 (http), HOST:PORT that port and no other, for both.
 */
#ifndef JWKMINT_FETCH_ALLOW_H
#define JWKMINT_FETCH_ALLOW_H

#include "fetch/url.h"

/* FAILURE_INVALID unless it is such an entry. */
bool allow_check(const char *entry, struct failure *why);

/* Whether host and port of the URL stand in the list, which NULL ends. */
bool allow_holds(const char *const *entries, const struct url *url);

/* Whether the host does, with any port. */
bool allow_knows_host(const char *const *entries, const struct url *url);

#endif
