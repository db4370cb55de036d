#include "ctl/owner.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool become(uid_t uid, gid_t gid, struct failure *why)
{
	const struct passwd *entry = getpwuid(uid);
	gid_t group = entry == NULL ? gid : entry->pw_gid;
	int grouped =
		entry == NULL ? setgroups(0, NULL) : initgroups(entry->pw_name, entry->pw_gid);

	if (grouped < 0 || setresgid(group, group, group) < 0 || setresuid(uid, uid, uid) < 0)
		return fail(why, FAILURE_INTERNAL,
			"Can not become uid %lu, the owner of the home: %s.", (unsigned long)uid,
			strerror(errno));
	return true;
}

bool owner_become(const char *directory, struct failure *why)
{
	struct stat status;

	if (geteuid() != 0)
		return true;
	if (stat(directory, &status) < 0 && errno == ENOENT)
		return true;
	if (stat(directory, &status) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not look at it: %s.", directory,
			strerror(errno));
	if (status.st_uid == 0)
		return true;
	return become(status.st_uid, status.st_gid, why);
}

static bool begin_for(
	const char *directory, const char *user, uid_t uid, gid_t gid, struct failure *why)
{
	struct stat status;
	bool made;

	if (!file_make_directory(AT_FDCWD, directory, 0711, &made, why))
		return false;
	if (made && chown(directory, uid, gid) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not give it to %s: %s.", directory,
			user, strerror(errno));
	if (made && !file_sync_parent(AT_FDCWD, directory, why))
		return false;
	if (stat(directory, &status) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not look at it: %s.", directory,
			strerror(errno));
	if (status.st_uid != uid)
		return fail(why, FAILURE_CONFLICT,
			"%s is there already and belongs to uid %lu, not to %s: give it to that "
			"user first (chown %s %s), or leave --owner out.",
			directory, (unsigned long)status.st_uid, user, user, directory);
	return uid == geteuid() || become(uid, gid, why);
}

bool owner_begin_home(const char *directory, const char *user, struct failure *why)
{
	if (user == NULL)
		return owner_become(directory, why);

	const struct passwd *entry = getpwnam(user);

	if (entry == NULL)
		return fail(why, FAILURE_NOT_FOUND, "There is no user '%s' on this system.", user);
	if (geteuid() != 0 && entry->pw_uid != geteuid())
		return fail(why, FAILURE_REFUSED,
			"Only root can make a home for another user: run it as root, or as %s.",
			user);
	return begin_for(directory, user, entry->pw_uid, entry->pw_gid, why);
}
