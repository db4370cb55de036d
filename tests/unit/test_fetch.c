/* Fetching from a plain HTTP server on the loopback, which the test allows, and what is refused. */

#include "unit.h"

#include "base/clock.h"
#include "base/file.h"
#include "fetch/fetch.h"
#include "fetch/resolve.h"
#include "fetch/transfer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define FINE "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

/* What the server says to a path; what it repeats for ever; whether it stays silent then. */
static const struct page {
	const char *path;
	const char *text;
	const char *endless; /* may be NULL */
	bool stays;
} pages[] = {
	{"/fine", FINE, NULL, false},
	{"/until-close", "HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", NULL, false},
	{"/chunked",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
		NULL, false},
	{"/continue", "HTTP/1.1 100 Continue\r\n\r\n" FINE, NULL, false},
	{"/identity",
		"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
		NULL, false},
	{"/empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", NULL, false},
	{"/moved", "HTTP/1.1 301 Moved\r\nLocation: /fine\r\nContent-Length: 0\r\n\r\n", NULL,
		false},
	{"/found", "HTTP/1.1 302 Found\r\nLocation: /fine\r\nContent-Length: 2\r\n\r\n{}", NULL,
		false},
	{"/missing", "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\nsecret", NULL, false},
	{"/created", "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}", NULL, false},
	{"/nothing-there", "HTTP/1.1 204 No Content\r\n\r\n", NULL, false},
	{"/unauthorized",
		"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
		"Content-Length: 0\r\n\r\n",
		NULL, false},
	{"/gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1F\x8B",
		NULL, false},
	{"/short", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", NULL, false},
	{"/ancient", "{\"kty\":\"RSA\"}", NULL, false},
	{"/mute", "", NULL, false},
	{"/ten", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789", NULL, false},
	{"/huge", "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "0123456789", false},
	{"/endless-body", "HTTP/1.1 200 OK\r\n\r\n", "0123456789", false},
	{"/endless-chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
		"a\r\n0123456789\r\n", false},
	{"/endless-header", "HTTP/1.1 200 OK\r\n", "X-Field: 0123456789\r\n", false},
	{"/endless-interim", "", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", false},
	{"/endless-missing", "HTTP/1.1 404 Not Found\r\n\r\n", "0123456789", false},
	{"/slow-header", "HTTP/1.1 200 OK\r\nContent-", NULL, true},
	{"/slow-body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", NULL, true},
	{"/silent", "", NULL, true},
};

struct bench {
	uint16_t port;
	pid_t server;
	unsigned *requests; /* shared with the server, which counts them */
};

static const struct page *find_page(const char *request)
{
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		size_t length = strlen(pages[i].path);

		if (strncmp(request, "GET ", 4) == 0 &&
			strncmp(request + 4, pages[i].path, length) == 0 &&
			request[4 + length] == ' ')
			return &pages[i];
	}
	return NULL;
}

static void answer(int client)
{
	char request[2048];
	size_t length = 0;

	do {
		ssize_t got = read(client, request + length, sizeof request - 1 - length);

		if (got <= 0)
			return;
		length += (size_t)got;
		request[length] = '\0';
	} while (strstr(request, "\r\n\r\n") == NULL);

	const struct page *page = find_page(request);

	if (page == NULL || !file_write_all(client, page->text, strlen(page->text)))
		return;
	while (page->endless != NULL &&
		file_write_all(client, page->endless, strlen(page->endless)))
		;
	while (page->stays && read(client, request, sizeof request) > 0)
		;
}

__attribute__((noreturn)) static void serve(int listener, unsigned *requests)
{
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int client = accept(listener, NULL, NULL);

		++*requests;
		answer(client);
		close(client);
	}
}

static int open_bench(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bench == NULL || listener < 0 ||
		bind(listener, (const struct sockaddr *)&address, size) < 0 ||
		listen(listener, 8) < 0 ||
		getsockname(listener, (struct sockaddr *)&address, &size) < 0)
		return -1;
	bench->requests = mmap(NULL, sizeof *bench->requests, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bench->port = ntohs(address.sin_port);
	bench->server = fork();
	if (bench->server == 0)
		serve(listener, bench->requests);
	close(listener);
	*state = bench;
	return bench->server > 0 ? 0 : -1;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;

	kill(bench->server, SIGKILL);
	waitpid(bench->server, NULL, 0);
	munmap(bench->requests, sizeof *bench->requests);
	free(bench);
	return 0;
}

struct request {
	char url[128];
	char entry[64];
	const char *allowed[2];
	struct fetch_terms terms;
	struct buffer body;
	struct failure why;
};

#define request_auto __attribute__((cleanup(request_free))) struct request

static void request_free(struct request *request)
{
	buffer_free(&request->body);
}

static void request_init(struct request *request, const struct bench *bench, const char *path)
{
	*request = (struct request){.body = BUFFER_INIT};
	snprintf(request->url, sizeof request->url, "http://127.0.0.1:%u%s", bench->port, path);
	snprintf(request->entry, sizeof request->entry, "127.0.0.1:%u", bench->port);
	request->allowed[0] = request->entry;
	request->terms = (struct fetch_terms){.url = request->url,
		.connect_timeout = 20000,
		.read_timeout = 20000,
		.size_limit = 1000,
		.allowed = request->allowed};
}

static void documents_come_whole(void **state)
{
	static const char *const expected[][2] = {{"/fine", "{}"}, {"/until-close", "{\"a\":1}"},
		{"/chunked", "{}"}, {"/continue", "{}"}, {"/identity", "{}"}, {"/empty", ""}};
	const struct bench *bench = *state;

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		request_auto request;

		request_init(&request, bench, expected[i][0]);
		buffer_append_string(&request.body, "before");
		assert_works(fetch(&request.terms, &request.body, &request.why), request.why);
		assert_memory_equal(request.body.data, "before", 6);
		assert_string_equal(request.body.data + 6, expected[i][1]);
		assert_int_equal(*bench->requests, i + 1);
	}
}

static void other_answers_are_failures(void **state)
{
	static const char *const expected[][2] = {
		{"/moved", "a redirect (status 301), and those are not followed"},
		{"/found", "a redirect (status 302)"},
		{"/missing", "status 404; only 200 counts"},
		{"/endless-missing", "status 404"},
		{"/created", "status 201"},
		{"/nothing-there", "status 204"},
		{"/unauthorized", "status 401"},
		{"/gzip", "Content-Encoding"},
		{"/short", "ends too early"},
		{"/ancient", "no HTTP"},
		{"/mute", "closed the connection without an answer"},
		{"/huge", "larger than the 1000 bytes"},
		{"/endless-body", "larger than the 1000 bytes"},
		{"/endless-chunks", "larger than the 1000 bytes"},
		{"/endless-header", "header of the answer is larger than 65536 bytes"},
		{"/endless-interim", "header of the answer is larger than 65536 bytes"},
	};
	const struct bench *bench = *state;

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		request_auto request;

		request_init(&request, bench, expected[i][0]);
		assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
			FAILURE_INVALID, expected[i][1]);
		assert_non_null(strstr(request.why.text, request.url));
		assert_null(strstr(request.why.text, "secret"));
		assert_int_equal(request.body.length, 0);
		assert_int_equal(*bench->requests, i + 1);
	}
}

static void slow_answers_end_at_the_read_timeout(void **state)
{
	static const char *const paths[] = {"/slow-header", "/slow-body", "/silent"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		request_auto request;

		request_init(&request, *state, paths[i]);
		request.terms.read_timeout = 50;
		assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
			FAILURE_INVALID, "within the read timeout");
		assert_int_equal(request.body.length, 0);
	}
}

static void sizes_count_to_the_byte(void **state)
{
	request_auto fits, too_long;

	request_init(&fits, *state, "/ten");
	fits.terms.size_limit = 10;
	assert_works(fetch(&fits.terms, &fits.body, &fits.why), fits.why);
	assert_buffer_string(fits.body, "0123456789");
	request_init(&too_long, *state, "/ten");
	too_long.terms.size_limit = 9;
	assert_fails(fetch(&too_long.terms, &too_long.body, &too_long.why), too_long.why,
		FAILURE_INVALID, "larger than the 9 bytes");
}

static void limits_are_positive(void **state)
{
	for (int i = 0; i < 3; i++) {
		request_auto request;

		request_init(&request, *state, "/fine");
		request.terms.connect_timeout = i == 0 ? 0 : 1000;
		request.terms.read_timeout = i == 1 ? -1 : 1000;
		request.terms.size_limit = i == 2 ? 0 : INT64_MAX;
		assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
			FAILURE_INVALID, "must be 1 to");
	}
}

static void proxies_of_the_environment_are_not_used(void **state)
{
	static const char *const names[] = {
		"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	request_auto request;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		setenv(names[i], "http://127.0.0.1:1", 1);
	request_init(&request, *state, "/fine");
	assert_works(fetch(&request.terms, &request.body, &request.why), request.why);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
}

static void hosts_are_compared_in_every_spelling(void **state)
{
	static const struct {
		const char *host, *entry;
		bool same;
	} cases[] = {
		{"127.1", "127.0.0.1", true},
		{"0x7f000001", "127.0.0.1", true},
		{"2130706433", "127.0.0.1", true},
		{"0177.0.0.1", "127.0.0.1", true},
		{"127.0.0.1", "127.1", true},
		{"localhost", "LOCALHOST", true},
		{"LOCALHOST", "localhost.", true},
		{"%6cocalhost", "localhost", true},
		{"127.0.0.1", "localhost", false},
		{"localhost", "127.0.0.1", false},
		{"127.0.0.2", "127.0.0.1", false},
		{"localhost", "localhos", false},
		{"localhos", "localhost", false},
		{"localhost", "ocalhost", false},
	};
	const struct bench *bench = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		request_auto request;

		request_init(&request, bench, "/fine");
		snprintf(request.url, sizeof request.url, "http://%s:%u/fine", cases[i].host,
			bench->port);
		snprintf(request.entry, sizeof request.entry, "%s:%u", cases[i].entry, bench->port);
		if (fetch(&request.terms, &request.body, &request.why) != cases[i].same)
			fail_test("%s and %s", cases[i].host, cases[i].entry);
	}
}

/* With nothing allowed. */
static void unusual_urls_are_refused(void **state)
{
	static const char *const cases[][2] = {
		{"", "no URL"},
		{"example.org", "no URL"},
		{"//example.org/", "no URL"},
		{"https://", "no URL"},
		{"https://a b/", "no URL"},
		{"https://exa\nmple.org/", "no URL"},
		{"https://a%00b/", "no URL"},
		{"ftp://example.org/", "scheme must be https"},
		{"file:///etc/passwd", "scheme must be https"},
		{"gopher://example.org/", "scheme must be https"},
		{"javascript:alert(1)", "URL"},
		{"https://user@example.org/", "user name or password"},
		{"https://:password@example.org/", "user name or password"},
		{"https://@example.org/", "user name or password"},
		{"https://example.org\\@localhost/", "user name or password"},
		{"https://example.org:0/", "1 to 65535"},
		{"https://example.org:65536/", "1 to 65535"},
		{"https://b\xC3\xBC"
		 "cher.example/",
			"xn--"},
		{"https://\xEF\xBD\x8C"
		 "ocalhost/",
			"ASCII"},
		{"https://[fe80::1%25eth0]/", "zone"},
		{"http://example.org/", "Only https is allowed"},
		{"https://example.org:8443/", "Only port 443 is allowed"},
		{"https://example.org:80/", "url-allow example.org:80`"},
		{"https://localhost/", "not public"},
		{"https://LOCALHOST/", "not public"},
		{"https://127.1/", "not public"},
		{"https://127.0.0.1:443/", "not public"},
		{"https://0x7f000001/", "not public"},
		{"https://0177.1/", "not public"},
		{"https://%3177.1/", "without percent signs"},
		{"https://%30/", "without percent signs"},
		{"https://2130706433/", "not public"},
		{"https://0/", "not public"},
		{"https://[::1]/", "not public"},
		{"https://[::]/", "not public"},
		{"https://[::ffff:127.0.0.1]/", "not public"},
		{"https://[::ffff:8.8.8.8]/", "not public"},
		{"https://[64:ff9b::7f00:1]/", "not public"},
		{"https://10.1.2.3/", "not public"},
		{"https://169.254.169.254/latest/meta-data/", "not public"},
		{"https://192.168.1.1/", "not public"},
		{"https://[fd00::1]/", "not public"},
		{"https://name.invalid/", "resolved"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		request_auto request;

		request_init(&request, *state, "");
		request.terms.url = cases[i][0];
		request.terms.connect_timeout = 5000;
		request.allowed[0] = NULL;
		assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
			FAILURE_INVALID, cases[i][1]);
	}
}

static void the_private_address_is_not_told(void **state)
{
	request_auto request;

	request_init(&request, *state, "");
	request.terms.url = "https://localhost/";
	request.allowed[0] = NULL;
	assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
		FAILURE_INVALID, "`jwkmintctl settings set url-allow localhost`");
	assert_null(strstr(request.why.text, "127"));
	assert_null(strstr(request.why.text, "::1"));
}

static void an_entry_allows_one_port(void **state)
{
	const struct bench *bench = *state;
	request_auto request;

	request_init(&request, bench, "/fine");
	snprintf(request.entry, sizeof request.entry, "127.0.0.1");
	assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
		FAILURE_INVALID, "is not allowed for this host");
	snprintf(request.entry, sizeof request.entry, "127.0.0.1:%u", bench->port ^ 1);
	assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
		FAILURE_INVALID, "is not allowed for this host");
	request.terms.url = "https://127.0.0.1/";
	assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
		FAILURE_INVALID, "not public");
	assert_int_equal(*bench->requests, 0);
}

static void long_urls_leave_room_for_the_reason(void **state)
{
	char url[4096] = "https://localhost/";
	request_auto request;

	request_init(&request, *state, "");
	memset(url + strlen(url), 'x', sizeof url - 1 - strlen(url));
	url[sizeof url - 1] = '\0';
	request.terms.url = url;
	assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
		FAILURE_INVALID, "url-allow localhost");
}

static void add_address(struct addresses *addresses, const char *text)
{
	struct sockaddr_in *address = (void *)&addresses->list[addresses->count++];

	address->sin_family = AF_INET;
	assert_int_equal(inet_pton(AF_INET, text, &address->sin_addr), 1);
}

static void one_private_address_refuses_all(void **state)
{
	struct addresses addresses = {.count = 0};

	(void)state;
	assert_false(addresses_are_public(&addresses));
	add_address(&addresses, "8.8.8.8");
	add_address(&addresses, "9.9.9.9");
	assert_true(addresses_are_public(&addresses));
	add_address(&addresses, "10.0.0.1");
	assert_false(addresses_are_public(&addresses));
}

/* Transfers with addresses of the test's choice: what the name itself resolves to is nothing. */
static bool transfer_to(
	const struct bench *bench, const char *host, const char *const *texts, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;
	buffer_auto body = BUFFER_INIT;
	libcurl_auto curl = {.is_open = false};
	url_auto url = {.parts = NULL};
	struct addresses addresses = {.count = 0};
	int64_t end = clock_monotonic_ms() + 20000;

	for (; *texts != NULL; texts++)
		add_address(&addresses, *texts);
	buffer_printf(&text, "http://%s:%u/fine", host, bench->port);
	assert_works(libcurl_open(&curl, why), *why);
	assert_works(url_parse(&curl, text.data, &url, why), *why);

	const struct transfer_terms terms = {.curl = &curl,
		.url = &url,
		.addresses = &addresses,
		.ca_path = "/dev/null",
		.connected_by = end,
		.ended_by = end,
		.read_timeout = 20000,
		.size_limit = 100};

	return transfer(&terms, &body, why);
}

static void connections_go_to_checked_addresses_only(void **state)
{
	static const char *const here[] = {"127.0.0.1", NULL};
	static const char *const elsewhere[] = {"127.0.0.2", NULL};
	struct failure why;

	assert_works(transfer_to(*state, "name.invalid", here, &why), why);
	assert_works(transfer_to(*state, "name.invalid.", here, &why), why);
	assert_works(transfer_to(*state, "LocalHost", here, &why), why);
	assert_fails(transfer_to(*state, "localhost", elsewhere, &why), why, FAILURE_INVALID,
		"accepts no connection");
	assert_fails(transfer_to(*state, "LOCALHOST.", elsewhere, &why), why, FAILURE_INVALID,
		"accepts no connection");
	if (transfer_to(*state, "127.0.0.1", elsewhere, &why))
		fail_test("an address that was not checked was connected to");
}

static void the_next_address_is_tried(void **state)
{
	static const char *const both[] = {"127.0.0.2", "127.0.0.1", NULL};
	struct failure why;

	assert_works(transfer_to(*state, "name.invalid", both, &why), why);
}

/* The server waits for a request that never comes. */
static void handshakes_end_at_the_connect_timeout(void **state)
{
	const struct bench *bench = *state;
	request_auto request;

	request_init(&request, bench, "");
	snprintf(request.url, sizeof request.url, "https://127.0.0.1:%u/", bench->port);
	request.terms.connect_timeout = 200;
	assert_fails(fetch(&request.terms, &request.body, &request.why), request.why,
		FAILURE_INVALID, "no connection within the connect timeout");
}

static void names_that_take_too_long_are_given_up(void **state)
{
	struct addresses addresses;
	struct failure why;

	(void)state;
	assert_fails(resolve("localhost", clock_monotonic_ms(), &addresses, &why), why,
		FAILURE_INVALID, "not resolved in time");
	assert_works(resolve("127.0.0.1", clock_monotonic_ms(), &addresses, &why), why);
	assert_int_equal(addresses.count, 1);
	/* And nobody is left behind. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(documents_come_whole),
		TEST(other_answers_are_failures),
		TEST(slow_answers_end_at_the_read_timeout),
		TEST(sizes_count_to_the_byte),
		TEST(limits_are_positive),
		TEST(proxies_of_the_environment_are_not_used),
		TEST(hosts_are_compared_in_every_spelling),
		TEST(unusual_urls_are_refused),
		TEST(the_private_address_is_not_told),
		TEST(an_entry_allows_one_port),
		TEST(long_urls_leave_room_for_the_reason),
		TEST(one_private_address_refuses_all),
		TEST(connections_go_to_checked_addresses_only),
		TEST(the_next_address_is_tried),
		TEST(handshakes_end_at_the_connect_timeout),
		TEST(names_that_take_too_long_are_given_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
