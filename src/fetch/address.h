/*
 * Which IP addresses belong to the public Internet.
 */
#ifndef JWKMINT_FETCH_ADDRESS_H
#define JWKMINT_FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Whether it is global unicast. Refused, among others: private, loopback, link-local, 0/8,
 * 100.64/10, 192.0.0/24, 192.0.2/24 and the other documentation nets, 198.18/15, 224/3 and up; IPv6
 * outside of 2000::/3, ULA, mapped and compatible forms, NAT64 (64:ff9b::/96, 64:ff9b:1::/48),
 * 6to4, Teredo, documentation (RFC 6890 and the IANA special-purpose registries).
 */
bool address_is_public(const struct sockaddr *address);

#endif
