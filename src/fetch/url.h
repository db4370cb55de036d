/*
 * URLs, taken apart by the library that will also follow them, so that what is checked is what is
 * connected to.
 */
#ifndef JWKMINT_FETCH_URL_H
#define JWKMINT_FETCH_URL_H

#include "fetch/libcurl.h"

#include <stdint.h>

#define URL_HOST_SIZE 256

struct url {
	const struct libcurl *curl; /* borrowed */
	CURLU *parts;               /* owned */
	bool is_https;              /* else it is http */
	bool has_port;              /* one is written in it */
	uint16_t port;              /* that one, else the scheme's */
	char host[URL_HOST_SIZE];   /* a name, an IPv4 address in four decimal numbers, or an IPv6
				       address in brackets */
};

/* A URL that is freed when its scope ends; initialise it with {.parts = NULL}. */
#define url_auto __attribute__((cleanup(url_free))) struct url
void url_free(struct url *url);

/*
 * Takes http and https URLs apart. FAILURE_INVALID: no URL, another scheme, with user name or
 * password, a host that is not ASCII, is another one when the URL is written anew, or names a zone
 * of IPv6. The sentences continue "URL (...) can not be used: ".
 */
bool url_parse(const struct libcurl *curl, const char *text, struct url *url, struct failure *why);

/* Whether two hosts are the same: as addresses, else as names, where a final dot is nothing. */
bool url_same_host(const struct url *a, const struct url *b);

#endif
