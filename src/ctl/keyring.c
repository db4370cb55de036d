#include "ctl/verbs.h"

#include "base/file.h"
#include "store/keyring.h"

#include <fcntl.h>
#include <string.h>

#define FILE_MODE    0600
#define LARGEST_FILE 65536

/* A store that is lost, or its disk full, is when the keyring is needed most. */
static void note(struct call *call, const char *path)
{
	const struct audit_event event = {.action = AUDIT_KEYRING_EXPORT, .object = path};
	struct failure why;

	if (call_open_vault(call, &why))
		call_note(call, &event);
	else
		say("This is not in the audit log: %s", why.text);
}

/* The keyring alone decides: the store may be what was lost. */
bool run_keyring_export(struct call *call, struct failure *why)
{
	const char *path = call_word(call, 0);
	buffer_auto text = BUFFER_INIT;
	struct keyring keyring;
	struct home home;

	if (!call_find_home(call, &home, why) || !call_become_owner(call, &home, why) ||
		!keyring_load(home.keyring, &keyring, why))
		return false;
	keyring_free(&keyring);
	if (!file_read(AT_FDCWD, home.keyring, LARGEST_FILE, &text, NULL, why))
		return false;
	note(call, path);
	if (strcmp(path, "-") != 0)
		return file_create(AT_FDCWD, path, FILE_MODE, &text, why);
	buffer_swap(&call->out, &text);
	return true;
}
