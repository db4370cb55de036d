/*
 * The two ways in which a web server talks to the responder. Both end with an exit status.
 */
#ifndef JWKMINT_CGI_BIN_FRONT_H
#define JWKMINT_CGI_BIN_FRONT_H

#include "api/api.h"
#include "confine/confine.h"
#include "filler.h"
#include "libfcgi.h"

/*
 * Both write what the confinement has to say into the web server's error log, with the next
 * request.
 *
 * Answers requests that arrive on the listening socket at descriptor 0, one after the other, until
 * descriptor `stop` becomes readable, or until the process is confined to a home that is not there
 * any more; then those that are in its queue, and closes it. While there
 * are none, it fills the pool.
 */
int fastcgi_serve(const struct libfcgi *fcgi, struct api *api, struct confinement *confinement,
	struct filler *filler, int stop);

/*
 * Answers the one request in the environment and on standard input (RFC 3875). When `stop` becomes
 * readable, what is still missing of the body is not waited for: the answer is that it is cut
 * short.
 */
int cgi_serve(struct api *api, struct confinement *confinement, int stop);

#endif
