/*
 * A directory of a test's own, and child processes that do something in it.
 */
#ifndef JWKMINT_TESTS_SCRATCH_H
#define JWKMINT_TESTS_SCRATCH_H

#include "base/home.h"
#include "store/store.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

struct scratch {
	char directory[64];
	char database[96]; /* DIRECTORY/db */
	char keyring[96];  /* DIRECTORY/keyring */
};

/* cmocka setup and teardown: *state is a struct scratch with an empty directory. */
int scratch_setup(void **state);
int scratch_teardown(void **state);

/* As scratch_setup, with an empty store in `database`. */
int scratch_setup_store(void **state);

/* The home that the directory is. */
struct home scratch_home(const struct scratch *scratch);

/* Opens the store in `database`; ends the test when that fails. */
struct store *scratch_open(const struct scratch *scratch);

/*
 * Runs `body` in a child process, which ends with `_exit(body(...) ? 0 : 1)`. The child has no
 * handle of the parent's to close, and no test to fail.
 */
typedef bool (*scratch_body)(const struct scratch *scratch, int number);
pid_t scratch_fork(const struct scratch *scratch, scratch_body body, int number);

/* Waits for a child; true when it ended with success. */
bool scratch_wait(pid_t child);

#endif
