/*
 * The command line against the table of commands.
 */
#ifndef JWKMINT_CTL_LINE_H
#define JWKMINT_CTL_LINE_H

#include "ctl/call.h"
#include "ctl/commands.h"

struct line {
	const char *noun;              /* NULL: the line ended before it */
	const struct command *command; /* NULL: the line ended before the verb */
	bool help;                     /* `help ...` or --help: nothing is to be done */
	bool version;
};

/*
 * Reads `arguments` (ended by NULL, without the program's name): options and words of the verb go
 * into `call`. Failures are of usage (call->misused) and say what there is.
 */
bool line_read(char **arguments, struct call *call, struct line *line, struct failure *why);

/* Fills `why` for a line that ended too early, and returns false. */
bool line_fail_incomplete(const struct line *line, struct failure *why);

#endif
