#include "ctl/actor.h"

#include "base/hex.h"
#include "base/random.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TOOL          "jwkmintctl"
#define REQUEST_BYTES 16

/* The environment says whatever it likes; it gets no further than a name would. */
static const char *sudo_user(void)
{
	const char *name = getuid() == 0 ? getenv("SUDO_USER") : NULL;
	struct failure ignored;

	return name != NULL && name_check(name, "SUDO_USER", &ignored) ? name : NULL;
}

void actor_find(struct audit_actor *actor)
{
	const struct passwd *entry = getpwuid(getuid());
	const char *sudo = sudo_user();
	uint8_t bytes[REQUEST_BYTES];
	char login[NAME_SIZE];

	if (entry != NULL)
		snprintf(login, sizeof login, "%s", entry->pw_name);
	else
		snprintf(login, sizeof login, "%lu", (unsigned long)getuid());
	*actor = (struct audit_actor){.user = ""};
	snprintf(actor->user, sizeof actor->user, TOOL "/%.48s%s%.48s", login,
		sudo == NULL ? "" : "/", sudo == NULL ? "" : sudo);
	random_bytes(bytes, sizeof bytes);
	hex_encode(bytes, sizeof bytes, actor->request);
}
