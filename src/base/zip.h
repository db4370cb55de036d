/*
 * ZIP archives, written by libzip, which is loaded when one is asked for: that takes 1 ms,
 * libarchive with what it brings along twice as much or more.
 */
#ifndef JWKMINT_BASE_ZIP_H
#define JWKMINT_BASE_ZIP_H

#include "base/buffer.h"
#include "base/failure.h"

/* A file in the archive; both borrowed. */
struct zip_member {
	const char *name; /* UTF-8 */
	const struct buffer *content;
};

/* Appends an archive of these files, of which no two have one name. FAILURE_INTERNAL. */
bool zip_write(
	const struct zip_member *members, size_t count, struct buffer *out, struct failure *why);

#endif
