/*
 * client: as many HTTP requests as are answered in a time, over connections that are kept open.
 *
 *   client PORT CLIENTS SECONDS COUNT FIRST MODULUS <REQUEST
 *
 * Speaks to 127.0.0.1. REQUEST is the text of one request as it goes over the wire; ######## in it
 * becomes a number of eight digits, FIRST for the first request and one more for each, modulo
 * MODULUS. Every client is a thread with one connection and one request on its way. It ends after
 * SECONDS or COUNT requests, whichever comes first (COUNT 0: no limit).
 *
 * Prints one line of JSON. An answer that is not 200, or none, is counted in "failed"; the first
 * such answer goes to standard error.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REQUEST_SIZE 65536
#define ANSWER_SIZE  65536
#define MAX_CLIENTS  256
#define PLACE        "########"
#define PLACE_SIZE   (sizeof PLACE - 1)
#define IO_SECONDS   60

/* What all clients share. */
struct load {
	in_port_t port;
	const char *request;
	double until;             /* on the clock of now() */
	unsigned long limit;      /* of requests; 0: none */
	unsigned long first;      /* number */
	unsigned long modulus;    /* of numbers */
	atomic_ulong started;     /* requests */
	atomic_flag has_reported; /* an answer that is not 200 */
};

/* One connection and what came of it. */
struct client {
	struct load *load;
	pthread_t thread;
	int connection; /* -1: none */
	char request[REQUEST_SIZE];
	char answer[ANSWER_SIZE]; /* the head, and the beginning of the body */
	double *times;            /* owned; seconds that each good answer took */
	size_t count, room;
	unsigned long failed;
	unsigned long long bytes;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void die(const char *action)
{
	fprintf(stderr, "client: %s: %s\n", action, strerror(errno));
	exit(EXIT_FAILURE);
}

static void hang_up(struct client *client)
{
	if (client->connection >= 0)
		close(client->connection);
	client->connection = -1;
}

static bool dial(struct client *client)
{
	const struct timeval patience = {.tv_sec = IO_SECONDS};
	const struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons(client->load->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int on = 1;

	if (client->connection >= 0)
		return true;
	client->connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->connection < 0)
		return false;
	setsockopt(client->connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(client->connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	return connect(client->connection, (const struct sockaddr *)&address, sizeof address) == 0;
}

static void number(char *request, unsigned long value)
{
	char digits[32];

	snprintf(digits, sizeof digits, "%08lu", value);
	for (char *place = strstr(request, PLACE); place != NULL; place = strstr(place, PLACE))
		memcpy(place, digits, PLACE_SIZE);
}

static bool send_all(int connection, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t sent = send(connection, text, length, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		text += sent;
		length -= (size_t)sent;
	}
	return true;
}

static ssize_t receive(struct client *client, size_t have)
{
	ssize_t got = recv(client->connection, client->answer + have, ANSWER_SIZE - 1 - have, 0);

	if (got > 0)
		client->bytes += (unsigned long long)got;
	return got;
}

/* The value of a field of the head, which ends with NUL; NULL when it is absent. */
static const char *field(const char *head, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return line + length + 1 + strspn(line + length + 1, " ");
	}
	return NULL;
}

/* Reads what is left of a body and throws it away. */
static bool skip(struct client *client, unsigned long long rest)
{
	while (rest > 0) {
		ssize_t got = receive(client, 0);

		if (got <= 0)
			return false;
		rest -= (unsigned long long)got < rest ? (unsigned long long)got : rest;
	}
	return true;
}

/* Reads the head into `answer` and makes it a string; `*body` is how much came behind it. */
static bool read_head(struct client *client, size_t *body)
{
	size_t have = 0;

	for (;;) {
		ssize_t got = receive(client, have);

		if (got <= 0)
			return false;
		have += (size_t)got;
		client->answer[have] = '\0';

		char *end = strstr(client->answer, "\r\n\r\n");

		if (end != NULL) {
			*body = have - (size_t)(end + 4 - client->answer);
			return true;
		}
	}
}

static void report(struct client *client, const char *answer)
{
	if (!atomic_flag_test_and_set(&client->load->has_reported))
		fprintf(stderr, "client: not a good answer:\n%.2000s\n", answer);
}

/* One request and its answer; false when it was not 200. */
static bool exchange(struct client *client)
{
	size_t body;

	if (!dial(client) || !send_all(client->connection, client->request) ||
		!read_head(client, &body)) {
		report(client, strerror(errno));
		hang_up(client);
		return false;
	}

	bool good = strncmp(client->answer, "HTTP/1.1 200", 12) == 0;
	const char *length = field(client->answer, "Content-Length");
	const char *connection = field(client->answer, "Connection");
	bool closes = connection != NULL && strncasecmp(connection, "close", 5) == 0;
	unsigned long long size = length == NULL ? 0 : strtoull(length, NULL, 10);

	if (!good || length == NULL)
		report(client, client->answer);
	if (length == NULL || !skip(client, size > body ? size - body : 0)) {
		hang_up(client);
		return false;
	}
	if (closes)
		hang_up(client);
	return good;
}

static void keep(struct client *client, double time)
{
	if (client->count == client->room) {
		client->room = client->room == 0 ? 4096 : 2 * client->room;
		client->times = reallocarray(client->times, client->room, sizeof *client->times);
		if (client->times == NULL)
			die("memory");
	}
	client->times[client->count++] = time;
}

static void *run(void *context)
{
	struct client *client = context;
	struct load *load = client->load;

	while (now() < load->until) {
		unsigned long index = atomic_fetch_add(&load->started, 1);

		if (load->limit > 0 && index >= load->limit)
			break;
		strcpy(client->request, load->request);
		number(client->request, (load->first + index) % load->modulus);

		double began = now();

		if (exchange(client))
			keep(client, now() - began);
		else
			client->failed++;
	}
	hang_up(client);
	return NULL;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print(struct client *clients, size_t count, double seconds)
{
	struct client all = {.connection = -1};
	struct rusage used;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < clients[i].count; j++)
			keep(&all, clients[i].times[j]);
		all.failed += clients[i].failed;
		all.bytes += clients[i].bytes;
		free(clients[i].times);
	}
	if (all.count > 0)
		qsort(all.times, all.count, sizeof *all.times, ascending);
	getrusage(RUSAGE_SELF, &used);
	printf("{\"requests\": %zu, \"failed\": %lu, \"seconds\": %.6f, \"bytes\": %llu, "
	       "\"client_cpu\": %.3f",
		all.count, all.failed, seconds, all.bytes,
		(double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
	if (all.count > 0)
		printf(", \"p50\": %.6f, \"p90\": %.6f, \"p99\": %.6f, \"max\": %.6f",
			all.times[all.count / 2], all.times[all.count * 9 / 10],
			all.times[all.count * 99 / 100], all.times[all.count - 1]);
	puts("}");
	free(all.times);
}

static void read_request(char request[REQUEST_SIZE])
{
	size_t length = fread(request, 1, REQUEST_SIZE - 1, stdin);

	request[length] = '\0';
	if (length == 0 || length == REQUEST_SIZE - 1)
		die("no request, or a very long one, on standard input");
}

int main(int count, char **arguments)
{
	static char request[REQUEST_SIZE];

	if (count != 7) {
		fputs("usage: client PORT CLIENTS SECONDS COUNT FIRST MODULUS <REQUEST\n", stderr);
		return 2;
	}
	read_request(request);

	size_t size = strtoul(arguments[2], NULL, 10);
	struct client *clients = calloc(size == 0 ? 1 : size, sizeof *clients);
	struct load load = {.port = (in_port_t)strtoul(arguments[1], NULL, 10),
		.request = request,
		.limit = strtoul(arguments[4], NULL, 10),
		.first = strtoul(arguments[5], NULL, 10),
		.modulus = strtoul(arguments[6], NULL, 10),
		.has_reported = ATOMIC_FLAG_INIT};
	double began = now();

	if (size == 0 || size > MAX_CLIENTS || load.modulus == 0 || clients == NULL)
		die("number of clients, or modulus");
	load.until = began + strtod(arguments[3], NULL);
	for (size_t i = 0; i < size; i++) {
		clients[i].load = &load;
		clients[i].connection = -1;
		errno = pthread_create(&clients[i].thread, NULL, run, &clients[i]);
		if (errno != 0)
			die("thread");
	}
	for (size_t i = 0; i < size; i++)
		pthread_join(clients[i].thread, NULL);
	print(clients, size, now() - began);
	free(clients);
	return EXIT_SUCCESS;
}
