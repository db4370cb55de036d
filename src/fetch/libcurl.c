#include "fetch/libcurl.h"

#include "base/library.h"

#define LIBRARY    "libcurl-gnutls.so.4"
#define BROUGHT_BY "libcurl3-gnutls"

bool libcurl_open(struct libcurl *curl, struct failure *why)
{
	const struct library_function functions[] = {
		{"curl_global_init", &curl->global_init},
		{"curl_global_cleanup", &curl->global_cleanup},
		{"curl_free", &curl->free},
		{"curl_url", &curl->url},
		{"curl_url_cleanup", &curl->url_cleanup},
		{"curl_url_set", &curl->url_set},
		{"curl_url_get", &curl->url_get},
		{"curl_url_strerror", &curl->url_strerror},
		{"curl_easy_init", &curl->easy_init},
		{"curl_easy_cleanup", &curl->easy_cleanup},
		{"curl_easy_setopt", &curl->easy_setopt},
		{"curl_easy_getinfo", &curl->easy_getinfo},
		{"curl_easy_header", &curl->easy_header},
		{"curl_easy_strerror", &curl->easy_strerror},
		{"curl_multi_init", &curl->multi_init},
		{"curl_multi_cleanup", &curl->multi_cleanup},
		{"curl_multi_add_handle", &curl->multi_add_handle},
		{"curl_multi_remove_handle", &curl->multi_remove_handle},
		{"curl_multi_perform", &curl->multi_perform},
		{"curl_multi_poll", &curl->multi_poll},
		{"curl_multi_info_read", &curl->multi_info_read},
		{"curl_slist_append", &curl->slist_append},
		{"curl_slist_free_all", &curl->slist_free_all},
	};

	curl->is_open = library_load(
		LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why);
	if (!curl->is_open)
		return false;
	curl->is_open = curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	return curl->is_open ||
	       fail(why, FAILURE_INTERNAL, "The library %s can not be initialised.", LIBRARY);
}

void libcurl_close(struct libcurl *curl)
{
	if (curl->is_open)
		curl->global_cleanup();
	curl->is_open = false;
}
