/*
 * Requests to the API without a web server, without FastCGI and without confinement, which valgrind
 * does not survive: what test_budgets.py counts instructions of.
 *
 * Each line of standard input is a request: METHOD, URI, token and JSON body with tabs between
 * them. The answers go to standard output, one line with the status for each.
 */
#include "api/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum part { PART_METHOD, PART_URI, PART_TOKEN, PART_BODY, PARTS };

struct asked {
	char *parts[PARTS];
	struct buffer authorization; /* owned, as is the next */
	struct buffer length;
	size_t read; /* of the body */
};

static const char *variable(void *context, const char *name)
{
	const struct asked *asked = context;
	const char *query = strchr(asked->parts[PART_URI], '?');
	const struct {
		const char *name;
		const char *value;
	} variables[] = {
		{"REQUEST_METHOD", asked->parts[PART_METHOD]},
		{"REQUEST_URI", asked->parts[PART_URI]},
		{"QUERY_STRING", query == NULL ? "" : query + 1},
		{"SCRIPT_NAME", "/apiops"},
		{"SERVER_PROTOCOL", "HTTP/1.1"},
		{"REMOTE_ADDR", "127.0.0.1"},
		{"CONTENT_TYPE", "application/json"},
		{"CONTENT_LENGTH", asked->length.data},
		{"HTTP_AUTHORIZATION", asked->authorization.data},
	};

	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		if (strcmp(variables[i].name, name) == 0)
			return variables[i].value;
	}
	return NULL;
}

static bool read_body(void *context, char *bytes, size_t size, size_t *got)
{
	struct asked *asked = context;
	const char *body = asked->parts[PART_BODY];
	size_t left = strlen(body) - asked->read;

	*got = left < size ? left : size;
	memcpy(bytes, body + asked->read, *got);
	asked->read += *got;
	return true;
}

static bool take_apart(char *line, struct asked *asked)
{
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < PARTS; i++) {
		asked->parts[i] = strsep(&line, "\t");
		if (asked->parts[i] == NULL)
			return false;
	}
	buffer_printf(&asked->authorization, "Bearer %s", asked->parts[PART_TOKEN]);
	buffer_printf(&asked->length, "%zu", strlen(asked->parts[PART_BODY]));
	return true;
}

static bool answer(struct api *api, char *line)
{
	struct asked asked = {.authorization = BUFFER_INIT, .length = BUFFER_INIT};
	const struct request_source source = {variable, read_body, &asked};
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;
	bool understood = take_apart(line, &asked);

	if (understood) {
		dispatch(api, &source, &reply, &log);
		fputs(log.data, stderr);
		printf("%.*s\n", (int)strcspn(reply.data, "\r\n"), reply.data);
	}
	buffer_free(&asked.authorization);
	buffer_free(&asked.length);
	return understood;
}

int main(void)
{
	struct api api = {.is_open = false};
	char line[4096];
	bool understood = true;

	while (understood && fgets(line, sizeof line, stdin) != NULL)
		understood = answer(&api, line);
	api_close(&api);
	if (!understood)
		fputs("A method, a URI, a token and a body are expected, with tabs between them.\n",
			stderr);
	return understood ? EXIT_SUCCESS : EXIT_FAILURE;
}
