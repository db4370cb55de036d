/*
 * What the tool says about itself, made from the table of commands.
 */
#ifndef JWKMINT_CTL_HELP_H
#define JWKMINT_CTL_HELP_H

#include "base/buffer.h"
#include "ctl/commands.h"

/* Appends all commands, a line for each. */
void help_all(struct buffer *out);

/* Appends one command with its options; all commands of a noun. */
void help_command(const struct command *command, struct buffer *out);
void help_noun(const char *noun, struct buffer *out);

/* Appends "add, list, remove": the nouns, or the verbs of one. */
void help_list_nouns(struct buffer *out);
void help_list_verbs(const char *noun, struct buffer *out);

#endif
