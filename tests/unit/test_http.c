/* The http floor: paths, queries, requests, responses, routes. */

#include "unit.h"

#include "http/method.h"
#include "http/query.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"

#include <stdio.h>
#include <stdlib.h>

/* A request made of variables ("NAME=value", ended by NULL) and a body in pieces of any size. */
struct fake {
	const char *const *variables;
	const char *body;
	size_t body_length;
	size_t piece;
	bool breaks; /* an error instead of the end */
};

static const char *fake_variable(void *context, const char *name)
{
	const struct fake *fake = context;
	size_t length = strlen(name);

	for (const char *const *entry = fake->variables; *entry != NULL; entry++) {
		if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
			return *entry + length + 1;
	}
	return NULL;
}

static bool fake_read(void *context, char *bytes, size_t size, size_t *got)
{
	struct fake *fake = context;
	size_t piece = fake->body_length < fake->piece ? fake->body_length : fake->piece;

	*got = piece < size ? piece : size;
	memcpy(bytes, fake->body, *got);
	fake->body += *got;
	fake->body_length -= *got;
	return *got > 0 || !fake->breaks;
}

#define VARIABLES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The mount and the segments, as "mount|a|b", or the failure's kind and text. */
static void show_path(const char *uri, const char *script, const char *info, struct buffer *shown)
{
	path_auto path = PATH_INIT;
	struct failure why;

	buffer_clear(shown);
	if (!path_find(&path, uri, script, info, &why)) {
		buffer_printf(shown, "%s: %s",
			why.kind == FAILURE_NOT_FOUND ? "404"
			: why.kind == FAILURE_INVALID ? "400"
						      : "?",
			why.text);
		return;
	}
	buffer_append(shown, path.mount.data, path.mount.length);
	for (size_t i = 0; i < path.count; i++)
		buffer_printf(shown, "|%s", path_segment(&path, i));
}

static void paths_are_the_same_behind_every_server(void **state)
{
	static const struct {
		const char *uri, *script, *info, *expected;
	} cases[] = {
		{"/apiops/projects/P/jwks/", "/apiops", "/projects/P/jwks/",
			"/apiops|projects|P|jwks"},
		{"/apiops/projects/P", "", "/apiops/projects/P", "/apiops|projects|P"},
		{"/apiops/projects/P", NULL, NULL, "/apiops|projects|P"},
		{"/cgi-bin/j.fcgi/apiops/test", "/cgi-bin/j.fcgi", "/apiops/test",
			"/cgi-bin/j.fcgi/apiops|test"},
		{"/a%20b/apiops/t", "/a b", "/apiops/t", "/a%20b/apiops|t"},
		{"http://host:80/apiops/t?x=/y", "/apiops", "/t", "/apiops|t"},
		{"/apiops//t//", "/apiops", "/t", "/apiops||t|"},
		{"/apiops?", "/apiops", "", "/apiops"},
		{"/apiops", "/apiops", "", "/apiops"},
		{"/apiops?a/b", "/apiops", "", "/apiops"},
		{"/%61piops/%41%2e%2E.b", "/apiops", "/A...b", "/apiops|A...b"},
		{"/apiops/a%2525", "/apiops", "/a%25", "/apiops|a%25"},
		{"/apiops/apiops/x", "/apiops", "/apiops/x", "/apiops|apiops|x"},
		{"/apiops/a+b", "/apiops", "/a+b", "/apiops|a+b"},
		/* No REQUEST_URI, or one from before a rewrite: PATH_INFO, which is decoded. */
		{NULL, "/apiops", "/projects/50%25", "/apiops|projects|50%25"},
		{"", "", "/apiops/x", "/apiops|x"},
		{"/keys/x", "/apiops", "/x", "/apiops|x"},
		{"/apiops/a%2525", "/j/j.fcgi", "/apiops/a%25", "/apiops|a%25"},
		{NULL, "/cgi-bin/j.fcgi", "/apiops/x", "/cgi-bin/j.fcgi/apiops|x"},
	};
	buffer_auto shown = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		show_path(cases[i].uri, cases[i].script, cases[i].info, &shown);
		assert_string_equal(shown.data, cases[i].expected);
	}
}

static void paths_are_refused(void **state)
{
	static const struct {
		const char *uri, *script, *info, *expected;
	} cases[] = {
		{"/apiops/a%2Fb", "/apiops", "/a/b", "400: The path contains an encoded slash"},
		{"/apiops/a%00b", "/apiops", "/a", "400: The path contains an encoded NUL"},
		{"/apiops/../x", "/apiops", "/x", "400: The path contains the segment '..'"},
		{"/apiops/%2e%2E/x", "/apiops", "/x", "400: The path contains the segment '..'"},
		{"/apiops/%2e", "/apiops", "/x", "400: The path contains the segment '.'"},
		{"/apiops/x%", "/apiops", "/x", "400: The path contains a %"},
		{"/apiops/x%4", "/apiops", "/x", "400: The path contains a %"},
		{"/apiops/x%4g", "/apiops", "/x", "400: The path contains a %"},
		{"/apiops/x%+1", "/apiops", "/x", "400: The path contains a %"},
		{"//apiops/x", "/other", "/x", "404: There is no such route"},
		{"/apiops/%ff", "/apiops", "/x", "400: The path is not valid UTF-8"},
		{"/apiops/a%5Cb", "/apiops", "/x", "400: The path contains a backslash"},
		{"/apiops/a%0Ab", "/apiops", "/x", "400: The path contains a backslash"},
		{"/apiops/a%C2%85b", "/apiops", "/x", "400: The path contains a backslash"},
		{"/apiops/%c0%af", "/apiops", "/x", "400: The path is not valid UTF-8"},
		{NULL, "/apiops", "/../x", "400: The path contains the segment '..'"},
		{"/Apiops/x", "", "/Apiops/x", "404: There is no such route"},
		{"/apiopsx/x", "", "/apiopsx/x", "404: There is no such route"},
		{NULL, NULL, NULL, "404: There is no such route"},
		{"/apiops/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", "/apiops", "/x",
			"404: There is no such route"},
	};
	buffer_auto shown = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		show_path(cases[i].uri, cases[i].script, cases[i].info, &shown);
		buffer_truncate(&shown, strlen(cases[i].expected));
		assert_string_equal(shown.data, cases[i].expected);
	}
}

static void queries_are_read(void **state)
{
	buffer_auto value = BUFFER_INIT;
	struct failure why;
	bool found;

	(void)state;
	assert_works(query_get("page=2&sort=name%2Casc&x", "sort", &value, &found, &why), why);
	assert_true(found);
	assert_buffer_string(value, "name,asc");
	assert_works(query_get("a=1+2&b=", "a", &value, &found, &why), why);
	assert_buffer_string(value, "1 2");
	assert_works(query_get("a=1&b=", "b", &value, &found, &why), why);
	assert_true(found);
	assert_buffer_string(value, "");
	assert_works(query_get("apage=1&pagea=2&page", "page", &value, &found, &why), why);
	assert_false(found);
	assert_works(query_get(NULL, "page", &value, &found, &why), why);
	assert_false(found);
	assert_fails(query_get("page=1&page=1", "page", &value, &found, &why), why, FAILURE_INVALID,
		"page is given twice");
	assert_fails(
		query_get("page=%zz", "page", &value, &found, &why), why, FAILURE_INVALID, "page");
	assert_fails(
		query_get("page=1%00", "page", &value, &found, &why), why, FAILURE_INVALID, "page");
	assert_fails(
		query_get("page=%ff", "page", &value, &found, &why), why, FAILURE_INVALID, "page");
}

static void read_headers(const char *const *variables, struct request *request)
{
	struct fake fake = {.variables = variables};
	const struct request_source source = {fake_variable, fake_read, &fake};
	struct failure why;

	*request = (struct request)REQUEST_INIT;
	assert_works(request_read(request, &source, &why), why);
	request->source = NULL;
}

#define URI "REQUEST_URI=/apiops/x"

static void tokens_are_found(void **state)
{
	static const struct {
		const char *first, *second, *expected;
	} cases[] = {
		{"HTTP_AUTHORIZATION=Bearer abc", "X=", "abc"},
		{"HTTP_AUTHORIZATION=bEARER   abc  ", "X=", "abc"},
		{"REDIRECT_HTTP_AUTHORIZATION=Bearer abc", "X=", "abc"},
		{"HTTP_AUTHORIZATION=", "REDIRECT_HTTP_AUTHORIZATION=Bearer abc", "abc"},
		{"HTTP_AUTHORIZATION=Bearer a b", "X=", "a b"},
		{"HTTP_AUTHORIZATION=Bearer", "X=", ""},
		{"HTTP_AUTHORIZATION=Bearer   ", "X=", ""},
		{"HTTP_AUTHORIZATION=Bearerabc", "X=", ""},
		{"HTTP_AUTHORIZATION=Basic abc", "X=", ""},
		{"X=", "X=", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		request_auto request;

		read_headers(VARIABLES(URI, cases[i].first, cases[i].second), &request);
		assert_string_equal(request.token.data, cases[i].expected);
	}
}

static void a_location_does_not_make_apache_redirect(void **state)
{
	static const struct {
		const char *server, *expected;
	} cases[] = {
		{"SERVER_SOFTWARE=Apache", "X-Jwkmint-Location"},
		{"SERVER_SOFTWARE=Apache/2.4.62 (Debian)", "X-Jwkmint-Location"},
		{"SERVER_SOFTWARE=lighttpd/1.4.69", "Location"},
		{"SERVER_SOFTWARE=", "Location"},
		{"X=", "Location"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *const variables[] = {cases[i].server, NULL};
		struct fake fake = {.variables = variables};
		const struct request_source source = {fake_variable, fake_read, &fake};
		struct request request = {.source = &source};

		assert_string_equal(request_location_name(&request), cases[i].expected);
	}
}

static void request_ids_are_taken_over_or_made(void **state)
{
	static const char *const refused[] = {
		"HTTP_X_REQUEST_ID=",
		"HTTP_X_REQUEST_ID=a b",
		"HTTP_X_REQUEST_ID=a\r\nX: y",
		"HTTP_X_REQUEST_ID=\xC3\xA4",
		"X=",
	};
	request_auto request, other;
	buffer_auto longest = BUFFER_INIT;

	(void)state;
	buffer_append_string(&longest, "HTTP_X_REQUEST_ID=");
	memset(buffer_reserve(&longest, 129), 'x', 129);
	longest.length += 129;
	longest.data[longest.length] = '\0';
	read_headers(VARIABLES(URI, longest.data), &request);
	assert_int_equal(strlen(request.id), 32);
	request_free(&request);
	buffer_truncate(&longest, longest.length - 1);
	read_headers(VARIABLES(URI, longest.data), &request);
	assert_int_equal(strlen(request.id), 128);
	request_free(&request);
	read_headers(VARIABLES(URI, "HTTP_X_REQUEST_ID=a.B_1-z"), &request);
	assert_string_equal(request.id, "a.B_1-z");
	request_free(&request);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		read_headers(VARIABLES(URI, refused[i]), &request);
		assert_int_equal(strlen(request.id), 32);
		assert_int_equal(strspn(request.id, "0123456789abcdef"), 32);
		request_free(&request);
	}
	read_headers(VARIABLES(URI), &request);
	read_headers(VARIABLES(URI), &other);
	assert_string_not_equal(request.id, other.id);
}

static void a_refused_path_leaves_method_and_id(void **state)
{
	struct fake fake = {.variables = VARIABLES("REQUEST_METHOD=HEAD", "HTTP_X_REQUEST_ID=mine",
				    "REQUEST_URI=/apiops/%ff")};
	const struct request_source source = {fake_variable, fake_read, &fake};
	request_auto request = REQUEST_INIT;
	struct failure why;

	(void)state;
	assert_fails(request_read(&request, &source, &why), why, FAILURE_INVALID, "UTF-8");
	assert_int_equal(request.method, METHOD_HEAD);
	assert_string_equal(request.id, "mine");
}

static void methods_are_case_sensitive(void **state)
{
	buffer_auto list = BUFFER_INIT;

	(void)state;
	assert_int_equal(method_find("GET"), METHOD_GET);
	assert_int_equal(method_find("DELETE"), METHOD_DELETE);
	assert_int_equal(method_find("get"), METHOD_OTHER);
	assert_int_equal(method_find("OPTIONS"), METHOD_OTHER);
	assert_int_equal(method_find(NULL), METHOD_OTHER);
	method_list(METHOD_GET | METHOD_HEAD | METHOD_POST, &list);
	assert_buffer_string(list, "GET, HEAD, POST");
}

static void only_json_is_a_json_media_type(void **state)
{
	static const struct {
		const char *type;
		bool accepted;
	} cases[] = {
		{"CONTENT_TYPE=application/json", true},
		{"CONTENT_TYPE=Application/JSON", true},
		{"CONTENT_TYPE=application/json; charset=utf-8", true},
		{"CONTENT_TYPE=application/json ;charset=\"UTF-8\" ", true},
		{"CONTENT_TYPE=application/json;v=1; Charset=UTF-8", true},
		{"CONTENT_TYPE=application/json;", true},
		{"CONTENT_TYPE=application/json; charset=iso-8859-1", false},
		{"CONTENT_TYPE=application/json; charset=", false},
		{"CONTENT_TYPE=application/json; charset=utf-88", false},
		{"CONTENT_TYPE=application/json; charset=\"utf-8", false},
		{"CONTENT_TYPE=application/json utf-8", false},
		{"CONTENT_TYPE=application/jsonp", false},
		{"CONTENT_TYPE=application/merge-patch+json", false},
		{"CONTENT_TYPE=text/plain", false},
		{"CONTENT_TYPE=", false},
		{"X=", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fake fake = {.variables = VARIABLES(URI, cases[i].type)};
		const struct request_source source = {fake_variable, fake_read, &fake};
		request_auto request = REQUEST_INIT;
		struct failure why;
		enum media media;

		assert_works(request_read(&request, &source, &why), why);
		if (cases[i].accepted)
			assert_works(
				request_require_media(&request, MEDIA_JSON, &media, &why), why);
		else
			assert_fails(request_require_media(&request, MEDIA_JSON, &media, &why), why,
				FAILURE_MEDIA_TYPE, "Send application/json");
	}
}

static void every_accepted_media_type_is_told_apart(void **state)
{
	static const struct {
		const char *type;
		unsigned accepted;
		unsigned expected; /* 0: refused */
		const char *sentence;
	} cases[] = {
		{"CONTENT_TYPE=application/json", MEDIA_JSON | MEDIA_MULTIPART, MEDIA_JSON, ""},
		{"CONTENT_TYPE=multipart/form-data; boundary=x", MEDIA_JSON | MEDIA_MULTIPART,
			MEDIA_MULTIPART, ""},
		{"CONTENT_TYPE=Multipart/Form-Data", MEDIA_MULTIPART, MEDIA_MULTIPART, ""},
		{"CONTENT_TYPE=application/x-www-form-urlencoded;charset=UTF-8", MEDIA_FORM,
			MEDIA_FORM, ""},
		{"CONTENT_TYPE=application/x-www-form-urlencoded; charset=latin1", MEDIA_FORM, 0,
			"(application/x-www-form-urlencoded; charset=latin1) is not supported! Send "
			"application/x-www-form-urlencoded in UTF-8."},
		{"CONTENT_TYPE=multipart/mixed; boundary=x", MEDIA_MULTIPART | MEDIA_JSON, 0,
			"Send application/json in UTF-8, or multipart/form-data."},
		{"CONTENT_TYPE=application/json", MEDIA_FORM, 0, "application/json"},
		{"X=", MEDIA_FORM, 0, "Content-Type () is not supported!"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fake fake = {.variables = VARIABLES(URI, cases[i].type)};
		const struct request_source source = {fake_variable, fake_read, &fake};
		request_auto request = REQUEST_INIT;
		enum media media = 0;
		struct failure why;

		assert_works(request_read(&request, &source, &why), why);

		bool fits = request_require_media(&request, cases[i].accepted, &media, &why);

		assert_int_equal(fits ? media : 0, cases[i].expected);
		if (!fits)
			assert_non_null(strstr(why.text, cases[i].sentence));
	}
}

/* Reads a body of `size` bytes that is announced so; returns what read_body says. */
static bool read_body(
	const char *announced, size_t size, size_t piece, bool breaks, struct failure *why)
{
	char *bytes = calloc(1, size + 1);
	struct fake fake = {VARIABLES(URI, announced), bytes, size, piece, breaks};
	const struct request_source source = {fake_variable, fake_read, &fake};
	request_auto request = REQUEST_INIT;
	buffer_auto body = BUFFER_INIT;

	assert_non_null(bytes);
	memset(bytes, 'x', size);
	assert_works(request_read(&request, &source, why), *why);

	bool done = request_read_body(&request, REQUEST_BODY_LIMIT, &body, why);

	if (done) {
		assert_int_equal(body.length, size);
		assert_memory_equal(body.data, bytes, size);
		assert_int_equal(body.data[size], '\0');
	}
	free(bytes);
	return done;
}

static void bodies_are_read_as_announced(void **state)
{
	struct failure why;

	(void)state;
	assert_works(read_body("CONTENT_LENGTH=5", 5, 2, false, &why), why);
	assert_works(read_body("CONTENT_LENGTH=0", 0, 1, false, &why), why);
	assert_works(read_body("CONTENT_LENGTH=", 70000, 4096, false, &why), why);
	assert_works(read_body("X=", 5, 100, false, &why), why);
	assert_fails(read_body("CONTENT_LENGTH=6", 5, 2, false, &why), why, FAILURE_INVALID,
		"The body has 5 bytes, but Content-Length says 6!");
	assert_fails(read_body("CONTENT_LENGTH=4", 5, 2, false, &why), why, FAILURE_INVALID,
		"The body has 5 bytes, but Content-Length says 4!");
	assert_fails(read_body("CONTENT_LENGTH=5", 5, 2, true, &why), why, FAILURE_INVALID,
		"could not be read");
	assert_fails(read_body("CONTENT_LENGTH=-1", 0, 1, false, &why), why, FAILURE_INVALID,
		"Content-Length (-1) is not a number");
	assert_fails(read_body("CONTENT_LENGTH=5 ", 5, 5, false, &why), why, FAILURE_INVALID,
		"not a number");
}

static void bodies_end_at_the_limit(void **state)
{
	struct failure why;

	(void)state;
	assert_works(read_body("CONTENT_LENGTH=1048576", 1048576, 65536, false, &why), why);
	assert_works(read_body("X=", 1048576, 100000, false, &why), why);
	assert_fails(
		read_body("X=", 1048577, 65536, false, &why), why, FAILURE_TOO_LARGE, "1048576");
	assert_fails(read_body("CONTENT_LENGTH=1048577", 0, 1, false, &why), why, FAILURE_TOO_LARGE,
		"1048576");
	assert_fails(read_body("CONTENT_LENGTH=99999999999999999999999999", 0, 1, false, &why), why,
		FAILURE_TOO_LARGE, "1048576");
}

static void responses_are_complete(void **state)
{
	response_auto response = RESPONSE_INIT;
	buffer_auto out = BUFFER_INIT;

	(void)state;
	buffer_append_string(&response.body, "{}");
	response_header(&response, "Location", "/a\r\nX: \xC3\xBC");
	response_render(&response, "id", true, &out);
	assert_buffer_string(out,
		"Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
		"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: id\r\n"
		"Location: /a%0D%0AX: %C3%BC\r\n\r\n{}");
	buffer_clear(&out);
	response_render(&response, "id", false, &out);
	assert_non_null(strstr(out.data, "Content-Length: 2\r\n"));
	assert_string_equal(out.data + out.length - 4, "\r\n\r\n");
}

static void failures_become_responses(void **state)
{
	static const struct {
		enum failure_kind kind;
		const char *status, *code, *header;
	} cases[] = {
		{FAILURE_INVALID, "400 Bad Request", "bad_request", ""},
		{FAILURE_CONFLICT, "400 Bad Request", "bad_request", ""},
		{FAILURE_UNAUTHENTICATED, "401 Unauthorized", "unauthorized_client",
			"WWW-Authenticate: Bearer\r\n"},
		{FAILURE_REFUSED, "403 Forbidden", "forbidden", ""},
		{FAILURE_NOT_FOUND, "404 Not Found", "not_found", ""},
		{FAILURE_METHOD, "405 Method Not Allowed", "method_not_allowed", ""},
		{FAILURE_TOO_LARGE, "413 Content Too Large", "payload_too_large", ""},
		{FAILURE_MEDIA_TYPE, "415 Unsupported Media Type", "unsupported_media_type", ""},
		{FAILURE_BUSY, "503 Service Unavailable", "service_unavailable",
			"Retry-After: 1\r\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		response_auto response = RESPONSE_INIT;
		buffer_auto out = BUFFER_INIT;
		buffer_auto expected = BUFFER_INIT;
		struct failure why;

		buffer_append_string(&response.body, "half a body");
		response_header(&response, "Location", "/half");
		fail(&why, cases[i].kind, "It is \"so\" \xFF\xC3\xBC.");
		response_fail(&response, "id", &why);
		buffer_printf(&expected,
			"{\"error\":\"%s\",\"error_description\":\"It is \\\"so\\\" "
			"\xEF\xBF\xBD\xC3\xBC.\"}",
			cases[i].code);
		assert_string_equal(response.body.data, expected.data);
		assert_string_equal(response.headers.data, cases[i].header);
		assert_int_equal(response.log.length, 0);
		response_render(&response, "id", true, &out);
		assert_memory_equal(out.data, "Status: ", 8);
		assert_memory_equal(out.data + 8, cases[i].status, strlen(cases[i].status));
	}
}

static void our_own_failures_go_to_the_log(void **state)
{
	response_auto response = RESPONSE_INIT;
	struct failure why;

	(void)state;
	fail(&why, FAILURE_INTERNAL, "keyring\nis\x7F gone\xFF");
	response_fail(&response, "id", &why);
	assert_string_equal(response.body.data,
		"{\"error\":\"internal_error\",\"error_description\":\"An unexpected error "
		"occurred\"}");
	assert_int_equal(response.status, 500);
	assert_string_equal(
		response.log.data, "jwkmint: request id: keyring?is? gone\xEF\xBF\xBD\n");
}

static bool matches(const char *pattern, const char *uri, const char *captures[ROUTE_CAPTURES],
	struct path *path)
{
	struct failure why;

	path_free(path);
	assert_works(path_find(path, uri, "/apiops", NULL, &why), why);
	return route_matches(pattern, path, captures);
}

static void routes_match_segment_by_segment(void **state)
{
	const char *captures[ROUTE_CAPTURES];
	path_auto path = PATH_INIT;

	(void)state;
	assert_true(matches("p/{p}/jwks/{n}", "/apiops/p/a%20b/jwks/c/", captures, &path));
	assert_string_equal(captures[0], "a b");
	assert_string_equal(captures[1], "c");
	assert_true(matches("p/{p}/jwks", "/apiops/p/x/jwks", captures, &path));
	assert_string_equal(captures[0], "x");
	assert_null(captures[1]);
	assert_false(matches("p/{p}/jwks", "/apiops/p/x", captures, &path));
	assert_false(matches("p/{p}/jwks", "/apiops/p/x/jwks/y", captures, &path));
	assert_false(matches("p/{p}/jwks", "/apiops/p/x/jwk", captures, &path));
	assert_false(matches("p/{p}/jwks", "/apiops/p/x/jwkss", captures, &path));
	assert_false(matches("p/{p}/jwks", "/apiops/P/x/jwks", captures, &path));
	assert_false(matches("p/{p}/jwks", "/apiops/p//jwks", captures, &path));
	assert_false(matches("p", "/apiops//p", captures, &path));
	assert_false(matches("p", "/apiops", captures, &path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_the_same_behind_every_server),
		cmocka_unit_test(paths_are_refused),
		cmocka_unit_test(queries_are_read),
		cmocka_unit_test(tokens_are_found),
		cmocka_unit_test(a_location_does_not_make_apache_redirect),
		cmocka_unit_test(request_ids_are_taken_over_or_made),
		cmocka_unit_test(a_refused_path_leaves_method_and_id),
		cmocka_unit_test(methods_are_case_sensitive),
		cmocka_unit_test(only_json_is_a_json_media_type),
		cmocka_unit_test(every_accepted_media_type_is_told_apart),
		cmocka_unit_test(bodies_are_read_as_announced),
		cmocka_unit_test(bodies_end_at_the_limit),
		cmocka_unit_test(responses_are_complete),
		cmocka_unit_test(failures_become_responses),
		cmocka_unit_test(our_own_failures_go_to_the_log),
		cmocka_unit_test(routes_match_segment_by_segment),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
