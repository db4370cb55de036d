/* The API: what it makes of requests' members, and how keys look to clients. */

#include "unit.h"

#include "api/generate_body.h"
#include "api/jwk_view.h"
#include "api/paging.h"
#include "base/json.h"

#include <stdio.h>

static bool read_body(const char *text, struct json_object **tree, struct generate_body *body,
	struct failure *why)
{
	json_free(*tree);
	*tree = NULL;
	assert_works(json_parse(text, strlen(text), tree, why), *why);
	return generate_body_read(*tree, body, why);
}

static void the_short_form_is_enough(void **state)
{
	struct generate_body body;
	json_auto tree = NULL;
	struct failure why;

	(void)state;
	assert_works(read_body("{\"name\":\"n\",\"description\":\"d\",\"type\":\"RSA\"}", &tree,
			     &body, &why),
		why);
	assert_string_equal(body.request.name, "n");
	assert_string_equal(body.request.description, "d");
	assert_string_equal(body.request.type, "RSA");
	assert_null(body.request.kid);
	assert_null(body.request.size);
	assert_null(body.request.curve);
}

static void parameters_are_taken_from_the_object_of_the_type(void **state)
{
	struct generate_body body;
	json_auto tree = NULL;
	struct failure why;

	(void)state;
	assert_works(
		read_body("{\"name\":\"n\",\"type\":\"OCT\",\"kid\":\"k\",\"oct\":{"
			  "\"keySize\":256,\"keyUseType\":\"ENCRYPTION\",\"algorithm\":\"dir\","
			  "\"keyIdType\":\"NONE\",\"notBeforeTime\":\"a\","
			  "\"expirationTime\":\"b\",\"passwordSaltLength\":9,"
			  "\"passwordIterationCount\":2000,\"curveType\":null}}",
			&tree, &body, &why),
		why);
	assert_string_equal(body.request.kid, "k");
	assert_int_equal(*body.request.size, 256);
	assert_string_equal(body.request.use, "ENCRYPTION");
	assert_string_equal(body.request.algorithm, "dir");
	assert_string_equal(body.request.kid_type, "NONE");
	assert_string_equal(body.request.not_before, "a");
	assert_string_equal(body.request.expiration, "b");
	assert_int_equal(*body.request.password_salt_length, 9);
	assert_int_equal(*body.request.password_iterations, 2000);
	assert_works(read_body("{\"name\":\"n\",\"type\":\"EC\",\"ec\":{\"curveType\":\"P256\"}}",
			     &tree, &body, &why),
		why);
	assert_string_equal(body.request.curve, "P256");
	assert_null(body.request.size);
}

static void null_and_unknown_members_are_no_members(void **state)
{
	static const char *const texts[] = {
		"{\"name\":\"n\",\"type\":\"EC\",\"kid\":null,\"rsa\":null,\"ec\":null}",
		"{\"name\":\"n\",\"type\":\"EC\",\"keySize\":\"x\",\"ec\":{\"new\":{}}}",
		"{\"name\":\"n\",\"type\":\"EC\",\"ec\":{\"keySize\":null,\"curveType\":null}}",
	};
	struct generate_body body;
	json_auto tree = NULL;
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_works(read_body(texts[i], &tree, &body, &why), why);
		assert_null(body.request.kid);
		assert_null(body.request.curve);
		assert_null(body.request.size);
	}
}

static void what_is_required_is_left_to_the_mint(void **state)
{
	static const char *const texts[] = {
		"{}",
		"{\"name\":null,\"type\":\"EC\",\"rsa\":{}}",
		"{\"name\":\"\",\"type\":\"EC\",\"rsa\":{}}",
		"{\"name\":\"n\",\"rsa\":{},\"ec\":{}}",
		"{\"name\":\"n\",\"type\":\"\",\"rsa\":{}}",
		"{\"name\":\"n\",\"type\":\"rsa\",\"ec\":{}}",
	};
	struct generate_body body;
	json_auto tree = NULL;
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_works(read_body(texts[i], &tree, &body, &why), why);
}

static void wrong_types_and_contradictions_are_named(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{"{\"name\":5}", "name (5) is a whole number, but it must be a string!"},
		{"{\"type\":true}", "type (true) is a boolean, but it must be a string!"},
		{"{\"kid\":{}}", "kid is an object, but it must be a string!"},
		{"{\"description\":[]}", "description is an array, but it must be a string!"},
		{"{\"ec\":\"P256\"}", "ec (P256) is a string, but it must be an object!"},
		{"{\"rsa\":{\"keySize\":\"2048\"}}",
			"keySize (2048) is a string, but it must be a whole number!"},
		{"{\"rsa\":{\"keySize\":2048.5}}",
			"keySize (2048.5) is a number with a fraction or an exponent, but it must "
			"be a whole number!"},
		{"{\"rsa\":{\"keySize\":2e3}}",
			"keySize (2e3) is a number with a fraction or an exponent, but it must be "
			"a whole number!"},
		{"{\"oct\":{\"passwordSaltLength\":false}}",
			"passwordSaltLength (false) is a boolean, but it must be a whole number!"},
		{"{\"ec\":{\"curveType\":1}}",
			"curveType (1) is a whole number, but it must be a string!"},
		{"{\"name\":\"\",\"type\":\"RSA\",\"okp\":{\"algorithm\":1}}",
			"algorithm (1) is a whole number, but it must be a string!"},
		{"{\"name\":\"n\",\"type\":\"RSA\",\"ec\":{}}",
			"ec is not allowed for JWK type RSA! Its parameters belong into rsa."},
	};
	struct generate_body body;
	json_auto tree = NULL;
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_fails(
			read_body(cases[i].text, &tree, &body, &why), why, FAILURE_INVALID, "");
		assert_string_equal(why.text, cases[i].sentence);
	}
}

static void pages_are_read(void **state)
{
	static const struct {
		const char *query;
		size_t skip, size;
		bool descending;
	} cases[] = {
		{"", 0, 0, false},
		{"page=1", 0, 0, false},
		{"page=2", SIZE_MAX, 0, false},
		{"size=10", 0, 10, false},
		{"page=3&size=10&sort=name,desc", 20, 10, true},
		{"sort=name%2Casc&page=1000000000&size=1000", 999999999000, 1000, false},
		{"sort=name", 0, 0, false},
		{"other=1", 0, 0, false},
	};
	struct paging paging;
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_works(paging_read(cases[i].query, &paging, &why), why);
		assert_int_equal(paging.page.skip, cases[i].skip);
		assert_int_equal(paging.page.size, cases[i].size);
		assert_int_equal(paging.page.descending, cases[i].descending);
		assert_null(paging.page.after);
	}
}

static void cursors_lead_on(void **state)
{
	struct paging paging;
	struct json_writer writer;
	buffer_auto out = BUFFER_INIT;
	struct failure why;

	(void)state;
	assert_works(paging_read("cursor=w6Qgbm9kZQ&size=2&sort=name,desc", &paging, &why), why);
	assert_string_equal(paging.page.after, "\303\244 node");
	assert_int_equal(paging.page.size, 2);
	assert_true(paging.page.descending);
	json_writer_init(&writer, &out);
	json_put_object(&writer, NULL);
	json_put_array(&writer, "resultList");
	paging_end_list(&writer, &paging, 2, "\303\244 node");
	assert_string_equal(
		out.data, "{\"resultList\":[],\"resultCount\":2,\"nextCursor\":\"w6Qgbm9kZQ\"}");
	buffer_clear(&out);
	json_writer_init(&writer, &out);
	json_put_object(&writer, NULL);
	json_put_array(&writer, "resultList");
	paging_end_list(&writer, &paging, 2, NULL);
	assert_string_equal(out.data, "{\"resultList\":[],\"resultCount\":2,\"nextCursor\":null}");
	assert_works(paging_read("cursor=YQ", &paging, &why), why);
	buffer_clear(&out);
	json_writer_init(&writer, &out);
	json_put_object(&writer, NULL);
	json_put_array(&writer, "resultList");
	paging_end_list(&writer, &paging, 2, NULL);
	assert_string_equal(out.data, "{\"resultList\":[],\"resultCount\":2}");
}

static void bad_pages_are_named(void **state)
{
	static const struct {
		const char *query, *sentence;
	} cases[] = {
		{"page=0", "page (0) is not supported! Valid values: 1 to 1000000000"},
		{"page=-1", "page (-1) is not"},
		{"page=", "page () is not"},
		{"page=1.5", "page (1.5) is not"},
		{"page=1000000001", "page (1000000001) is not"},
		{"page=18446744073709551617", "page (18446744073709551617) is not"},
		{"size=0", "size (0) is not"},
		{"size=1001", "size (1001) is not supported! Valid values: 1 to 1000"},
		{"size=+5", "size ( 5) is not"},
		{"sort=kid", "sort (kid) is not supported! Valid values: \"name,asc\", "
			     "\"name,desc\""},
		{"sort=", "sort () is not"},
		{"sort=name,ASC", "sort (name,ASC) is not"},
		{"cursor=", "cursor () is not one of ours! Send nextCursor"},
		{"cursor=YQ==", "cursor (YQ==) is not one of ours!"},
		{"cursor=YR", "cursor (YR) is not one of ours!"},
		{"cursor=YS9i", "cursor (YS9i) is not one of ours!"}, /* a/b */
		{"cursor=YQBi", "cursor (YQBi) is not one of ours!"}, /* a NUL b */
		{"cursor=_w", "cursor (_w) is not one of ours!"},     /* no UTF-8 */
		{"cursor=YQ&cursor=YQ", "cursor is given twice"},
		{"cursor=YQ&page=1", "page and cursor are both given!"},
	};
	struct paging paging;
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_fails(paging_read(cases[i].query, &paging, &why), why, FAILURE_INVALID,
			cases[i].sentence);
}

#define COMMON                                                                                     \
	"{\"name\":\"n\",\"description\":null,\"projectId\":\"000000000000000000000000\","         \
	"\"sourceType\":\"GENERATE\",\"sourceId\":null,\"sourceUrl\":null,\"type\":\"OCT\","       \
	"\"kid\":null,\"use\":\"enc\",\"alg\":"
#define TIMES                                                                                      \
	",\"notBeforeTime\":\"1970-01-01T00:00:01Z\",\"expirationTime\":"                          \
	"\"1970-01-01T00:00:02Z\",\"createdAt\":\"1970-01-01T00:00:03Z\""

static void show_key(const char *algorithm, const struct jwk *jwk, struct buffer *out)
{
	struct json_writer writer;
	struct key_record key = {
		.public_part = BUFFER_INIT,
		.extra = BUFFER_INIT,
		.source_url = BUFFER_INIT,
		.name = "n",
		.type = "OCT",
		.use = "enc",
		.source = "GENERATE",
		.not_before = 1,
		.expires = 2,
		.created = 3,
		.password_salt_length = 16,
		.password_iterations = 310000,
	};

	snprintf(key.algorithm, sizeof key.algorithm, "%s", algorithm);
	buffer_clear(out);
	json_writer_init(&writer, out);
	jwk_view_write(&writer, &key, jwk);
}

static void keys_are_shown(void **state)
{
	buffer_auto out = BUFFER_INIT;
	jwk_auto jwk;

	(void)state;
	jwk_init(&jwk);
	jwk.type = JWK_OCT;
	buffer_append_string(&jwk.member[0], "abc");
	show_key("", NULL, &out);
	assert_string_equal(out.data, COMMON "null" TIMES "}");
	show_key("dir", &jwk, &out);
	assert_string_equal(out.data, COMMON "\"dir\"" TIMES ",\"oct\":{\"k\":\"YWJj\"}}");
	show_key("PBES2-HS256+A128KW", &jwk, &out);
	assert_string_equal(out.data, COMMON "\"PBES2-HS256+A128KW\"" TIMES
					     ",\"oct\":{\"k\":\"YWJj\",\"passwordSaltLength\":16,"
					     "\"passwordIterationCount\":310000}}");
}

static void keys_from_outside_are_shown(void **state)
{
	key_record_auto key = KEY_RECORD_INIT;
	buffer_auto out = BUFFER_INIT;
	struct json_writer writer;
	jwk_auto jwk;

	(void)state;
	jwk_init(&jwk);
	jwk.type = JWK_RSA;
	buffer_append_string(&jwk.member[0], "abc");
	strcpy(key.name, "n");
	strcpy(key.type, "RSA");
	strcpy(key.source, "URL");
	key.expires = KEY_NEVER;
	key.public_only = true;
	buffer_append_string(&key.source_url, "https://h/\"jwks");
	buffer_append_string(&key.extra, "\"x5c\":[\"MII\"],\"x\":1");
	json_writer_init(&writer, &out);
	jwk_view_write(&writer, &key, &jwk);
	assert_non_null(
		strstr(out.data, "\"sourceId\":null,\"sourceUrl\":\"https://h/\\\"jwks\","));
	assert_non_null(strstr(out.data, "\"expirationTime\":null,"));
	assert_non_null(strstr(out.data, "\"rsa\":{\"n\":\"YWJj\",\"x5c\":[\"MII\"],\"x\":1}}"));
	key.has_source = true;
	memset(key.source_id.bytes, 0xAB, ID_SIZE);
	buffer_clear(&out);
	json_writer_init(&writer, &out);
	jwk_view_write(&writer, &key, NULL);
	assert_non_null(strstr(out.data, "\"sourceId\":\"abababababababababababab\","));
	assert_null(strstr(out.data, "x5c"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_short_form_is_enough),
		cmocka_unit_test(parameters_are_taken_from_the_object_of_the_type),
		cmocka_unit_test(null_and_unknown_members_are_no_members),
		cmocka_unit_test(what_is_required_is_left_to_the_mint),
		cmocka_unit_test(wrong_types_and_contradictions_are_named),
		cmocka_unit_test(pages_are_read),
		cmocka_unit_test(bad_pages_are_named),
		cmocka_unit_test(cursors_lead_on),
		cmocka_unit_test(keys_are_shown),
		cmocka_unit_test(keys_from_outside_are_shown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
