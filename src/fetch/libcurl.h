/*
 * libcurl, loaded when it is needed: its functions are members here.
 */
#ifndef JWKMINT_FETCH_LIBCURL_H
#define JWKMINT_FETCH_LIBCURL_H

#include "base/failure.h"

#include <curl/curl.h>

struct libcurl {
	bool is_open;
	typeof(curl_global_init) *global_init;
	typeof(curl_global_cleanup) *global_cleanup;
	typeof(curl_free) *free;
	typeof(curl_url) *url;
	typeof(curl_url_cleanup) *url_cleanup;
	typeof(curl_url_set) *url_set;
	typeof(curl_url_get) *url_get;
	typeof(curl_url_strerror) *url_strerror;
	typeof(curl_easy_init) *easy_init;
	typeof(curl_easy_cleanup) *easy_cleanup;
	typeof(curl_easy_setopt) *easy_setopt;
	typeof(curl_easy_getinfo) *easy_getinfo;
	typeof(curl_easy_header) *easy_header;
	typeof(curl_easy_strerror) *easy_strerror;
	typeof(curl_multi_init) *multi_init;
	typeof(curl_multi_cleanup) *multi_cleanup;
	typeof(curl_multi_add_handle) *multi_add_handle;
	typeof(curl_multi_remove_handle) *multi_remove_handle;
	typeof(curl_multi_perform) *multi_perform;
	typeof(curl_multi_poll) *multi_poll;
	typeof(curl_multi_info_read) *multi_info_read;
	typeof(curl_slist_append) *slist_append;
	typeof(curl_slist_free_all) *slist_free_all;
};

/* An open libcurl is closed when its scope ends; initialise it with {false}. */
#define libcurl_auto __attribute__((cleanup(libcurl_close))) struct libcurl

/* Loads and initialises it. FAILURE_INTERNAL, as library_load. */
bool libcurl_open(struct libcurl *curl, struct failure *why);
void libcurl_close(struct libcurl *curl);

#endif
