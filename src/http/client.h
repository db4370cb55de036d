/*
 * Where a request comes from.
 */
#ifndef JWKMINT_HTTP_CLIENT_H
#define JWKMINT_HTTP_CLIENT_H

#include "http/request.h"

#define CLIENT_SIZE 64

/*
 * The client as text that is the same for all requests of one: an IPv4 address, or the /64 of an
 * IPv6 address, all of which one client has. It is whom the web server talked to (REMOTE_ADDR). As
 * long as that is one of `trusted` (texts of addresses and nets, each ended by a NUL), the last
 * address in X-Forwarded-For that is not used up says whom it talked to, in its turn; one that is
 * no address ends this. "unknown" when the web server does not say.
 */
void client_find(const struct request_source *source, const struct buffer *trusted,
	char client[CLIENT_SIZE]);

/* The same as client_find with the whole address, of IPv6, too: for records. */
void client_address(const struct request_source *source, const struct buffer *trusted,
	char client[CLIENT_SIZE]);

#endif
