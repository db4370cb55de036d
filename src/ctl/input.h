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
 * Appends a password: the one line of stdin without its newline. On a terminal it is asked for
 * twice, unseen. FAILURE_INVALID: it is empty, has more lines or a NUL, or the two differ.
 */
bool input_password(struct buffer *password, struct failure *why);

#endif
