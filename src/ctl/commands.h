/*
 * The command line as one table: dispatch, checks and help are made from it.
 */
#ifndef JWKMINT_CTL_COMMANDS_H
#define JWKMINT_CTL_COMMANDS_H

#include "ctl/call.h"

struct command {
	const char *noun;
	const char *verb; /* NULL: the noun stands alone */
	bool (*run)(struct call *call, struct failure *why);
	const char *arguments; /* words after the verb, as in usage: "USER", "[USER]"; the last may
				  be "[VALUE]..." */
	const char *summary;
	const struct option_form *options; /* besides common_options */
	bool opens_vault;                  /* before `run`; else the verb does that itself */
};

extern const struct command commands[];
extern const size_t command_count;

/* What every verb takes, and what may stand before the noun. */
extern const struct option_form common_options[];

/* Whether there is such a noun; whether it stands alone. */
bool command_has_noun(const char *noun, bool *alone);

/* NULL when there is none. `verb` is NULL for a noun that stands alone. */
const struct command *command_find(const char *noun, const char *verb);

/* FAILURE_INVALID unless the words fit `arguments`: all that is not in brackets, and no more. */
bool command_check_words(
	const struct command *command, const char *const *words, size_t count, struct failure *why);

#endif
