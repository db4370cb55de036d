/* The base floor: buffers, base64url, JSON, time, names, files, home. */

#include "unit.h"

#include "base/array.h"
#include "base/base64.h"
#include "base/base64url.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/home.h"
#include "base/id.h"
#include "base/json.h"
#include "base/json_writer.h"
#include "base/name.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void buffer_grows_and_stays_a_string(void **state)
{
	buffer_auto buffer = BUFFER_INIT;

	(void)state;
	assert_string_equal(buffer.data, "");
	for (int i = 0; i < 1000; i++)
		buffer_append_string(&buffer, "abc");
	assert_int_equal(buffer.length, 3000);
	assert_int_equal(strlen(buffer.data), 3000);
	buffer_truncate(&buffer, 5);
	assert_buffer_string(buffer, "abcab");
	buffer_printf(&buffer, "-%d-%s", 42, "x");
	assert_buffer_string(buffer, "abcab-42-x");
}

static void buffer_wipes_what_falls_off(void **state)
{
	buffer_auto buffer = BUFFER_INIT;

	(void)state;
	buffer_append_string(&buffer, "secret");
	char *held = buffer.data;

	buffer_clear(&buffer);
	assert_ptr_equal(held, buffer.data);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(held[i], 0);
}

static void failure_text_is_cut_between_characters(void **state)
{
	struct failure why;
	char long_text[3 * FAILURE_TEXT_SIZE + 1];
	size_t characters;

	(void)state;
	for (size_t i = 0; i < FAILURE_TEXT_SIZE; i++)
		memcpy(long_text + 3 * i, "\xE2\x82\xAC", 3);
	long_text[3 * FAILURE_TEXT_SIZE] = '\0';
	for (int shift = 0; shift < 3; shift++) {
		assert_false(fail(&why, FAILURE_INVALID, "%.*s%s", shift, "ab", long_text));
		assert_true(strlen(why.text) > FAILURE_TEXT_SIZE - 5);
		assert_true(utf8_count(why.text, strlen(why.text), &characters));
		fail_within(&why, "%s", "within: ");
		assert_true(utf8_count(why.text, strlen(why.text), &characters));
		assert_memory_equal(why.text, "within: ", 8);
	}
}

/* RFC 4648 section 10, without the padding. */
/* RFC 4648 section 10, and bytes that need the last two characters of the alphabet. */
static void base64_vectors(void **state)
{
	static const char *const vectors[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="},
		{"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xFB\xFF\xBF", "+/+/"}};

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		buffer_auto text = BUFFER_INIT;
		buffer_auto bytes = BUFFER_INIT;

		buffer_append_string(&text, "=");
		base64_encode(&text, vectors[i][0], strlen(vectors[i][0]));
		assert_string_equal(text.data + 1, vectors[i][1]);
		assert_int_equal(text.length, 1 + strlen(vectors[i][1]));
		buffer_append_string(&bytes, "x");
		assert_true(base64_decode(&bytes, text.data + 1, text.length - 1));
		assert_string_equal(bytes.data + 1, vectors[i][0]);
		assert_int_equal(bytes.length, 1 + strlen(vectors[i][0]));
	}
}

static void base64_decodes_what_it_should(void **state)
{
	static const char *const wrong[] = {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v=", "=",
		"Zg==Zg==", "Zm9v!", "Zm-v", "Zm_v", "Zg==x"};
	buffer_auto bytes = BUFFER_INIT;

	(void)state;
	assert_true(base64_decode(&bytes, " Zm\r\n9v\tYg = =\n", 15));
	assert_buffer_string(bytes, "foob");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (base64_decode(&bytes, wrong[i], strlen(wrong[i])))
			fail_test("\"%s\" was accepted", wrong[i]);
		assert_buffer_string(bytes, "foob");
	}
	assert_false(base64_decode(&bytes, "Zm9v\0", 5));
}

static void base64url_vectors(void **state)
{
	static const char *const vectors[][2] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"},
		{"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"},
		{"\xFB\xFF\xBF", "-_-_"}};

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		buffer_auto text = BUFFER_INIT;
		buffer_auto bytes = BUFFER_INIT;

		base64url_encode(&text, vectors[i][0], strlen(vectors[i][0]));
		assert_buffer_string(text, vectors[i][1]);
		assert_true(base64url_decode(&bytes, text.data, text.length));
		assert_buffer_string(bytes, vectors[i][0]);
	}
}

static void base64url_refuses_all_but_one_encoding(void **state)
{
	static const char *const wrong[] = {"Zg==", "Zh", "Zm9", "Z", "Zm9v\n", " Zm9v", "+/+/",
		"Zm 9v", "Zm9v=", "\xC3\xA9zz"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		buffer_auto bytes = BUFFER_INIT;

		buffer_append_string(&bytes, "kept");
		if (base64url_decode(&bytes, wrong[i], strlen(wrong[i])))
			fail_test("\"%s\" was accepted", wrong[i]);
		assert_buffer_string(bytes, "kept");
	}
}

static void json_accepts(void **state)
{
	static const char *const texts[] = {"{}", " [1, -0.5e+3, true, false, null, \"\"] ", "0",
		"\"\\u00e9\\ud83d\\ude00\\n\"", "{\"a\":{\"a\":1},\"b\":[{\"a\":2}]}"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		json_auto tree = NULL;
		struct failure why;

		assert_works(json_parse(texts[i], strlen(texts[i]), &tree, &why), why);
	}
}

static void json_refuses(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} wrong[] = {
		{"", "too early"},
		{"{", "string was expected"},
		{"{}x", "something follows"},
		{"{} {}", "something follows"},
		{"[1,]", "value was expected"},
		{"{\"a\":1,}", "string was expected"},
		{"{a:1}", "string was expected"},
		{"{'a':1}", "string was expected"},
		{"[01]", "',' or ']'"},
		{"[1.]", "without digits"},
		{"[.5]", "value was expected"},
		{"[NaN]", "value was expected"},
		{"[+1]", "value was expected"},
		{"[1e]", "exponent"},
		{"[Infinity]", "value was expected"},
		{"[-Infinity]", "value was expected"},
		{"[True]", "value was expected"},
		{"/* c */ {}", "value was expected"},
		{"\"\t\"", "control character"},
		{"\"\xFF\"", "broken UTF-8"},
		{"\"\xC0\xAF\"", "broken UTF-8"},
		{"\"\xED\xA0\x80\"", "broken UTF-8"},
		{"\"\\ud800\"", "surrogate"},
		{"\"\\udc00\"", "surrogate"},
		{"\"\\u12g4\"", "hexadecimal"},
		{"\"\\u0000\"", "NUL"},
		{"\"\\u\x10\x11\x12\x13\"", "without four hexadecimal digits"},
		{"\"\\x\"", "unknown escape"},
		{"\"abc", "does not end"},
		{"{\"a\":1,\"b\":2,\"a\":3}", "\"a\" appears twice"},
		{"{\"a\":1,\"\\u0061\":3}", "\"a\" appears twice"},
		{"\xEF\xBB\xBF{}", "value was expected"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		json_auto tree = NULL;
		struct failure why;

		assert_fails(json_parse(wrong[i].text, strlen(wrong[i].text), &tree, &why), why,
			FAILURE_INVALID, wrong[i].part);
	}
}

static void json_refuses_a_nul_byte(void **state)
{
	json_auto tree = NULL;
	struct failure why;

	(void)state;
	assert_fails(json_parse("{\"a\0b\":1}", 9, &tree, &why), why, FAILURE_INVALID, "control");
	assert_fails(json_parse("{}\0", 3, &tree, &why), why, FAILURE_INVALID, "follows");
}

static void json_nests_32_deep_and_not_33(void **state)
{
	(void)state;
	for (int depth = 32; depth <= 33; depth++) {
		buffer_auto text = BUFFER_INIT;
		json_auto tree = NULL;
		struct failure why;

		for (int i = 0; i < depth; i++)
			buffer_append_string(&text, i % 2 == 0 ? "[" : "{\"a\":");
		buffer_append_string(&text, depth % 2 == 0 ? "1" : "");
		for (int i = depth - 1; i >= 0; i--)
			buffer_append_string(&text, i % 2 == 0 ? "]" : "}");
		if (depth == 32)
			assert_works(json_parse(text.data, text.length, &tree, &why), why);
		else
			assert_fails(json_parse(text.data, text.length, &tree, &why), why,
				FAILURE_INVALID, "deeper than 32");
	}
}

/* Every byte at every place of a string that is longer than what is looked at in one step. */
static void json_writer_escapes_what_it_must(void **state)
{
	(void)state;
	for (size_t place = 0; place < 12; place++) {
		for (unsigned byte = 1; byte < 256; byte++) {
			bool escaped = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F;
			char string[] = "aaaaaaaaaaaa";
			buffer_auto text = BUFFER_INIT;
			json_auto tree = NULL;
			struct json_writer writer;
			struct failure why;

			string[place] = (char)byte;
			json_writer_init(&writer, &text);
			json_put_string(&writer, NULL, string);
			assert_works(json_parse(text.data, text.length, &tree, &why), why);
			assert_int_equal(strchr(text.data, '\\') != NULL, escaped);
			if (byte < 0x80)
				assert_string_equal(json_object_get_string(tree), string);
			else
				assert_non_null(
					strstr(json_object_get_string(tree), "\xEF\xBF\xBD"));
		}
	}
}

static void json_writer_writes(void **state)
{
	buffer_auto text = BUFFER_INIT;
	struct json_writer writer;

	(void)state;
	json_writer_init(&writer, &text);
	json_put_object(&writer, NULL);
	json_put_foreign(&writer, "a\"b", "{}", 2);
	json_put_string(&writer, "c", "\\\n\x01\x7F\xC3\xA9\xC3.\xFF");
	json_put_array(&writer, "list");
	json_put_integer(&writer, NULL, -7);
	json_put_boolean(&writer, NULL, true);
	json_put_object(&writer, NULL);
	json_put_end(&writer);
	json_put_end(&writer);
	json_put_null(&writer, "n");
	json_put_string(&writer, "s", NULL);
	json_put_base64url(&writer, "b", "\xFB\xFF", 2);
	json_put_end(&writer);
	assert_buffer_string(text,
		"{\"a\\\"b\":{},\"c\":\"\\\\\\n\\u0001\\u007f\xC3\xA9\xEF\xBF\xBD.\xEF\xBF\xBD\",\"list\":[-7,true,{}],"
		"\"n\":null,\"s\":null,\"b\":\"-_8\"}");
}

static void clock_reads_and_writes(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} times[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"2027-01-31T00:00:00Z", 1801353600},
		{"2027-01-31T03:00:00+03:00", 1801353600},
		{"2027-01-30T19:00:00.999-05:00", 1801353600},
		{"2027-01-31T00:00Z", 1801353600},
		{"2028-02-29T12:00:00Z", 1835438400},
		{"9999-12-31T23:59:59Z", CLOCK_LATEST},
	};
	static const char *const wrong[] = {"", "2027-01-31", "2027-01-31T00:00:00",
		"2027-13-01T00:00:00Z", "2027-02-29T00:00:00Z", "2027-01-31T24:00:00Z",
		"2027-01-31T00:00:00Zx", "1969-12-31T00:00:00Z", "2027-01-31T00:00:00.Z", "now",
		"2027-01-31T00:00:00+25:00", "12027-01-31T00:00:00Z", "9999-12-31T23:59:59-00:01",
		"9999-12-31T23:59:60Z"};
	int64_t seconds;
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		assert_true(clock_parse(times[i].text, &seconds));
		assert_int_equal(seconds, times[i].seconds);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (clock_parse(wrong[i], &seconds))
			fail_test("\"%s\" was accepted", wrong[i]);
	}
	clock_format(1801353600, text);
	assert_string_equal(text, "2027-01-31T00:00:00Z");
	clock_format_ms(1801353600007, text);
	assert_string_equal(text, "2027-01-31T00:00:00.007Z");
	assert_int_equal(clock_year_after(1801353600), 1801353600 + 365 * 86400);
	assert_int_equal(clock_year_after(1835438400), 1835438400 + 366 * 86400);
	assert_true(clock_parse_span("90d", &seconds));
	assert_int_equal(seconds, 90 * 86400);
	assert_false(clock_parse_span("90", &seconds));
	assert_false(clock_parse_span("d", &seconds));
	assert_false(clock_parse_span("1dd", &seconds));
	assert_false(clock_parse_span("9999999999w", &seconds));
}

/* Days from a thousand years ago to the last that there is. */
static void dates_are_those_of_the_c_library(void **state)
{
	const int64_t first = INT64_C(-30000000000);
	char text[CLOCK_TEXT_SIZE], expected[CLOCK_TEXT_SIZE];
	struct tm parts;

	(void)state;
	for (int64_t seconds = first; seconds <= CLOCK_LATEST; seconds += 40 * 86400 - 1) {
		time_t time = (time_t)seconds;

		clock_format(seconds, text);
		gmtime_r(&time, &parts);
		strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &parts);
		if (strcmp(text, expected) != 0)
			fail_test("%s instead of %s", text, expected);
	}
}

static void names_are_checked(void **state)
{
	static const char *const good[] = {"a", "generated-jwk", "with space", "\"quoted\"", "...",
		"\xC3\xA9t\xC3\xA9", ".hidden"};
	static const char *const wrong[] = {"", ".", "..", "a/b", "50%", "a?b", "#", "a\\b", "a\nb",
		"a\x7F", "\xC2\x85", "\xE2\x80\xA8", "\xFF"};
	char long_name[NAME_MAX_BYTES + 2];
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_works(name_check(good[i], "name", &why), why);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_fails(
			name_check(wrong[i], "The name", &why), why, FAILURE_INVALID, "The name");
	memset(long_name, 'x', sizeof long_name);
	long_name[NAME_MAX_BYTES] = '\0';
	assert_works(name_check(long_name, "name", &why), why);
	long_name[NAME_MAX_BYTES] = 'x';
	long_name[NAME_MAX_BYTES + 1] = '\0';
	assert_fails(name_check(long_name, "name", &why), why, FAILURE_INVALID, "129 bytes");
}

static void names_become_files_and_segments(void **state)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto segment = BUFFER_INIT;

	(void)state;
	name_append_file(&file, ".a b");
	assert_buffer_string(file, "%2Ea b");
	name_append_segment(&segment, "a b\"\xC3\xA9-._~");
	assert_buffer_string(segment, "a%20b%22%C3%A9-._~");
}

static void files_are_created_once_and_read(void **state)
{
	char directory[] = "/tmp/jwkmint-unit-XXXXXX";
	buffer_auto path = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	buffer_auto read_back = BUFFER_INIT;
	struct failure why;
	struct stat status;
	bool found;

	(void)state;
	assert_non_null(mkdtemp(directory));
	buffer_printf(&path, "%s/file", directory);
	buffer_append_string(&content, "content");
	assert_works(file_create(AT_FDCWD, path.data, 0640, &content, &why), why);
	assert_int_equal(stat(path.data, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0640);
	assert_fails(file_create(AT_FDCWD, path.data, 0640, &content, &why), why, FAILURE_INTERNAL,
		"File exists");
	assert_works(file_read(AT_FDCWD, path.data, 7, &read_back, &found, &why), why);
	assert_true(found);
	assert_buffer_string(read_back, "content");
	assert_fails(file_read(AT_FDCWD, path.data, 6, &read_back, &found, &why), why,
		FAILURE_INTERNAL, "larger");
	assert_fails(file_read(AT_FDCWD, directory, 6, &read_back, &found, &why), why,
		FAILURE_INTERNAL, "not a regular file");
	assert_works(file_remove_tree(AT_FDCWD, directory, &why), why);
	assert_works(file_read(AT_FDCWD, path.data, 7, &read_back, &found, &why), why);
	assert_false(found);
}

static void assert_origin(const struct home *home, const char *expected)
{
	buffer_auto origin = BUFFER_INIT;

	home_append_origin(home, &origin);
	assert_non_null(strstr(origin.data, expected));
}

static void home_is_found_in_order(void **state)
{
	struct home home;
	struct failure why;

	(void)state;
	unsetenv("JWKMINT_HOME");
	assert_works(home_find(NULL, &home, &why), why);
	assert_string_equal(home.directory, JWKMINT_DEFAULT_HOME);
	assert_origin(&home, "built-in default");
	setenv("JWKMINT_HOME", "/from/environment/", 1);
	assert_works(home_find(NULL, &home, &why), why);
	assert_string_equal(home.directory, "/from/environment");
	assert_origin(&home, "JWKMINT_HOME");
	assert_string_equal(home.database, "/from/environment/db");
	assert_string_equal(home.keyring, "/from/environment/keyring");
	assert_string_equal(home.bundle_root, "/from/environment/bundles");
	assert_works(home_find("/given", &home, &why), why);
	assert_string_equal(home.directory, "/given");
	assert_origin(&home, "--home");
	assert_fails(home_find("relative", &home, &why), why, FAILURE_INVALID, "absolute");
	assert_fails(home_find("", &home, &why), why, FAILURE_INVALID, "--home");
	setenv("JWKMINT_HOME", "relative", 1);
	assert_fails(home_find(NULL, &home, &why), why, FAILURE_INVALID, "JWKMINT_HOME");
	unsetenv("JWKMINT_HOME");
}

static void arrays_grow(void **state)
{
	size_t *numbers = NULL;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		numbers = array_grow(numbers, i, sizeof *numbers);
		numbers[i] = i;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	/* One that is emptied begins anew with the memory that it has. */
	for (size_t i = 0; i < 100; i++) {
		numbers = array_grow(numbers, i, sizeof *numbers);
		numbers[i] = 2 * i;
	}
	assert_int_equal(numbers[99], 198);
	free(numbers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(buffer_grows_and_stays_a_string),
		cmocka_unit_test(buffer_wipes_what_falls_off),
		cmocka_unit_test(failure_text_is_cut_between_characters),
		cmocka_unit_test(base64_vectors),
		cmocka_unit_test(base64_decodes_what_it_should),
		cmocka_unit_test(base64url_vectors),
		cmocka_unit_test(base64url_refuses_all_but_one_encoding),
		cmocka_unit_test(json_accepts),
		cmocka_unit_test(json_refuses),
		cmocka_unit_test(json_refuses_a_nul_byte),
		cmocka_unit_test(json_nests_32_deep_and_not_33),
		cmocka_unit_test(json_writer_writes),
		cmocka_unit_test(json_writer_escapes_what_it_must),
		cmocka_unit_test(clock_reads_and_writes),
		cmocka_unit_test(dates_are_those_of_the_c_library),
		cmocka_unit_test(names_are_checked),
		cmocka_unit_test(names_become_files_and_segments),
		cmocka_unit_test(files_are_created_once_and_read),
		cmocka_unit_test(home_is_found_in_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
