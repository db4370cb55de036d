#include "ctl/line.h"

#include "base/utf8.h"
#include "ctl/help.h"

#include <string.h>

/* Options up to the next word, and that word; NULL at the end. */
static bool take_word(struct call *call, char ***arguments, const char **word, struct failure *why)
{
	size_t before = call->options.word_count;

	if (!options_take(&call->options, common_options, NULL, arguments, true, why))
		return false;
	*word = call->options.word_count > before ? call->options.words[before] : NULL;
	call->options.word_count = before;
	return true;
}

static bool fail_noun(const char *noun, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	help_list_nouns(&list);
	return fail(why, FAILURE_INVALID, "There is no '%.*s'; there are %s.", UTF8_SHOWN(noun),
		list.data);
}

static bool fail_verb(const char *noun, const char *verb, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	help_list_verbs(noun, &list);
	return fail(why, FAILURE_INVALID, "There is no '%s %.*s'; with %s there are %s.", noun,
		UTF8_SHOWN(verb), noun, list.data);
}

static void note_common(const struct call *call, struct line *line)
{
	line->help = line->help || options_has(&call->options, "help");
	line->version = options_has(&call->options, "version");
}

static bool read_rest(char **arguments, struct call *call, struct line *line, struct failure *why)
{
	const struct command *command = line->command;

	if (!options_take(&call->options, common_options, command->options, &arguments, false, why))
		return false;
	note_common(call, line);
	if (line->help || line->version)
		return true;
	return command_check_words(command, call->options.words, call->options.word_count, why) &&
	       options_complete(&call->options, command->options, why);
}

static bool read_line(char **arguments, struct call *call, struct line *line, struct failure *why)
{
	const char *verb = NULL;
	bool alone;

	if (!take_word(call, &arguments, &line->noun, why))
		return false;
	if (line->noun != NULL && strcmp(line->noun, "help") == 0) {
		line->help = true;
		if (!take_word(call, &arguments, &line->noun, why))
			return false;
	}
	note_common(call, line);
	if (line->noun == NULL)
		return true;
	if (!command_has_noun(line->noun, &alone))
		return fail_noun(line->noun, why);
	if (!alone && !take_word(call, &arguments, &verb, why))
		return false;
	note_common(call, line);
	if (!alone && verb == NULL)
		return true;
	line->command = command_find(line->noun, verb);
	if (line->command == NULL)
		return fail_verb(line->noun, verb, why);
	return read_rest(arguments, call, line, why);
}

bool line_read(char **arguments, struct call *call, struct line *line, struct failure *why)
{
	*line = (struct line){.noun = NULL};
	call->misused = !read_line(arguments, call, line, why);
	call->json = options_has(&call->options, "json");
	return !call->misused;
}

bool line_fail_incomplete(const struct line *line, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	if (line->noun == NULL) {
		help_list_nouns(&list);
		return fail(why, FAILURE_INVALID, "A noun is missing; there are %s.", list.data);
	}
	help_list_verbs(line->noun, &list);
	return fail(why, FAILURE_INVALID, "A verb is missing; with %s there are %s.", line->noun,
		list.data);
}
