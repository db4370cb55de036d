/*
 * jwkmint.fcgi: the management API, as FastCGI or plain CGI, whichever the web server speaks.
 */
#include "front.h"

#include "base/fault.h"
#include "base/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * FastCGI 1.0 section 2.2: descriptor 0 is a socket that listens, so there is nobody at its other
 * end. Everything else is CGI.
 */
static bool has_listening_socket(void)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof address;

	return getpeername(STDIN_FILENO, (struct sockaddr *)&address, &size) < 0 &&
	       errno == ENOTCONN;
}

static int use_without_web_server(int count, char **arguments)
{
	if (count == 2 && strcmp(arguments[1], "--version") == 0) {
		puts("jwkmint.fcgi " PACKAGE_VERSION FAULT_NOTICE);
		return EXIT_SUCCESS;
	}
	fputs("usage: jwkmint.fcgi [--version]\n"
	      "A web server starts it, as FastCGI or CGI; see jwkmint.fcgi(8).\n",
		stderr);
	return 2;
}

/*
 * A descriptor that becomes readable when the process is to stop. The signals themselves are
 * blocked, so that none interrupts a request or gets lost between two of them.
 */
static int stop_descriptor(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGUSR1);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool prepare(int *stop, struct failure *why)
{
	if (!process_protect(why))
		return false;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is met like a full disk */
	*stop = stop_descriptor();
	return *stop >= 0 ||
	       fail(why, FAILURE_INTERNAL, "Signals can not be waited for: %s.", strerror(errno));
}

int main(int count, char **arguments)
{
	bool is_cgi = !has_listening_socket();
	struct api api = {.is_open = false};
	struct confinement confinement;
	struct libfcgi fcgi;
	struct filler filler;
	struct failure why;
	int stop, status;

	/* Arguments say nothing in CGI: a query without '=' arrives there (RFC 3875 section 4.4).
	 */
	if (is_cgi ? getenv("REQUEST_METHOD") == NULL : count > 1)
		return use_without_web_server(count, arguments);
	if (!prepare(&stop, &why) || (!is_cgi && !libfcgi_open(&fcgi, &why))) {
		fprintf(stderr, "jwkmint: %s\n", why.text);
		return EXIT_FAILURE;
	}
	confinement_begin(&confinement, NULL);
	if (is_cgi) {
		status = cgi_serve(&api, &confinement, stop);
	} else {
		filler_begin(&filler, &api, &confinement);
		status = fastcgi_serve(&fcgi, &api, &confinement, &filler, stop);
	}
	api_close(&api);
	confinement_free(&confinement);
	if (!is_cgi)
		filler_end(&filler, status);
	return status;
}
