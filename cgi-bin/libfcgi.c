#include "libfcgi.h"

#include "base/library.h"

#define LIBRARY    "libfcgi.so.0"
#define BROUGHT_BY "libfcgi0ldbl"

bool libfcgi_open(struct libfcgi *fcgi, struct failure *why)
{
	const struct library_function functions[] = {
		{"FCGX_Init", &fcgi->init},
		{"FCGX_InitRequest", &fcgi->init_request},
		{"FCGX_Accept_r", &fcgi->accept},
		{"FCGX_Finish_r", &fcgi->finish},
		{"FCGX_Free", &fcgi->free},
		{"FCGX_GetParam", &fcgi->get_param},
		{"FCGX_GetStr", &fcgi->get_string},
		{"FCGX_GetChar", &fcgi->get_character},
		{"FCGX_GetError", &fcgi->get_error},
		{"FCGX_PutStr", &fcgi->put_string},
		{"FCGX_Detach", &fcgi->detach},
	};

	return library_load(
		       LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why) &&
	       (fcgi->init() == 0 || fail(why, FAILURE_INTERNAL,
					     "The library %s can not be initialised.", LIBRARY));
}
