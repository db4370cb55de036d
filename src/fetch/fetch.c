#include "fetch/fetch.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/utf8.h"
#include "fetch/allow.h"
#include "fetch/resolve.h"
#include "fetch/transfer.h"
#include "fetch/trust.h"

#include <stdio.h>

#define SHOWN_BYTES 256

static bool is_given(const char *text)
{
	return text != NULL && *text != '\0';
}

static bool check_limits(const struct fetch_terms *terms, struct failure *why)
{
	if (terms->connect_timeout <= 0 || terms->read_timeout <= 0)
		return fail(why, FAILURE_INVALID, "A timeout must be 1 to %d ms.", FETCH_MAX_MS);
	if (terms->size_limit <= 0)
		return fail(why, FAILURE_INVALID, "The size limit must be 1 to %d bytes.",
			FETCH_MAX_SIZE);
	return true;
}

/* For a host or port that is not allowed. */
static bool check_ordinary(
	const struct fetch_terms *terms, const struct url *url, struct failure *why)
{
	if (url->is_https && url->port == 443)
		return true;
	if (allow_knows_host(terms->allowed, url))
		return fail(why, FAILURE_INVALID,
			"Port %u is not allowed for this host. The operator can allow it with "
			"`jwkmintctl settings set url-allow %s:%u`.",
			url->port, url->host, url->port);
	if (!url->is_https)
		return fail(why, FAILURE_INVALID,
			"Only https is allowed. The operator can allow http for a host with "
			"`jwkmintctl settings set url-allow %s`.",
			url->host);
	return fail(why, FAILURE_INVALID,
		"Only port 443 is allowed. The operator can allow another with `jwkmintctl "
		"settings set url-allow %s:%u`.",
		url->host, url->port);
}

/* What the address is stays here: it would tell about the network behind us. */
static bool check_addresses(
	const struct addresses *addresses, const struct url *url, struct failure *why)
{
	return addresses_are_public(addresses) ||
	       fail(why, FAILURE_INVALID,
		       "Its host resolves to an address that is not public. The operator can allow "
		       "it with `jwkmintctl settings set url-allow %s`.",
		       url->host);
}

static int64_t at_most(int64_t value, int64_t most)
{
	return value < most ? value : most;
}

/* With the certificates that are trusted. */
static bool transfer_trusting(struct transfer_terms *transfer_terms, const char *ca_file,
	struct buffer *body, struct failure *why)
{
	file_auto together = -1;
	char path[32];

	if (!is_given(ca_file)) {
		transfer_terms->ca_path = TRUST_SYSTEM_FILE;
		return transfer(transfer_terms, body, why);
	}
	if (!trust_open(ca_file, &together, why))
		return false;
	snprintf(path, sizeof path, "/proc/self/fd/%d", together);
	transfer_terms->ca_path = path;
	return transfer(transfer_terms, body, why);
}

static bool fetch_from(const struct fetch_terms *terms, const struct url *url, struct buffer *body,
	struct failure *why)
{
	int64_t now = clock_monotonic_ms();
	bool allowed = allow_holds(terms->allowed, url);
	struct addresses addresses;
	struct transfer_terms transfer_terms = {
		.curl = url->curl,
		.url = url,
		.addresses = &addresses,
		.connected_by = now + at_most(terms->connect_timeout, FETCH_MAX_MS),
		.ended_by = now + FETCH_MAX_MS,
		.read_timeout = at_most(terms->read_timeout, FETCH_MAX_MS),
		.size_limit = (size_t)at_most(terms->size_limit, FETCH_MAX_SIZE),
	};

	return (allowed || check_ordinary(terms, url, why)) &&
	       resolve(url->host, transfer_terms.connected_by, &addresses, why) &&
	       (allowed || check_addresses(&addresses, url, why)) &&
	       transfer_trusting(&transfer_terms, terms->ca_file, body, why);
}

bool fetch(const struct fetch_terms *terms, struct buffer *body, struct failure *why)
{
	libcurl_auto curl = {.is_open = false};
	url_auto url = {.parts = NULL};
	size_t before = body->length;

	if (!libcurl_open(&curl, why))
		return false;
	if (check_limits(terms, why) && url_parse(&curl, terms->url, &url, why) &&
		fetch_from(terms, &url, body, why))
		return true;
	buffer_truncate(body, before);
	if (why->kind == FAILURE_INVALID)
		fail_within(why, "URL (%.*s) can not be fetched! ",
			utf8_fit(terms->url, SHOWN_BYTES), terms->url);
	return false;
}
