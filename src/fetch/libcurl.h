/*
 * libcurl, loaded when it is needed: its functions are members here.
 */
#ifndef JWKMINT_FETCH_LIBCURL_H
#define JWKMINT_FETCH_LIBCURL_H

#include "base/failure.h"

#include <curl/curl.h>

struct libcurl {
	bool is_open;
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_global_cleanup) *global_cleanup;
	__typeof__(curl_free) *free;
	__typeof__(curl_url) *url;
	__typeof__(curl_url_cleanup) *url_cleanup;
	__typeof__(curl_url_set) *url_set;
	__typeof__(curl_url_get) *url_get;
	__typeof__(curl_url_strerror) *url_strerror;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_header) *easy_header;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_cleanup) *multi_cleanup;
	__typeof__(curl_multi_add_handle) *multi_add_handle;
	__typeof__(curl_multi_remove_handle) *multi_remove_handle;
	__typeof__(curl_multi_perform) *multi_perform;
	__typeof__(curl_multi_poll) *multi_poll;
	__typeof__(curl_multi_info_read) *multi_info_read;
	__typeof__(curl_slist_append) *slist_append;
	__typeof__(curl_slist_free_all) *slist_free_all;
};

/* An open libcurl is closed when its scope ends; initialise it with {.is_open = false}. */
#define libcurl_auto __attribute__((cleanup(libcurl_close))) struct libcurl

/* Loads and initialises it. FAILURE_INTERNAL, as library_load. */
bool libcurl_open(struct libcurl *curl, struct failure *why);
void libcurl_close(struct libcurl *curl);

#endif
