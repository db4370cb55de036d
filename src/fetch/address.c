#include "fetch/address.h"

#include "base/network.h"

#include <netinet/in.h>
#include <string.h>

#define IPV4(a, b, c, d, bits)                                                                     \
	{                                                                                          \
		AF_INET, {a, b, c, d}, bits                                                        \
	}
#define IPV6(bits, ...)                                                                            \
	{                                                                                          \
		AF_INET6, {__VA_ARGS__}, bits                                                      \
	}

/* All that was ever handed out as global unicast. */
static const struct network unicast[] = {
	IPV4(0, 0, 0, 0, 0),
	IPV6(3, 0x20),
};

/* What of it has a special purpose (IANA's registries, RFC 6890). */
static const struct network special[] = {
	IPV4(0, 0, 0, 0, 8),              /* this network */
	IPV4(10, 0, 0, 0, 8),             /* private */
	IPV4(100, 64, 0, 0, 10),          /* shared by carriers */
	IPV4(127, 0, 0, 0, 8),            /* loopback */
	IPV4(169, 254, 0, 0, 16),         /* link-local */
	IPV4(172, 16, 0, 0, 12),          /* private */
	IPV4(192, 0, 0, 0, 24),           /* protocol assignments */
	IPV4(192, 0, 2, 0, 24),           /* documentation */
	IPV4(192, 88, 99, 0, 24),         /* 6to4 relays */
	IPV4(192, 168, 0, 0, 16),         /* private */
	IPV4(198, 18, 0, 0, 15),          /* benchmarks */
	IPV4(198, 51, 100, 0, 24),        /* documentation */
	IPV4(203, 0, 113, 0, 24),         /* documentation */
	IPV4(224, 0, 0, 0, 3),            /* multicast, reserved, broadcast */
	IPV6(23, 0x20, 0x01),             /* protocol assignments, with Teredo 2001::/32 */
	IPV6(32, 0x20, 0x01, 0x0D, 0xB8), /* documentation */
	IPV6(16, 0x20, 0x02),             /* 6to4 */
	IPV6(20, 0x3F, 0xFF),             /* documentation */
};

static bool read_address(const struct sockaddr *address, struct network *network)
{
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *ipv4 = (const void *)address;

		*network = (struct network){.family = AF_INET, .bits = 32};
		memcpy(network->bytes, &ipv4->sin_addr, sizeof ipv4->sin_addr);
		return true;
	}
	if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *ipv6 = (const void *)address;

		*network = (struct network){.family = AF_INET6, .bits = 128};
		memcpy(network->bytes, &ipv6->sin6_addr, sizeof ipv6->sin6_addr);
		return true;
	}
	return false;
}

static bool stands_in(const struct network *address, const struct network *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (network_contains(&table[i], address))
			return true;
	}
	return false;
}

bool address_is_public(const struct sockaddr *address)
{
	struct network network;

	return read_address(address, &network) &&
	       stands_in(&network, unicast, sizeof unicast / sizeof *unicast) &&
	       !stands_in(&network, special, sizeof special / sizeof *special);
}
