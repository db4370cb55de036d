#include "base/network.h"

#include <arpa/inet.h>
#include <string.h>

#define MAPPED_BITS 96

static const uint8_t mapped_prefix[MAPPED_BITS / 8] = {[10] = 0xFF, [11] = 0xFF};

/* Whether the first `bits` bits are the same. */
static bool agree(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned whole = bits / 8;
	unsigned rest = bits % 8;

	return memcmp(a, b, whole) == 0 && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

static bool is_zero_behind(const uint8_t *bytes, unsigned bits, unsigned width)
{
	for (unsigned i = bits; i < width; i++) {
		if ((bytes[i / 8] >> (7 - i % 8) & 1) != 0)
			return false;
	}
	return true;
}

/* At most three digits without leading zeros. */
static bool read_length(const char *text, unsigned most, unsigned *length)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 3 || text[digits] != '\0' || (digits > 1 && text[0] == '0'))
		return false;
	*length = 0;
	for (size_t i = 0; i < digits; i++)
		*length = *length * 10 + (unsigned)(text[i] - '0');
	return *length <= most;
}

static void unmap(struct network *network)
{
	if (network->family != AF_INET6 || network->bits < MAPPED_BITS ||
		memcmp(network->bytes, mapped_prefix, sizeof mapped_prefix) != 0)
		return;
	network->family = AF_INET;
	network->bits -= MAPPED_BITS;
	memmove(network->bytes, network->bytes + sizeof mapped_prefix, 4);
	memset(network->bytes + 4, 0, sizeof network->bytes - 4);
}

bool network_parse(const char *text, struct network *network)
{
	char address[INET6_ADDRSTRLEN];
	size_t length = strcspn(text, "/");

	if (length >= sizeof address)
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	*network = (struct network){.family = strchr(address, ':') == NULL ? AF_INET : AF_INET6};
	if (inet_pton(network->family, address, network->bytes) != 1)
		return false;

	unsigned width = network->family == AF_INET ? 32 : 128;

	network->bits = width;
	if (text[length] == '/' && !read_length(text + length + 1, width, &network->bits))
		return false;
	if (!is_zero_behind(network->bytes, network->bits, width))
		return false;
	unmap(network);
	return true;
}

bool network_contains(const struct network *network, const struct network *inner)
{
	return network->family == inner->family && network->bits <= inner->bits &&
	       agree(network->bytes, inner->bytes, network->bits);
}
