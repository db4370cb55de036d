/* URLs that a request names, and addresses and hosts that an operator writes. */
#include "fuzz.h"

#include "base/network.h"
#include "fetch/address.h"
#include "fetch/allow.h"
#include "fetch/url.h"

#include <netinet/in.h>
#include <string.h>

/* Left open for the whole run: loading it takes longer than a million URLs. */
static const struct libcurl *library(void)
{
	static struct libcurl curl;
	struct failure why;

	if (!curl.is_open)
		fuzz_works(libcurl_open(&curl, &why), why);
	return &curl;
}

static void check_url(const char *text)
{
	const char *const nothing[] = {NULL};
	url_auto url = {.parts = NULL};
	url_auto again = {.parts = NULL};
	char *written = NULL;
	struct failure why;

	if (!url_parse(library(), text, &url, &why))
		return;
	fuzz_require(*url.host != '\0', "no host");
	for (const char *at = url.host; *at != '\0'; at++)
		fuzz_require(*at > ' ' && *at < 127 && strchr("/?#@\\", *at) == NULL,
			"a host of these characters: %s", url.host);
	fuzz_require(!allow_holds(nothing, &url), "an empty list allows %s", text);
	fuzz_require(url.curl->url_get(url.parts, CURLUPART_URL, &written, 0) == CURLUE_OK,
		"it can not be written");
	fuzz_works(url_parse(library(), written, &again, &why), why);
	fuzz_require(strcmp(url.host, again.host) == 0 && url.port == again.port &&
			     url.is_https == again.is_https && url_same_host(&url, &again),
		"%s is another place than %s", written, text);
	url.curl->free(written);
}

/* An address that is allowed is in none of the nets that are nobody's business. */
static void check_network(const char *text)
{
	static const char *const inside[] = {"127.0.0.0/8", "10.0.0.0/8", "169.254.0.0/16",
		"192.168.0.0/16", "172.16.0.0/12", "0.0.0.0/8", "100.64.0.0/10", "224.0.0.0/3",
		"::/8", "fc00::/7", "fe80::/10", "ff00::/8", "2002::/16", "2001::/32"};
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	struct network network, net;

	if (!network_parse(text, &network))
		return;
	fuzz_require(network_contains(&network, &network), "%s is not in itself", text);
	memcpy(&v4.sin_addr, network.bytes, sizeof v4.sin_addr);
	memcpy(&v6.sin6_addr, network.bytes, sizeof v6.sin6_addr);
	for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
		fuzz_require(network_parse(inside[i], &net), "%s", inside[i]);
		if (network_contains(&net, &network))
			fuzz_require(!address_is_public(network.family == AF_INET
								? (const struct sockaddr *)&v4
								: (const struct sockaddr *)&v6),
				"%s is public", text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = {(const char *)data, size};
	buffer_auto text = BUFFER_INIT;
	struct failure why;

	buffer_append(&text, input.at, input.left);
	check_url(text.data);
	check_network(text.data);
	if (!allow_check(text.data, &why))
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
	return 0;
}
