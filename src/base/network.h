/*
 * IP addresses and nets of them, as an operator writes them.
 */
#ifndef JWKMINT_BASE_NETWORK_H
#define JWKMINT_BASE_NETWORK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

/* A net; an address is a net of one. */
struct network {
	sa_family_t family; /* AF_INET or AF_INET6 */
	uint8_t bytes[16];  /* in network order, the first 4 of IPv4; 0 behind `bits` */
	unsigned bits;      /* of its prefix, at most 32 or 128 */
};

/*
 * Reads ADDRESS or ADDRESS/LEN: IPv4 in four decimal numbers, IPv6 as RFC 4291 writes it, without a
 * zone. An IPv4 address that is mapped into IPv6 (::ffff:192.0.2.1) is the IPv4 address. False for
 * anything else, and when bits behind LEN are set.
 */
bool network_parse(const char *text, struct network *network);

/* Whether all of `inner` lies in `network`; nets of different families never do. */
bool network_contains(const struct network *network, const struct network *inner);

#endif
