/*
 * The command line taken apart: options and words.
 *
 * `--name value` and `--name=value` mean the same; `--` ends the options; options and words may be
 * mixed. Options have no abbreviations. A value that begins with "--" has to be written with "=",
 * so that a forgotten value never swallows the next option.
 */
#ifndef JWKMINT_CTL_OPTIONS_H
#define JWKMINT_CTL_OPTIONS_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

enum {
	OPTION_REPEATS = 1 << 0,  /* may be given more than once */
	OPTION_REQUIRED = 1 << 1, /* has to be given */
};

/* One option that a verb knows; a table of them ends with a NULL name. */
struct option_form {
	const char *name;  /* without the dashes */
	const char *value; /* what stands for its value in help; NULL: it takes none */
	unsigned flags;
	const char *help;
};

struct option_given {
	const struct option_form *form;
	const char **values; /* owned, ended by NULL; the strings are borrowed from argv */
	size_t count;
};

struct options {
	struct option_given *given; /* owned */
	size_t given_count;
	const char **words; /* owned, ended by NULL once there is one; the strings are borrowed */
	size_t word_count;
	bool ended; /* "--" was seen */
};

#define OPTIONS_INIT                                                                               \
	{                                                                                          \
		.given = NULL                                                                      \
	}
#define options_auto __attribute__((cleanup(options_free))) struct options
void options_free(struct options *options);

/*
 * Takes options and words from `*arguments` (ended by NULL) and moves it on: to the end, or, with
 * `one_word`, behind the first word. Options are looked up in the first table, then in the second
 * (may be NULL). FAILURE_INVALID: an unknown option, a value too few or too many, an option given
 * twice that does not repeat.
 */
bool options_take(struct options *options, const struct option_form *first,
	const struct option_form *second, char ***arguments, bool one_word, struct failure *why);

/* FAILURE_INVALID when an option of the table is required and was not given. */
bool options_complete(
	const struct options *options, const struct option_form *forms, struct failure *why);

bool options_has(const struct options *options, const char *name);

/* The value, or NULL when the option was not given. */
const char *options_value(const struct options *options, const char *name);

/* All values of an option that repeats, ended by NULL; NULL when it was not given. */
const char *const *options_values(const struct options *options, const char *name);

/* `*given` is false when there is no such option; else a whole number of at most 18 digits. */
bool options_integer(const struct options *options, const char *name, int64_t *number, bool *given,
	struct failure *why);

#endif
