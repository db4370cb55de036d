/*
 * Text on its way to a terminal: whatever a name or description holds, it can not move the cursor,
 * change colours, break a line or turn the direction of writing.
 */
#ifndef JWKMINT_CTL_PRINTABLE_H
#define JWKMINT_CTL_PRINTABLE_H

#include "base/buffer.h"

/* Appends `text`; control and directional characters and bytes that are no UTF-8 become '?'. */
void printable_append(struct buffer *out, const char *text);

/* Columns on a terminal, one for each character, of text that is UTF-8. */
size_t printable_width(const char *text);

#endif
