/* The operator's tool, as far as it needs no store: command line, help, tables. */

#include "unit.h"

#include "ctl/help.h"
#include "ctl/line.h"
#include "ctl/printable.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

#include <stdlib.h>

/* The table of commands wants verbs; what they do is tested with a home. */
#define VERB(name)                                                                                 \
	bool name(struct call *call, struct failure *why)                                          \
	{                                                                                          \
		(void)call;                                                                        \
		return fail(why, FAILURE_INTERNAL, #name);                                         \
	}

VERB(run_init)
VERB(run_project_add)
VERB(run_project_list)
VERB(run_project_remove)
VERB(run_environment_add)
VERB(run_environment_list)
VERB(run_environment_set)
VERB(run_environment_remove)
VERB(run_user_add)
VERB(run_user_list)
VERB(run_user_set)
VERB(run_user_remove)
VERB(run_token_issue)
VERB(run_token_list)
VERB(run_token_revoke)
VERB(run_jwk_export)
VERB(run_jwk_generate)
VERB(run_jwk_import)
VERB(run_jwk_list)
VERB(run_jwk_remove)
VERB(run_jwk_set)
VERB(run_jwk_show)
VERB(run_key_add)
VERB(run_key_list)
VERB(run_key_show)
VERB(run_key_remove)
VERB(run_certificate_add)
VERB(run_certificate_list)
VERB(run_certificate_show)
VERB(run_certificate_export)
VERB(run_certificate_remove)
VERB(run_keystore_add)
VERB(run_keystore_list)
VERB(run_keystore_show)
VERB(run_keystore_remove)
VERB(run_settings_set)
VERB(run_pool_fill)
VERB(run_settings_get)
VERB(run_settings_list)
VERB(run_audit_export)
VERB(run_audit_list)
VERB(run_audit_verify)
VERB(run_backup)
VERB(run_deploy)
VERB(run_keyring_export)
VERB(run_rekey)
VERB(run_restore)
VERB(run_status)
VERB(run_verify)

/* A command line that was read. */
struct reading {
	struct call call;
	struct line line;
	struct failure why;
	bool fine;
};

static void reading_free(struct reading *reading)
{
	options_free(&reading->call.options);
}

#define READ(...)                                                                                  \
	read_arguments((const char *const[]){__VA_ARGS__, NULL},                                   \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
#define reading_auto __attribute__((cleanup(reading_free))) struct reading

/* The strings outlive the reading; only the array is copied, because argv is not const. */
static struct reading read_arguments(const char *const *arguments, size_t count)
{
	struct reading reading = {.call = {.options = OPTIONS_INIT}};
	char **argv = calloc(count + 1, sizeof *argv);

	assert_non_null(argv);
	memcpy(argv, arguments, count * sizeof *argv);
	reading.fine = line_read(argv, &reading.call, &reading.line, &reading.why);
	free(argv);
	return reading;
}

#define assert_command(reading, function)                                                          \
	do {                                                                                       \
		if (!(reading).fine)                                                               \
			fail_test("%s", (reading).why.text);                                       \
		assert_non_null((reading).line.command);                                           \
		assert_false((reading).line.command->run(&(reading).call, &(reading).why));        \
		assert_string_equal((reading).why.text, function);                                 \
	} while (0)

#define assert_refused(reading, part)                                                              \
	do {                                                                                       \
		assert_false((reading).fine);                                                      \
		assert_true((reading).call.misused);                                               \
		if (strstr((reading).why.text, (part)) == NULL)                                    \
			fail_test("no \"%s\" in \"%s\"", (part), (reading).why.text);              \
	} while (0)

static void every_verb_is_found(void **state)
{
	static const char *const verbs[][3] = {
		{"pool", "fill", "run_pool_fill"},
		{"project", "list", "run_project_list"},
		{"environment", "list", "run_environment_list"},
		{"user", "list", "run_user_list"},
		{"token", "list", "run_token_list"},
		{"settings", "list", "run_settings_list"},
	};
	static const char *const named[][3] = {
		{"project", "add", "run_project_add"},
		{"project", "remove", "run_project_remove"},
		{"environment", "add", "run_environment_add"},
		{"environment", "set", "run_environment_set"},
		{"environment", "remove", "run_environment_remove"},
		{"user", "add", "run_user_add"},
		{"user", "set", "run_user_set"},
		{"user", "remove", "run_user_remove"},
		{"token", "issue", "run_token_issue"},
		{"token", "list", "run_token_list"},
		{"token", "revoke", "run_token_revoke"},
		{"jwk", "list", "run_jwk_list"},
		{"settings", "get", "run_settings_get"},
		{"settings", "set", "run_settings_set"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		reading_auto reading = READ(verbs[i][0], verbs[i][1]);

		assert_command(reading, verbs[i][2]);
	}
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		reading_auto reading = READ(named[i][0], named[i][1], "x");

		assert_command(reading, named[i][2]);
		assert_int_equal(reading.call.options.word_count, 1);
		assert_string_equal(reading.call.options.words[0], "x");
	}
	reading_auto generate = READ("jwk", "generate", "p", "n", "--type", "RSA");
	reading_auto show = READ("jwk", "show", "p", "n");
	reading_auto init = READ("init");
	reading_auto deploy = READ("deploy");
	reading_auto status = READ("status");

	assert_command(generate, "run_jwk_generate");
	assert_command(show, "run_jwk_show");
	assert_command(init, "run_init");
	assert_command(deploy, "run_deploy");
	assert_command(status, "run_status");
}

static void settings_take_any_number_of_values(void **state)
{
	reading_auto many = READ("settings", "set", "url-allow", "a", "b", "c");
	reading_auto nameless = READ("settings", "set");
	reading_auto one_too_many = READ("settings", "get", "url-allow", "a");

	(void)state;
	assert_command(many, "run_settings_set");
	assert_int_equal(many.call.options.word_count, 4);
	assert_refused(nameless, "NAME is missing.");
	assert_refused(one_too_many, "'a' is one word too many");
}

static void home_stands_anywhere(void **state)
{
	(void)state;
	reading_auto before = READ("--home", "/h", "project", "list");
	reading_auto between = READ("project", "--home=/h", "list", "--json");
	reading_auto after = READ("project", "list", "--home", "/h");
	reading_auto twice = READ("--home", "/h", "project", "list", "--home", "/h");

	assert_command(before, "run_project_list");
	assert_string_equal(options_value(&before.call.options, "home"), "/h");
	assert_false(before.call.json);
	assert_command(between, "run_project_list");
	assert_string_equal(options_value(&between.call.options, "home"), "/h");
	assert_true(between.call.json);
	assert_command(after, "run_project_list");
	assert_string_equal(options_value(&after.call.options, "home"), "/h");
	assert_refused(twice, "--home is given twice");
}

static void options_have_two_forms(void **state)
{
	(void)state;
	reading_auto reading = READ("environment", "add", "--project", "a", "e", "--project=b",
		"--description=x=y", "--access-url", "", "--type", "-");
	const struct options *options = &reading.call.options;

	assert_command(reading, "run_environment_add");
	assert_string_equal(options->words[0], "e");
	assert_string_equal(options_values(options, "project")[0], "a");
	assert_string_equal(options_values(options, "project")[1], "b");
	assert_null(options_values(options, "project")[2]);
	assert_string_equal(options_value(options, "description"), "x=y");
	assert_string_equal(options_value(options, "access-url"), "");
	assert_string_equal(options_value(options, "type"), "-");
	assert_null(options_value(options, "recipient"));
	assert_null(options_values(options, "recipient"));
	assert_false(options_has(options, "recipient"));
}

static void two_dashes_end_the_options(void **state)
{
	(void)state;
	reading_auto reading = READ("project", "remove", "--force", "--", "--json");
	reading_auto early = READ("--", "project", "add", "-x");
	reading_auto dash = READ("project", "add", "-");

	assert_command(reading, "run_project_remove");
	assert_true(options_has(&reading.call.options, "force"));
	assert_false(reading.call.json);
	assert_string_equal(reading.call.options.words[0], "--json");
	assert_command(early, "run_project_add");
	assert_string_equal(early.call.options.words[0], "-x");
	assert_command(dash, "run_project_add");
	assert_string_equal(dash.call.options.words[0], "-");
}

static void usage_errors_say_what_there_is(void **state)
{
	(void)state;
	reading_auto noun = READ("projects", "list");
	reading_auto verb = READ("project", "show");
	reading_auto option = READ("project", "list", "--force");
	reading_auto early_option = READ("--force", "project", "remove", "x");
	reading_auto dash = READ("project", "add", "-x");
	reading_auto abbreviated = READ("project", "add", "x", "--desc", "y");
	reading_auto twice = READ("project", "add", "x", "--description=a", "--description=b");
	reading_auto no_value = READ("project", "add", "x", "--description");
	reading_auto eaten = READ("project", "add", "x", "--description", "--json");
	reading_auto value = READ("project", "remove", "x", "--force=yes");
	reading_auto missing = READ("project", "add");
	reading_auto second = READ("jwk", "show", "p");
	reading_auto surplus = READ("project", "add", "a", "b");
	reading_auto token = READ("token", "list", "a", "b");
	reading_auto type = READ("jwk", "generate", "p", "n");

	assert_refused(
		noun, "no 'projects'; there are init, project, environment, user, token, jwk, ");
	assert_refused(verb, "no 'project show'; with project there are add, list, remove.");
	assert_refused(option, "no option --force here; there are --home, --json");
	assert_refused(early_option, "no option --force here");
	assert_refused(dash, "no option -x here; there are --description, --home");
	assert_refused(abbreviated, "no option --desc here");
	assert_refused(twice, "--description is given twice");
	assert_refused(no_value, "--description needs a value");
	assert_refused(eaten, "--description needs a value");
	assert_refused(value, "--force takes no value");
	assert_refused(missing, "NAME is missing");
	assert_refused(second, "NAME is missing");
	assert_refused(surplus, "'b' is one word too many");
	assert_refused(token, "'b' is one word too many");
	assert_refused(type, "--type TYPE is missing: RSA, EC, OCT or OKP");
}

static void lines_that_end_early_are_incomplete(void **state)
{
	(void)state;
	reading_auto noun = READ("project", "--json");
	reading_auto nothing = READ("--json");

	assert_true(noun.fine);
	assert_null(noun.line.command);
	assert_fails(line_fail_incomplete(&noun.line, &noun.why), noun.why, FAILURE_INVALID,
		"add, list, remove");
	assert_true(nothing.fine);
	assert_null(nothing.line.noun);
	assert_fails(line_fail_incomplete(&nothing.line, &nothing.why), nothing.why,
		FAILURE_INVALID,
		"init, project, environment, user, token, jwk, key, "
		"certificate, keystore, pool, settings, ");
}

static void help_is_asked_for_in_many_ways(void **state)
{
	(void)state;
	reading_auto all = READ("help");
	reading_auto noun = READ("jwk", "--help");
	reading_auto other_noun = READ("help", "jwk");
	reading_auto verb = READ("jwk", "generate", "--help");
	reading_auto other_verb = READ("help", "jwk", "generate");
	reading_auto unknown = READ("help", "nothing");
	reading_auto version = READ("--version");
	struct reading *nouns[] = {&noun, &other_noun};
	struct reading *verbs[] = {&verb, &other_verb};

	assert_true(all.fine && all.line.help && all.line.noun == NULL);
	for (size_t i = 0; i < 2; i++) {
		assert_true(nouns[i]->fine && nouns[i]->line.help);
		assert_string_equal(nouns[i]->line.noun, "jwk");
		assert_null(nouns[i]->line.command);
		assert_true(verbs[i]->fine && verbs[i]->line.help);
		assert_string_equal(verbs[i]->line.command->verb, "generate");
	}
	assert_refused(unknown, "There is no 'nothing'");
	assert_true(version.fine && version.line.version);
}

/* Every command and option is in the help, and no line is wider than a terminal. */
static void help_shows_the_whole_table(void **state)
{
	buffer_auto all = BUFFER_INIT;

	(void)state;
	help_all(&all);
	for (size_t i = 0; i < command_count; i++) {
		buffer_auto name = BUFFER_INIT, text = BUFFER_INIT;

		buffer_printf(&name, "  %s%s%s", commands[i].noun,
			commands[i].verb == NULL ? "" : " ",
			commands[i].verb == NULL ? "" : commands[i].verb);
		if (strstr(all.data, name.data) == NULL)
			fail_test("help lacks%s", name.data);
		help_command(&commands[i], &text);
		for (const struct option_form *form = commands[i].options; form->name; form++) {
			buffer_clear(&name);
			buffer_printf(&name, "  --%s", form->name);
			if (strstr(text.data, name.data) == NULL)
				fail_test("help lacks%s", name.data);
		}
		buffer_append(&text, all.data, all.length);
		char *rest = text.data;
		for (const char *line; (line = strsep(&rest, "\n")) != NULL;) {
			if (strlen(line) > 80)
				fail_test("too wide: %s", line);
		}
	}
}

static void integers_are_whole_numbers(void **state)
{
	static const char *const wrong[] = {
		"", "-1", "+1", " 1", "1 ", "0x10", "1.0", "1e3", "1234567890123456789"};
	struct failure why;
	int64_t number;
	bool given;

	(void)state;
	reading_auto right =
		READ("jwk", "generate", "p", "n", "--type", "OCT", "--size", "123456789012345678");

	assert_works(options_integer(&right.call.options, "size", &number, &given, &why), why);
	assert_true(given);
	assert_true(number == 123456789012345678);
	assert_works(
		options_integer(&right.call.options, "password-iterations", &number, &given, &why),
		why);
	assert_false(given);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		reading_auto reading =
			READ("jwk", "generate", "p", "n", "--type", "OCT", "--size", wrong[i]);

		assert_true(reading.fine);
		assert_fails(options_integer(&reading.call.options, "size", &number, &given, &why),
			why, FAILURE_INVALID, "must be a whole number");
	}
}

static void terminals_get_printable_text(void **state)
{
	static const char *const texts[][2] = {
		{"plain", "plain"},
		{"gr\xC3\xBC\xC3\x9F", "gr\xC3\xBC\xC3\x9F"},
		{"\x1B[31mred", "?[31mred"},
		{"a\nb\tc\x7F", "a?b?c?"},
		{"\xC2\x9B"
		 "2J",
			"?2J"},
		{"\xE2\x80\xAE"
		 "evil",
			"?evil"},
		{"\xE2\x80\xA8", "?"},
		{"\xFFx\xC3", "?x?"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		buffer_auto out = BUFFER_INIT;

		printable_append(&out, texts[i][0]);
		assert_buffer_string(out, texts[i][1]);
	}
	assert_int_equal(printable_width("gr\xC3\xBC\xC3\x9F\xE2\x82\xAC"), 5);
}

static const struct column columns[] = {
	{"NAME", "name", false},
	{NULL, "hidden", false},
	{"N", "count", true},
	{"LIST", "list", false},
	{"WHEN", "when", false},
	{"SHOWN", NULL, false},
	{NULL, NULL, false},
};

static void put_rows(struct table *table)
{
	static const char *const list[] = {"a", "b"};

	table_put(table, "gr\xC3\xBC\xC3\x9F"
			 "e");
	table_put_json(table, "{\"x\":1}");
	table_put_integer(table, 7);
	table_put_list(table, list, 2, NULL);
	table_put_time(table, 0);
	table_put_boolean(table, true);

	table_put(table, "a\"\n");
	table_put_json(table, "");
	table_put_integer(table, 12345);
	table_put_list(table, list, 0, "(all)");
	table_put_time(table, INT64_MAX);
	table_put(table, "");
}

static void tables_are_aligned(void **state)
{
	buffer_auto out = BUFFER_INIT;
	table_auto table;

	(void)state;
	table_init(&table, columns, false);
	put_rows(&table);
	table_print(&table, &out);
	assert_buffer_string(out, "NAME       N  LIST   WHEN                  SHOWN\n"
				  "gr\xC3\xBC\xC3\x9F"
				  "e      7  a, b   1970-01-01T00:00:00Z  yes\n"
				  "a\"?    12345  (all)  never                 -\n");
}

static void tables_are_json(void **state)
{
	buffer_auto out = BUFFER_INIT;
	table_auto table;

	(void)state;
	table_init(&table, columns, true);
	put_rows(&table);
	table_print(&table, &out);
	assert_buffer_string(out,
		"[{\"name\":\"gr\xC3\xBC\xC3\x9F"
		"e\",\"hidden\":{\"x\":1},\"count\":7,"
		"\"list\":[\"a\",\"b\"],\"when\":\"1970-01-01T00:00:00Z\"},"
		"{\"name\":\"a\\\"\\n\",\"hidden\":null,\"count\":12345,\"list\":[],"
		"\"when\":null}]");
}

static void empty_tables_have_a_header(void **state)
{
	for (int json = 0; json < 2; json++) {
		buffer_auto out = BUFFER_INIT;
		table_auto table;

		(void)state;
		table_init(&table, columns, json == 1);
		put_rows(&table);
		table_clear(&table);
		table_print(&table, &out);
		assert_buffer_string(out, json == 1 ? "[]" : "NAME  N  LIST  WHEN  SHOWN\n");
	}
}

static void records_are_written_downwards(void **state)
{
	static const struct column record[] = {
		{"a", "a", false}, {"longer", "b", false}, {NULL, NULL, false}};

	(void)state;
	for (int json = 0; json < 2; json++) {
		buffer_auto out = BUFFER_INIT;
		table_auto table;

		table_init(&table, record, json == 1);
		table_put(&table, "x");
		table_put(&table, NULL);
		table_print_record(&table, &out);
		assert_buffer_string(
			out, json == 1 ? "{\"a\":\"x\",\"b\":null}" : "a       x\nlonger  -\n");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verb_is_found),
		cmocka_unit_test(settings_take_any_number_of_values),
		cmocka_unit_test(home_stands_anywhere),
		cmocka_unit_test(options_have_two_forms),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(usage_errors_say_what_there_is),
		cmocka_unit_test(lines_that_end_early_are_incomplete),
		cmocka_unit_test(help_is_asked_for_in_many_ways),
		cmocka_unit_test(help_shows_the_whole_table),
		cmocka_unit_test(integers_are_whole_numbers),
		cmocka_unit_test(terminals_get_printable_text),
		cmocka_unit_test(tables_are_aligned),
		cmocka_unit_test(tables_are_json),
		cmocka_unit_test(empty_tables_have_a_header),
		cmocka_unit_test(records_are_written_downwards),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ctl", tests, NULL, NULL);
}
