#include "mint/origin_get.h"

#include "fetch/fetch.h"
#include "mint/settings.h"

#include <stdlib.h>
#include <string.h>

#define CONNECT_TIMEOUT 5000
#define READ_TIMEOUT    10000

static bool check_range(const char *member, const int64_t *asked, int64_t most, struct failure *why)
{
	return asked == NULL || (*asked >= 1 && *asked <= most) ||
	       fail(why, FAILURE_INVALID, "JWK %s (%lld) is not supported! Valid values: 1 to %lld",
		       member, (long long)*asked, (long long)most);
}

bool origin_check_url(const struct import_request *request, struct failure *why)
{
	size_t length = strlen(request->url);

	if (length > ORIGIN_MAX_URL)
		return fail(why, FAILURE_INVALID, "JWK url has %zu bytes! At most %d are allowed.",
			length, ORIGIN_MAX_URL);
	return check_range(
		       "urlOptionConnectTimeout", request->connect_timeout, FETCH_MAX_MS, why) &&
	       check_range("urlOptionReadTimeout", request->read_timeout, FETCH_MAX_MS, why) &&
	       check_range("urlOptionSizeLimit", request->size_limit, FETCH_MAX_SIZE, why);
}

/* The values, each ended by a NUL, as an array that NULL ends; freed by the caller. */
static const char **list_values(const struct buffer *values)
{
	const char **list;
	size_t count = 0;

	for (size_t i = 0; i < values->length; i++)
		count += values->data[i] == '\0';
	list = calloc(count + 1, sizeof *list);
	if (list == NULL)
		abort();
	count = 0;
	for (size_t at = 0; at < values->length; at += strlen(values->data + at) + 1)
		list[count++] = values->data + at;
	return list;
}

static int64_t choose(const int64_t *asked, int64_t standard)
{
	return asked == NULL ? standard : *asked;
}

bool origin_fetch(struct vault *vault, const struct import_request *request, struct buffer *body,
	struct failure *why)
{
	buffer_auto allowed = BUFFER_INIT;
	buffer_auto ca_file = BUFFER_INIT;
	const char **hosts;
	bool fetched;

	if (!settings_get(vault, "url-allow", &allowed, why) ||
		!settings_get(vault, "url-ca", &ca_file, why))
		return false;
	hosts = list_values(&allowed);

	const struct fetch_terms terms = {
		.url = request->url,
		.connect_timeout = choose(request->connect_timeout, CONNECT_TIMEOUT),
		.read_timeout = choose(request->read_timeout, READ_TIMEOUT),
		.size_limit = choose(request->size_limit, FETCH_MAX_SIZE),
		.allowed = hosts,
		.ca_file = ca_file.data,
	};

	fetched = fetch(&terms, body, why);
	free(hosts);
	return fetched;
}
