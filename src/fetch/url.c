#include "fetch/url.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char host_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-._[]:";

void url_free(struct url *url)
{
	if (url->parts != NULL)
		url->curl->url_cleanup(url->parts);
	url->parts = NULL;
}

/* Copies a part of at most `size` - 1 bytes; false when it is missing or longer. */
static bool get_part(const struct url *url, CURLUPart part, unsigned flags, char *text, size_t size)
{
	char *value = NULL;

	if (url->curl->url_get(url->parts, part, &value, flags) != CURLUE_OK)
		return false;

	bool fits = strlen(value) < size;

	if (fits)
		memcpy(text, value, strlen(value) + 1);
	url->curl->free(value);
	return fits;
}

static bool parse(struct url *url, const char *text, struct failure *why)
{
	CURLUcode code = url->curl->url_set(
		url->parts, CURLUPART_URL, text, CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME);

	if (code == CURLUE_USER_NOT_ALLOWED)
		return fail(why, FAILURE_INVALID,
			"It holds a user name or password, which is not allowed.");
	if (code == CURLUE_BAD_PORT_NUMBER)
		return fail(why, FAILURE_INVALID, "The port must be a number from 1 to 65535.");
	if (code != CURLUE_OK)
		return fail(why, FAILURE_INVALID, "It is no URL of the form https://HOST/PATH.");
	return true;
}

static bool check_scheme(struct url *url, struct failure *why)
{
	char scheme[8];

	if (!get_part(url, CURLUPART_SCHEME, 0, scheme, sizeof scheme) ||
		(strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0))
		return fail(why, FAILURE_INVALID, "The scheme must be https.");
	url->is_https = strcmp(scheme, "https") == 0;
	return true;
}

static bool check_host(struct url *url, struct failure *why)
{
	char zone[URL_HOST_SIZE];

	if (!get_part(url, CURLUPART_HOST, 0, url->host, sizeof url->host))
		return fail(why, FAILURE_INVALID, "The host must have 1 to %d characters.",
			URL_HOST_SIZE - 1);
	if (url->host[strspn(url->host, host_characters)] != '\0')
		return fail(why, FAILURE_INVALID,
			"The host must be written in ASCII: letters, digits, hyphens and dots; "
			"an international name in its form with xn--.");
	if (get_part(url, CURLUPART_ZONEID, 0, zone, sizeof zone))
		return fail(why, FAILURE_INVALID, "The host names a zone, which is not allowed.");
	return true;
}

static bool read_port(struct url *url, struct failure *why)
{
	char port[8];

	url->has_port = get_part(url, CURLUPART_PORT, 0, port, sizeof port);
	if (!get_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, port, sizeof port))
		return fail(why, FAILURE_INVALID, "The port can not be understood.");
	url->port = (uint16_t)strtoul(port, NULL, 10);
	return url->port != 0 ||
	       fail(why, FAILURE_INVALID, "The port must be a number from 1 to 65535.");
}

/*
 * The library decodes %30 in a host after it has looked for other ways to write an IPv4 address, so
 * the URL that it would write names 0.0.0.0 where this one names 0. What is checked must be what
 * anybody reads in it.
 */
static bool check_spelling(const struct url *url, struct failure *why)
{
	url_auto again = {.curl = url->curl, .parts = url->curl->url()};
	char *text = NULL;

	if (again.parts == NULL)
		abort();

	bool is_same = url->curl->url_get(url->parts, CURLUPART_URL, &text, 0) == CURLUE_OK &&
		       parse(&again, text, why) &&
		       get_part(&again, CURLUPART_HOST, 0, again.host, sizeof again.host) &&
		       strcmp(again.host, url->host) == 0;

	url->curl->free(text);
	return is_same || fail(why, FAILURE_INVALID,
				  "The host must be written as it is, without percent signs.");
}

bool url_parse(const struct libcurl *curl, const char *text, struct url *url, struct failure *why)
{
	*url = (struct url){.curl = curl, .parts = curl->url()};
	if (url->parts == NULL)
		abort();
	return parse(url, text, why) && check_scheme(url, why) && check_host(url, why) &&
	       check_spelling(url, why) && read_port(url, why);
}

static bool read_address(const char *host, struct in6_addr *address)
{
	char text[INET6_ADDRSTRLEN];
	size_t length = strlen(host);

	if (length < 2 || length - 2 >= sizeof text || host[0] != '[')
		return false;
	memcpy(text, host + 1, length - 2);
	text[length - 2] = '\0';
	return inet_pton(AF_INET6, text, address) == 1;
}

static size_t length_without_dot(const char *host)
{
	size_t length = strlen(host);

	return length > 1 && host[length - 1] == '.' ? length - 1 : length;
}

bool url_same_host(const struct url *a, const struct url *b)
{
	struct in6_addr first, second;
	size_t length = length_without_dot(a->host);

	if (read_address(a->host, &first) && read_address(b->host, &second))
		return memcmp(&first, &second, sizeof first) == 0;
	return length == length_without_dot(b->host) && strncasecmp(a->host, b->host, length) == 0;
}
