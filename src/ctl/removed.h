/*
 * What a removal deleted, for people and for scripts.
 */
#ifndef JWKMINT_CTL_REMOVED_H
#define JWKMINT_CTL_REMOVED_H

#include "base/buffer.h"

/* Appends the lines of `removed` as they are, or as {"removed": [...]}. */
void removed_print(const struct buffer *removed, bool json, struct buffer *out);

#endif
