/*
 * What a verification found, for people and for scripts.
 */
#ifndef JWKMINT_CTL_VERIFIED_H
#define JWKMINT_CTL_VERIFIED_H

#include "base/json_writer.h"
#include "mint/verify.h"

/* A table of what was counted, and each problem as a line. */
void verified_print(const struct verification *verification, struct buffer *out);

/* The members rows, opened, problemCount and problems of an open object. */
void verified_write(const struct verification *verification, struct json_writer *writer);

#endif
