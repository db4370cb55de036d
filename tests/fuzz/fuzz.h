/*
 * What every program here includes: the entry that libFuzzer and driver.c call, and how it says
 * that something is wrong.
 */
#ifndef JWKMINT_TESTS_FUZZ_H
#define JWKMINT_TESTS_FUZZ_H

#include "base/buffer.h"
#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes one input, whatever it holds. Returns 0; ends the process when something is wrong. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process with a printf-formatted reason unless `truth`. */
#define fuzz_require(truth, ...)                                                                   \
	do {                                                                                       \
		if (!(truth))                                                                      \
			fuzz_end(__FILE__, __LINE__, __VA_ARGS__);                                 \
	} while (0)
void fuzz_end(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

/* The same for a call that fills `why`. */
#define fuzz_works(call, why) fuzz_require(call, "%s: %s", #call, (why).text)

/* An input that is read piece by piece; borrows. */
struct fuzz_input {
	const char *at;
	size_t left;
};

/*
 * The next line, without its end, as a string: into `line`, which is replaced. Of bytes behind a
 * NUL the string shows nothing. What comes behind the last line end is one, too.
 */
void fuzz_line(struct fuzz_input *input, struct buffer *line);

/* The next byte, 0 when there is none. */
uint8_t fuzz_byte(struct fuzz_input *input);

/*
 * A new directory (0700) of this process, which is removed with all in it when the process ends
 * without being told that something is wrong. It may be called once. The string lives as long.
 */
const char *fuzz_directory(void);

/* Writes a file with exactly these bytes and mode 0600, over one that is there. */
void fuzz_write(const char *path, const uint8_t *data, size_t size);

#endif
