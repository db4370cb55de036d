#include "fetch/allow.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <string.h>

/* An entry is what stands between "https://" and "/" in a URL. */
static bool parse_entry(const struct libcurl *curl, const char *entry, struct url *url)
{
	buffer_auto text = BUFFER_INIT;
	size_t length = strlen(entry);
	struct failure why; /* speaks of a URL, where the caller knows of none */

	if (length == 0 || strpbrk(entry, "/?#@\\% ") != NULL || entry[length - 1] == ':')
		return false;
	buffer_printf(&text, "https://%s/", entry);
	return url_parse(curl, text.data, url, &why);
}

bool allow_check(const char *entry, struct failure *why)
{
	libcurl_auto curl = {.is_open = false};
	url_auto url = {.parts = NULL};

	if (!libcurl_open(&curl, why))
		return false;
	return parse_entry(&curl, entry, &url) ||
	       fail(why, FAILURE_INVALID,
		       "'%.*s' is not understood: HOST or HOST:PORT is allowed, where HOST is a "
		       "name in ASCII (an international one in its form with xn--), an IPv4 "
		       "address, or an IPv6 address in brackets, and PORT 1 to 65535.",
		       UTF8_SHOWN(entry));
}

static bool matches(const char *entry, const struct url *url, bool any_port)
{
	url_auto allowed = {.parts = NULL};

	if (!parse_entry(url->curl, entry, &allowed) || !url_same_host(&allowed, url))
		return false;
	return any_port || url->port == (allowed.has_port       ? allowed.port
						: url->is_https ? 443
								: 80);
}

static bool any_matches(const char *const *entries, const struct url *url, bool any_port)
{
	for (; *entries != NULL; entries++) {
		if (matches(*entries, url, any_port))
			return true;
	}
	return false;
}

bool allow_holds(const char *const *entries, const struct url *url)
{
	return any_matches(entries, url, false);
}

bool allow_knows_host(const char *const *entries, const struct url *url)
{
	return any_matches(entries, url, true);
}
