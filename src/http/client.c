#include "http/client.h"

#include "base/network.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define SUBSCRIBER_BITS                                                                            \
	64 /* of an IPv6 address: what a provider gives to one customer at least                   \
	    */

/* One address of `length` bytes, without a prefix length; a zone does not matter. */
static bool read_address(const char *text, size_t length, struct network *address)
{
	char copy[INET6_ADDRSTRLEN];
	const char *zone = memchr(text, '%', length);

	if (zone != NULL)
		length = (size_t)(zone - text);
	if (length >= sizeof copy || memchr(text, '/', length) != NULL)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return network_parse(copy, address);
}

static bool is_trusted(const struct buffer *trusted, const struct network *address)
{
	const char *end = trusted->data + trusted->length;
	struct network network;

	for (const char *text = trusted->data; text < end; text += strlen(text) + 1) {
		if (network_parse(text, &network) && network_contains(&network, address))
			return true;
	}
	return false;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* Takes the last element off a list that ends at `*length`. */
static bool take_last(const char *list, size_t *length, struct network *address)
{
	size_t end = *length, start;

	if (end == 0)
		return false;
	for (start = end; start > 0 && list[start - 1] != ','; start--)
		continue;
	*length = start > 0 ? start - 1 : 0;
	while (start < end && is_blank(list[start]))
		start++;
	while (end > start && is_blank(list[end - 1]))
		end--;
	return read_address(list + start, end - start, address);
}

/* False when the web server does not say whom it talks to. */
static bool find(
	const struct request_source *source, const struct buffer *trusted, struct network *address)
{
	const char *peer = source->variable(source->context, "REMOTE_ADDR");
	const char *list = source->variable(source->context, "HTTP_X_FORWARDED_FOR");
	size_t length = list == NULL ? 0 : strlen(list);
	struct network before;

	if (peer == NULL || !read_address(peer, strlen(peer), address))
		return false;
	while (is_trusted(trusted, address) && take_last(list, &length, &before))
		*address = before;
	return true;
}

static void format(bool is_known, const struct network *address, char client[CLIENT_SIZE])
{
	if (is_known)
		inet_ntop(address->family, address->bytes, client, CLIENT_SIZE);
	else
		snprintf(client, CLIENT_SIZE, "unknown");
}

void client_find(
	const struct request_source *source, const struct buffer *trusted, char client[CLIENT_SIZE])
{
	struct network address;
	bool is_known = find(source, trusted, &address);

	if (is_known && address.family == AF_INET6)
		memset(address.bytes + SUBSCRIBER_BITS / 8, 0,
			sizeof address.bytes - SUBSCRIBER_BITS / 8);
	format(is_known, &address, client);
}

void client_address(
	const struct request_source *source, const struct buffer *trusted, char client[CLIENT_SIZE])
{
	struct network address;
	bool is_known = find(source, trusted, &address);

	format(is_known, &address, client);
}
