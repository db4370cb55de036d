#include "fetch/resolve.h"

#include "base/clock.h"
#include "base/file.h"
#include "fetch/address.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Replaces the list by what the resolver says; one more than fits is counted, too. */
static bool look_up(const char *host, int flags, struct addresses *addresses)
{
	const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = flags};
	struct addrinfo *found;

	*addresses = (struct addresses){.count = 0};
	if (getaddrinfo(host, NULL, &wanted, &found) != 0)
		return false;
	for (const struct addrinfo *at = found; at != NULL; at = at->ai_next) {
		if (addresses->count < RESOLVE_MAX_ADDRESSES &&
			at->ai_addrlen <= sizeof *addresses->list)
			memcpy(&addresses->list[addresses->count], at->ai_addr, at->ai_addrlen);
		addresses->count++;
		if (addresses->count > RESOLVE_MAX_ADDRESSES)
			break;
	}
	freeaddrinfo(found);
	return true;
}

/* The child: nothing of the parent's stays open, least of all its locks and its client. */
__attribute__((noreturn)) static void ask(const char *host, pid_t parent, int answer)
{
	enum { ANSWER = STDERR_FILENO + 1 };
	struct addresses addresses;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent ||
		dup2(answer, ANSWER) < 0 || close_range(ANSWER + 1, ~0U, 0) < 0 ||
		!look_up(host, 0, &addresses))
		_exit(1);
	_exit(file_write_all(ANSWER, &addresses, sizeof addresses) ? 0 : 1);
}

/* Fills `bytes`; false when the answer ends before, or the time. */
static bool read_answer(int descriptor, int64_t deadline, void *bytes, size_t size)
{
	char *at = bytes;

	for (size_t length = 0; length < size;) {
		struct pollfd readable = {.fd = descriptor, .events = POLLIN};
		int64_t left = deadline - clock_monotonic_ms();

		if (left <= 0)
			return false;
		if (poll(&readable, 1, (int)left) <= 0)
			continue;

		ssize_t got = read(descriptor, at + length, size - length);

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		length += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool ask_in_time(
	const char *host, int64_t deadline, struct addresses *addresses, struct failure *why)
{
	pid_t parent = getpid();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail(why, FAILURE_INTERNAL, "Can not make a pipe: %s.", strerror(errno));

	file_auto question = ends[0];
	file_auto answer = ends[1];
	pid_t child = fork();

	if (child < 0)
		return fail(why, FAILURE_INTERNAL, "Can not make a process: %s.", strerror(errno));
	if (child == 0)
		ask(host, parent, answer);
	file_close_at(&answer);

	bool answered = read_answer(question, deadline, addresses, sizeof *addresses);

	kill(child, SIGKILL);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (!answered && clock_monotonic_ms() >= deadline)
		return fail(why, FAILURE_INVALID, "The host's name was not resolved in time.");
	return answered ||
	       fail(why, FAILURE_INVALID, "The host's name can not be resolved to an address.");
}

bool resolve(const char *host, int64_t deadline, struct addresses *addresses, struct failure *why)
{
	char name[NI_MAXHOST];
	size_t length = strlen(host);
	bool bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';

	snprintf(name, sizeof name, "%.*s", (int)(bracketed ? length - 2 : length),
		bracketed ? host + 1 : host);
	if (!look_up(name, AI_NUMERICHOST, addresses) &&
		!ask_in_time(name, deadline, addresses, why))
		return false;
	return addresses->count <= RESOLVE_MAX_ADDRESSES ||
	       fail(why, FAILURE_INVALID, "The host's name resolves to more than %d addresses.",
		       RESOLVE_MAX_ADDRESSES);
}

static bool same_address(const struct sockaddr *a, const struct sockaddr *b)
{
	if (a->sa_family != b->sa_family)
		return false;
	if (a->sa_family == AF_INET)
		return memcmp(&((const struct sockaddr_in *)(const void *)a)->sin_addr,
			       &((const struct sockaddr_in *)(const void *)b)->sin_addr,
			       sizeof(struct in_addr)) == 0;
	return a->sa_family == AF_INET6 &&
	       memcmp(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
		       &((const struct sockaddr_in6 *)(const void *)b)->sin6_addr,
		       sizeof(struct in6_addr)) == 0;
}

bool addresses_contain(const struct addresses *addresses, const struct sockaddr *address)
{
	for (size_t i = 0; i < addresses->count; i++) {
		if (same_address((const struct sockaddr *)&addresses->list[i], address))
			return true;
	}
	return false;
}

bool addresses_are_public(const struct addresses *addresses)
{
	for (size_t i = 0; i < addresses->count; i++) {
		if (!address_is_public((const struct sockaddr *)&addresses->list[i]))
			return false;
	}
	return addresses->count > 0;
}
