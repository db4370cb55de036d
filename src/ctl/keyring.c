#include "ctl/owner.h"
#include "ctl/verbs.h"

#include "base/file.h"
#include "store/keyring.h"

#include <fcntl.h>
#include <string.h>

#define FILE_MODE    0600
#define LARGEST_FILE 65536

/* The store is not asked: it may be what was lost. */
bool run_keyring_export(struct call *call, struct failure *why)
{
	const char *path = call_word(call, 0);
	buffer_auto text = BUFFER_INIT;
	struct keyring keyring;
	struct home home;

	if (!call_find_home(call, &home, why) || !owner_become(home.directory, why) ||
		!keyring_load(home.keyring, &keyring, why))
		return false;
	keyring_free(&keyring);
	if (!file_read(AT_FDCWD, home.keyring, LARGEST_FILE, &text, NULL, why))
		return false;
	if (strcmp(path, "-") != 0)
		return file_create(AT_FDCWD, path, FILE_MODE, &text, why);
	buffer_swap(&call->out, &text);
	return true;
}
