/*
 * What comes in on stdin: passwords and keys, never in argv, where every user of the machine could
 * read them.
 */
#ifndef JWKMINT_CTL_INPUT_H
#define JWKMINT_CTL_INPUT_H

#include "base/buffer.h"
#include "base/failure.h"

/* Appends all of stdin, at most `limit` bytes. */
bool input_read(size_t limit, struct buffer *content, struct failure *why);

/*
 * Append a password: the one line of stdin without its newline. On a terminal it is asked for,
 * unseen: a new one twice, one that something has already once. FAILURE_INVALID: it is empty, has
 * more lines or a NUL, or the two differ.
 */
bool input_password(struct buffer *password, struct failure *why);
bool input_known_password(struct buffer *password, struct failure *why);

/*
 * Asks on the terminal; `*yes` only for "yes" or "y". FAILURE_INVALID when stdin is no terminal.
 */
bool input_confirm(const char *question, bool *yes, struct failure *why);

#endif
