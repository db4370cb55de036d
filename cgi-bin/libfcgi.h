/*
 * libfcgi, loaded by a process that serves FastCGI: its functions are members here. A process of
 * plain CGI answers one request and does without.
 */
#ifndef JWKMINT_CGI_BIN_LIBFCGI_H
#define JWKMINT_CGI_BIN_LIBFCGI_H

#include "base/failure.h"

#include <fcgiapp.h>

struct libfcgi {
	__typeof__(FCGX_Init) *init;
	__typeof__(FCGX_InitRequest) *init_request;
	__typeof__(FCGX_Accept_r) *accept;
	__typeof__(FCGX_Finish_r) *finish;
	__typeof__(FCGX_Free) *free;
	__typeof__(FCGX_GetParam) *get_param;
	__typeof__(FCGX_GetStr) *get_string;
	__typeof__(FCGX_GetChar) *get_character;
	__typeof__(FCGX_GetError) *get_error;
	__typeof__(FCGX_PutStr) *put_string;
	__typeof__(FCGX_Detach) *detach;
};

/* Loads and initialises it. FAILURE_INTERNAL, as library_load. */
bool libfcgi_open(struct libfcgi *fcgi, struct failure *why);

#endif
