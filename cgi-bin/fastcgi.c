#include "front.h"

#include "api/dispatch.h"
#include "base/scrub.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LISTEN_DESCRIPTOR 0

/* How many connections are taken after the signal to stop: more than a queue usually holds. */
#define QUEUE_LENGTH 128

/* Who takes connections, and the one that it has. */
struct server {
	const struct libfcgi *fcgi; /* borrowed, as are the next two */
	struct api *api;
	struct confinement *confinement;
	FCGX_Request request;
	uintmax_t read; /* bytes of its body */
};

static const char *variable(void *context, const char *name)
{
	const struct server *server = context;

	return server->fcgi->get_param(name, server->request.envp);
}

static bool read_body(void *context, char *bytes, size_t size, size_t *got)
{
	struct server *server = context;
	FCGX_Stream *in = server->request.in;
	int count = server->fcgi->get_string(bytes, size > INT_MAX ? INT_MAX : (int)size, in);

	*got = count < 0 ? 0 : (size_t)count;
	server->read += *got;
	return count >= 0 && server->fcgi->get_error(in) == 0;
}

static void put(const struct libfcgi *fcgi, const struct buffer *text, FCGX_Stream *stream)
{
	/* When the web server is gone there is nobody left to tell. */
	if (text->length > 0 && text->length <= INT_MAX)
		fcgi->put_string(text->data, (int)text->length, stream);
}

/* Among them is the token, as the web server sent it. */
static void wipe_variables(const FCGX_Request *request)
{
	for (char **variable = request->envp; *variable != NULL; variable++)
		explicit_bzero(*variable, strlen(*variable));
}

/* Whether the whole body was read, so that the end of the input is all that there can be. */
static bool is_body_read(struct server *server)
{
	const char *length = variable(server, "CONTENT_LENGTH");

	return variable(server, "HTTP_TRANSFER_ENCODING") == NULL &&
	       server->read == (length == NULL ? 0 : strtoumax(length, NULL, 10));
}

/*
 * At the end libfcgi waits until the web server has closed its side, because a reset in answer to
 * what that may still send could destroy the response. A detached request is just closed: where
 * everything has come there is nothing to wait for, and the next request is served sooner.
 */
static void detach_if_read(struct server *server)
{
	if (is_body_read(server) && server->fcgi->get_character(server->request.in) == EOF)
		server->fcgi->detach(&server->request);
}

static void serve_one(struct server *server)
{
	const struct libfcgi *fcgi = server->fcgi;
	const struct request_source source = {variable, read_body, server};
	FCGX_Request *request = &server->request;
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	server->read = 0;
	dispatch(server->api, &source, &reply, &log);
	confinement_take_log(server->confinement, &log);
	put(fcgi, &log, request->err);
	put(fcgi, &reply, request->out);
	detach_if_read(server);
	wipe_variables(request);
	fcgi->finish(request);
	/* A connection kept open would hold this process while others wait in the queue. */
	fcgi->free(request, 1);
}

/* Takes the next connection, unless another process has; false when the socket is broken. */
static bool serve_next(struct server *server)
{
	int result = server->fcgi->accept(&server->request);

	if (result == 0) {
		serve_one(server);
		scrub_stack();
	} else if (result != -EAGAIN) {
		fprintf(stderr, "jwkmint: accept: %s\n", strerror(-result));
	}
	return result == 0 || result == -EAGAIN;
}

/* Waits for a connection and fills the pool meanwhile; false when it is time to stop. */
static bool wait_for_connection(struct filler *filler, int stop)
{
	struct pollfd waiting[] = {
		{LISTEN_DESCRIPTOR, POLLIN, 0},
		{stop, POLLIN, 0},
		{filler_descriptor(filler), POLLIN, 0},
	};

	for (;;) {
		int count = poll(waiting, 3, filler_patience(filler));

		if (count < 0 && errno != EINTR)
			return false;
		if (count < 0)
			continue;
		if (waiting[0].revents != 0 || waiting[1].revents != 0)
			return waiting[1].revents == 0;
		filler_work(filler);
		scrub_stack();
	}
}

/*
 * Where each process has a socket of its own, as under lighttpd, nobody else takes what stands in
 * its queue. A connection that finds the socket closed goes to another process.
 */
static bool empty_queue(struct server *server)
{
	struct pollfd waiting = {LISTEN_DESCRIPTOR, POLLIN, 0};
	bool works = true;

	for (int i = 0; works && i < QUEUE_LENGTH && poll(&waiting, 1, 0) == 1; i++)
		works = serve_next(server);
	close(LISTEN_DESCRIPTOR);
	return works;
}

/*
 * Who starts another process when this one ends: a web server or multiwatch, which are not process
 * 1, or systemd, which says so. spawn-fcgi alone leaves its children to process 1.
 */
static bool has_successor(void)
{
	return getppid() != 1 || getenv("INVOCATION_ID") != NULL;
}

int fastcgi_serve(const struct libfcgi *fcgi, struct api *api, struct confinement *confinement,
	struct filler *filler, int stop)
{
	struct server server = {.fcgi = fcgi, .api = api, .confinement = confinement};
	int flags = fcntl(LISTEN_DESCRIPTOR, F_GETFL);

	/*
	 * Several processes may wait on one socket. Who finds that another has taken the connection
	 * must come back to wait for the signals, too, instead of sleeping in accept.
	 */
	if (fcgi->init_request(&server.request, LISTEN_DESCRIPTOR, FCGI_FAIL_ACCEPT_ON_INTR) != 0 ||
		flags < 0 || fcntl(LISTEN_DESCRIPTOR, F_SETFL, flags | O_NONBLOCK) < 0) {
		fprintf(stderr, "jwkmint: no listening socket: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	while (wait_for_connection(filler, stop)) {
		filler_step_back(filler);
		confinement_complete(confinement);
		if (!serve_next(&server))
			return EXIT_FAILURE;
		filler_come_again(filler);
		if (confinement_is_outdated(confinement) && has_successor())
			break;
	}
	return empty_queue(&server) ? EXIT_SUCCESS : EXIT_FAILURE;
}
