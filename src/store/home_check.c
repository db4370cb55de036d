#include "store/home_check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_home(const struct home *home, struct failure *why, const char *what)
{
	buffer_auto origin = BUFFER_INIT;

	home_append_origin(home, &origin);
	return fail(why, FAILURE_INTERNAL, "The home %s %s It is %s.", home->directory, what,
		origin.data);
}

static bool fail_lookup(const struct home *home, int code, struct failure *why)
{
	char what[512];

	if (code == ENOENT)
		return fail_home(home, why,
			"does not exist. Make it with `jwkmintctl init --owner USER`, or correct the "
			"setting that names it.");
	snprintf(what, sizeof what,
		"can not be reached by uid %u: %s. Let that user pass through every directory above "
		"it (chmod o+x), or correct the setting that names it.",
		(unsigned)geteuid(), strerror(code));
	return fail_home(home, why, what);
}

bool home_check(const struct home *home, struct failure *why)
{
	struct stat status;
	char what[512];

	if (stat(home->directory, &status) < 0)
		return fail_lookup(home, errno, why);
	if (!S_ISDIR(status.st_mode))
		return fail_home(
			home, why, "is not a directory. Correct the setting that names it.");
	if (status.st_uid != geteuid()) {
		snprintf(what, sizeof what,
			"belongs to uid %u, this process runs as uid %u. Run it as the owner, or "
			"give the whole home to one user with chown -R %u.",
			(unsigned)status.st_uid, (unsigned)geteuid(), (unsigned)geteuid());
		return fail_home(home, why, what);
	}
	if ((status.st_mode & S_IRWXU) != S_IRWXU) {
		snprintf(what, sizeof what,
			"is closed to its owner, uid %u (mode %04o). Open it with chmod 711.",
			(unsigned)geteuid(), (unsigned)status.st_mode & 07777);
		return fail_home(home, why, what);
	}
	return true;
}
