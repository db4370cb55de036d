#include "front.h"

#include "api/dispatch.h"
#include "base/file.h"
#include "http/method.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

/* How much of the body is still to come. */
struct body {
	int stop; /* becomes readable when the process is to end */
	bool is_announced;
	unsigned long long rest;
};

static const char *variable(void *context, const char *name)
{
	(void)context;
	return getenv(name);
}

/*
 * RFC 3875 section 4.2: some web servers hand over the connection itself, which does not end where
 * the body does. So nothing is waited for beyond CONTENT_LENGTH; but what is there is read, to
 * notice a body that is too long.
 */
static bool has_ended(const struct body *body)
{
	struct pollfd input = {STDIN_FILENO, POLLIN, 0};

	return body->is_announced && body->rest == 0 && poll(&input, 1, 0) != 1;
}

/*
 * A client that sends half a body and stays must not keep a process that is told to end. What is
 * there is read nevertheless: that request is in hand.
 */
static bool wait_for_input(const struct body *body)
{
	struct pollfd waiting[] = {{STDIN_FILENO, POLLIN, 0}, {body->stop, POLLIN, 0}};

	while (poll(waiting, 2, -1) < 0) {
		if (errno != EINTR)
			return false;
	}
	return waiting[0].revents != 0;
}

static bool read_body(void *context, char *bytes, size_t size, size_t *got)
{
	struct body *body = context;
	ssize_t count;

	*got = 0;
	if (has_ended(body))
		return true;
	if (!wait_for_input(body))
		return false;
	do
		count = read(STDIN_FILENO, bytes, size);
	while (count < 0 && errno == EINTR);
	if (count < 0)
		return false;
	*got = (size_t)count;
	body->rest -= *got < body->rest ? *got : body->rest;
	return true;
}

/*
 * Some web servers hand over a socket. One that is closed with unread bytes in it takes away what
 * its other end has not read yet: the reply of a request whose body was not wanted.
 */
static void read_rest(struct body *body)
{
	unsigned method = method_find(getenv("REQUEST_METHOD"));
	char bytes[65536];
	size_t got;

	if (!body->is_announced && (method & (METHOD_GET | METHOD_HEAD)) != 0)
		return;
	while (read_body(body, bytes, sizeof bytes, &got) && got > 0)
		continue;
}

int cgi_serve(struct api *api, struct confinement *confinement, int stop)
{
	const char *length = getenv("CONTENT_LENGTH");
	struct body body = {.stop = stop, .is_announced = length != NULL && *length != '\0'};
	const struct request_source source = {variable, read_body, &body};
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	if (body.is_announced)
		body.rest = strtoull(length, NULL, 10);
	dispatch(api, &source, &reply, &log);
	confinement_take_log(confinement, &log);
	file_write_all(STDERR_FILENO, log.data, log.length);

	bool written = file_write_all(STDOUT_FILENO, reply.data, reply.length);

	read_rest(&body);
	return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
