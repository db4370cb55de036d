#include "ctl/help.h"

#include <stdio.h>
#include <string.h>

#define USAGE_WIDTH  29
#define OPTION_WIDTH 28

static const char intro[] = "usage: jwkmintctl [--home DIR] NOUN VERB ...\n\n";

static const char outro[] =
	"\n`jwkmintctl NOUN --help` shows the options.\nExit status: 0 done, 1 failed, 2 usage.\n";

/* "environment add NAME" */
static void append_usage(struct buffer *out, const struct command *command)
{
	buffer_append_string(out, command->noun);
	if (command->verb != NULL)
		buffer_printf(out, " %s", command->verb);
	if (command->arguments[0] != '\0')
		buffer_printf(out, " %s", command->arguments);
}

void help_all(struct buffer *out)
{
	buffer_append_string(out, intro);
	for (size_t i = 0; i < command_count; i++) {
		buffer_auto usage = BUFFER_INIT;

		append_usage(&usage, &commands[i]);
		buffer_printf(out, "  %-*s %s\n", USAGE_WIDTH, usage.data, commands[i].summary);
	}
	buffer_append_string(out, outro);
}

static void append_options(struct buffer *out, const struct option_form *forms)
{
	for (; forms->name != NULL; forms++) {
		char left[64];

		snprintf(left, sizeof left, "--%s%s%s%s", forms->name,
			forms->value == NULL ? "" : " ", forms->value == NULL ? "" : forms->value,
			(forms->flags & OPTION_REPEATS) != 0 ? " ..." : "");
		buffer_printf(out, "  %-*s %s%s\n", OPTION_WIDTH, left, forms->help,
			(forms->flags & OPTION_REQUIRED) != 0 ? " (required)" : "");
	}
}

void help_command(const struct command *command, struct buffer *out)
{
	buffer_append_string(out, "usage: jwkmintctl [--home DIR] ");
	append_usage(out, command);
	buffer_printf(out, " [OPTION]...\n%s\n\n", command->summary);
	append_options(out, command->options);
	append_options(out, common_options);
}

void help_noun(const char *noun, struct buffer *out)
{
	bool first = true;

	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i].noun, noun) != 0)
			continue;
		buffer_append_string(out, first ? "" : "\n");
		first = false;
		buffer_append_string(out, "usage: jwkmintctl [--home DIR] ");
		append_usage(out, &commands[i]);
		buffer_printf(out, "%s\n%s\n",
			commands[i].options->name != NULL ? " [OPTION]..." : "",
			commands[i].summary);
		append_options(out, commands[i].options);
	}
	buffer_append_string(out, "\nand with each:\n");
	append_options(out, common_options);
}

static void append_name(struct buffer *out, size_t start, const char *name)
{
	buffer_printf(out, "%s%s", out->length > start ? ", " : "", name);
}

void help_list_nouns(struct buffer *out)
{
	size_t start = out->length;

	for (size_t i = 0; i < command_count; i++) {
		if (i == 0 || strcmp(commands[i].noun, commands[i - 1].noun) != 0)
			append_name(out, start, commands[i].noun);
	}
}

void help_list_verbs(const char *noun, struct buffer *out)
{
	size_t start = out->length;

	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i].noun, noun) == 0)
			append_name(out, start, commands[i].verb);
	}
}
