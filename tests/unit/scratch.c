#include "scratch.h"

#include "base/file.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int scratch_setup(void **state)
{
	struct scratch *scratch = calloc(1, sizeof *scratch);

	if (scratch == NULL)
		return -1;
	strcpy(scratch->directory, "/tmp/jwkmint-unit-XXXXXX");
	if (mkdtemp(scratch->directory) == NULL) {
		free(scratch);
		return -1;
	}
	snprintf(scratch->database, sizeof scratch->database, "%s/db", scratch->directory);
	snprintf(scratch->keyring, sizeof scratch->keyring, "%s/keyring", scratch->directory);
	*state = scratch;
	return 0;
}

int scratch_teardown(void **state)
{
	struct scratch *scratch = *state;
	struct failure why;
	bool removed = file_remove_tree(AT_FDCWD, scratch->directory, &why);

	free(scratch);
	return removed ? 0 : -1;
}

int scratch_setup_store(void **state)
{
	struct failure why;

	if (scratch_setup(state) != 0)
		return -1;

	const struct scratch *scratch = *state;

	if (store_create(scratch->database, &why))
		return 0;
	print_error("store_create: %s\n", why.text);
	return -1;
}

struct home scratch_home(const struct scratch *scratch)
{
	struct home home = {.origin = HOME_FROM_OPTION};

	snprintf(home.directory, sizeof home.directory, "%s", scratch->directory);
	snprintf(home.database, sizeof home.database, "%s", scratch->database);
	snprintf(home.keyring, sizeof home.keyring, "%s", scratch->keyring);
	snprintf(home.bundle_root, sizeof home.bundle_root, "%s/bundles", scratch->directory);
	return home;
}

struct store *scratch_open(const struct scratch *scratch)
{
	struct store *store;
	struct failure why;

	assert_works(store_open(scratch->database, &store, &why), why);
	return store;
}

pid_t scratch_fork(const struct scratch *scratch, scratch_body body, int number)
{
	pid_t child = fork();

	if (child == 0)
		_exit(body(scratch, number) ? 0 : 1);
	assert_true(child > 0);
	return child;
}

bool scratch_wait(pid_t child)
{
	int status;

	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
