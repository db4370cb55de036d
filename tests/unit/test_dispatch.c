/* The dispatcher: the checks that need no store, and what happens when there is none. */

#include "unit.h"

#include "api/dispatch.h"

#include <stdio.h>
#include <stdlib.h>

/* Variables as "NAME=value", ended by NULL; there is never a body. */
static const char *variable(void *context, const char *name)
{
	size_t length = strlen(name);

	for (const char *const *entry = context; *entry != NULL; entry++) {
		if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
			return *entry + length + 1;
	}
	return NULL;
}

static bool read_nothing(void *context, char *bytes, size_t size, size_t *got)
{
	(void)context;
	(void)bytes;
	(void)size;
	*got = 0;
	return true;
}

static int no_store(void **state)
{
	(void)state;
	return setenv("JWKMINT_HOME", "/nonexistent/jwkmint", 1);
}

/* Asks a responder without a store. */
static void ask(const char *method, const char *uri, struct buffer *reply, struct buffer *log)
{
	char method_variable[64], uri_variable[256];
	const char *variables[] = {method_variable, uri_variable, "SCRIPT_NAME=/apiops",
		"HTTP_X_REQUEST_ID=id", "HTTP_AUTHORIZATION=Bearer x", NULL};
	const struct request_source source = {variable, read_nothing, variables};
	struct api api = {.is_open = false};

	snprintf(method_variable, sizeof method_variable, "REQUEST_METHOD=%s", method);
	snprintf(uri_variable, sizeof uri_variable, "REQUEST_URI=%s", uri);
	buffer_clear(reply);
	buffer_clear(log);
	dispatch(&api, &source, reply, log);
	assert_false(api.is_open);
	api_close(&api);
}

#define assert_contains(buffer, part)                                                              \
	do {                                                                                       \
		if (strstr((buffer).data, (part)) == NULL)                                         \
			fail_test("no \"%s\" in \"%s\"", (part), (buffer).data);                   \
	} while (0)

static void unknown_routes_come_first(void **state)
{
	static const char *const uris[] = {
		"/apiops",
		"/apiops/",
		"/apiops/test",
		"/apiops/test/hello",
		"/apiops/projects/p/jwks/n/more",
		"/apiops//test/healthcheck",
		"/apiops/Test/healthcheck",
	};
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
		ask("DELETE", uris[i], &reply, &log);
		assert_contains(reply, "Status: 404 Not Found\r\n");
		assert_contains(reply, "{\"error\":\"not_found\",");
		assert_int_equal(log.length, 0);
	}
}

static void methods_come_before_the_store(void **state)
{
	static const struct {
		const char *method, *uri, *allow;
	} cases[] = {
		{"POST", "/apiops/test/healthcheck", "\r\nAllow: GET, HEAD\r\n"},
		{"PUT", "/apiops/projects/p/jwks/", "\r\nAllow: GET, HEAD, POST\r\n"},
		{"POST", "/apiops/projects/p/jwks/n", "\r\nAllow: GET, HEAD, PUT, DELETE\r\n"},
		{"get", "/apiops/test/hello/n", "\r\nAllow: GET, HEAD\r\n"},
		{"OPTIONS", "/apiops/projects/p/jwks/generate/",
			"\r\nAllow: GET, HEAD, POST, PUT, DELETE\r\n"},
	};
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ask(cases[i].method, cases[i].uri, &reply, &log);
		assert_contains(reply, "Status: 405 Method Not Allowed\r\n");
		assert_contains(reply, cases[i].allow);
		assert_contains(reply, "{\"error\":\"method_not_allowed\",");
		assert_int_equal(log.length, 0);
	}
}

static void without_a_store_the_health_check_fails(void **state)
{
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	(void)state;
	ask("GET", "/apiops/test/healthcheck", &reply, &log);
	assert_contains(reply, "Status: 503 Service Unavailable\r\n");
	assert_contains(reply, "\r\nContent-Type: application/json\r\n");
	assert_contains(reply, "\r\nRetry-After: 1\r\n");
	assert_contains(reply, "{\"error\":\"service_unavailable\",");
	assert_null(strstr(reply.data, "nonexistent"));
	assert_contains(log, "jwkmint: request id: ");
	assert_contains(log, "/nonexistent/jwkmint");
}

static void without_a_store_everything_else_is_our_failure(void **state)
{
	static const struct {
		const char *method, *uri;
	} cases[] = {
		{"GET", "/apiops/test/hello/n"},
		{"GET", "/apiops/projects/p/jwks"},
		{"GET", "/apiops/projects/p/jwks/generate"},
		{"POST", "/apiops/projects/p/jwks/generate"},
	};
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ask(cases[i].method, cases[i].uri, &reply, &log);
		assert_contains(reply, "Status: 500 Internal Server Error\r\n");
		assert_contains(reply, "\"An unexpected error occurred\"");
		assert_null(strstr(reply.data, "nonexistent"));
		assert_contains(log, "/nonexistent/jwkmint");
	}
}

static void head_has_no_body(void **state)
{
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	(void)state;
	ask("HEAD", "/apiops/test/healthcheck", &reply, &log);
	assert_contains(reply, "Status: 503");
	assert_string_equal(reply.data + reply.length - 4, "\r\n\r\n");
	assert_null(strstr(reply.data, "Content-Length: 0\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_routes_come_first),
		cmocka_unit_test(methods_come_before_the_store),
		cmocka_unit_test(without_a_store_the_health_check_fails),
		cmocka_unit_test(without_a_store_everything_else_is_our_failure),
		cmocka_unit_test(head_has_no_body),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("dispatch", tests, no_store, NULL);
}
