/* Entity tags, and the headers that name them. */

#include "unit.h"

#include "mint/tag.h"

static const struct id id = {
	{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x00, 0x11, 0x22, 0x33}};

#define TAG(revision) "\"0123456789abcdef00112233-" revision "\""

static void tags_are_of_thing_and_state(void **state)
{
	buffer_auto tag = BUFFER_INIT;

	(void)state;
	tag_append(&id, 0, &tag);
	assert_buffer_string(tag, TAG("0"));
	buffer_clear(&tag);
	tag_append(&id, UINT64_MAX, &tag);
	assert_buffer_string(tag, TAG("18446744073709551615"));
}

static void what_matches(void **state)
{
	static const char *const headers[] = {
		TAG("7"),
		"*",
		"  *  ",
		"  " TAG("7") "\t",
		TAG("6") "," TAG("7"),
		TAG("6") " ,\t" TAG("7") " , W/" TAG("7"),
		", ," TAG("7") ",",
		"\"\"," TAG("7"),
		"\"a,b\", " TAG("7"),
		"\"\xFF\", " TAG("7"),
	};
	struct failure why;

	(void)state;
	assert_works(tag_require(NULL, &id, 7, &why), why);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		assert_works(tag_require(headers[i], &id, 7, &why), why);
		assert_true(tag_is_known(headers[i], &id, 7));
	}
	assert_true(tag_is_known("W/" TAG("7"), &id, 7));
}

static void what_is_stale(void **state)
{
	static const char *const headers[] = {
		TAG("6"),
		TAG("77"),
		TAG("6") ", " TAG("8"),
		"\"\"",
		"\"*\"",
		"W/\"x\"",
		"\"0123456789abcdef00112234-7\"",
	};
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		assert_fails(tag_require(headers[i], &id, 7, &why), why, FAILURE_STALE, headers[i]);
		assert_non_null(strstr(why.text, "GET it again"));
		assert_false(tag_is_known(headers[i], &id, 7));
	}
	/* A weak tag promises less than If-Match asks for. */
	assert_fails(tag_require("W/" TAG("7"), &id, 7, &why), why, FAILURE_STALE, "W/");
}

static void what_is_no_list_of_tags(void **state)
{
	static const char *const headers[] = {
		"",
		" ",
		",",
		"7",
		"\"",
		TAG("7") "x",
		TAG("7") " " TAG("7"),
		TAG("7") ", x",
		"*, " TAG("7"),
		TAG("7") ", *",
		"w/" TAG("7"),
		"W/ " TAG("7"),
		"\"a b\"",
		"\"\x7F\"",
		"**",
		TAG("7") ";",
		"W/",
	};
	struct failure why;

	(void)state;
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		assert_fails(tag_require(headers[i], &id, 7, &why), why, FAILURE_INVALID,
			"is not understood!");
		assert_false(tag_is_known(headers[i], &id, 7));
	}
	assert_false(tag_is_known(NULL, &id, 7));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_are_of_thing_and_state),
		cmocka_unit_test(what_matches),
		cmocka_unit_test(what_is_stale),
		cmocka_unit_test(what_is_no_list_of_tags),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tag", tests, NULL, NULL);
}
