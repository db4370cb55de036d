#include "confine/landlock.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the kernel's header may not have yet; the numbers are part of its interface. */
enum { TRUNCATE = 1 << 14, IOCTL_DEVICE = 1 << 15 };
enum { BIND_TCP = 1 << 0 };
enum { ABSTRACT_SOCKETS = 1 << 0, SIGNALS = 1 << 1 };

/* All up to the one that the second version brought: moving files between directories. */
#define EARLY_RIGHTS ((LANDLOCK_ACCESS_FS_REFER << 1) - 1)
#define READ_RIGHTS  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_RIGHTS                                                                               \
	(READ_RIGHTS | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |             \
		LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |                     \
		LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER | TRUNCATE)
/* The rights that mean something for what is no directory. */
#define FILE_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE)

/* What a domain restricts: struct landlock_ruleset_attr as it has grown. */
struct restrictions {
	uint64_t files;
	uint64_t network;
	uint64_t scope;
};

/*
 * By version, from the second; the first forbids moving files between directories, which is how
 * bundles are written. A kernel that is newer than the last row restricts what that row says.
 */
#define FIRST_VERSION 2
static const struct {
	struct restrictions restrictions;
	size_t size; /* how much of the struct that version knows */
} versions[] = {
	{{EARLY_RIGHTS, 0, 0}, 8},
	{{EARLY_RIGHTS | TRUNCATE, 0, 0}, 8},
	{{EARLY_RIGHTS | TRUNCATE, BIND_TCP, 0}, 16},
	{{EARLY_RIGHTS | TRUNCATE | IOCTL_DEVICE, BIND_TCP, 0}, 16},
	{{EARLY_RIGHTS | TRUNCATE | IOCTL_DEVICE, BIND_TCP, ABSTRACT_SOCKETS | SIGNALS}, 24},
};
#define VERSIONS (int)(sizeof versions / sizeof *versions)

static const uint64_t rights[] = {
	[USE_READ] = READ_RIGHTS,
	[USE_WRITE] = WRITE_RIGHTS,
};

int landlock_version(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version < 0 ? 0 : (int)version;
}

bool landlock_new(struct landlock *landlock, struct failure *why)
{
	int version = landlock_version();
	int newest = VERSIONS - 1;
	int row = version - FIRST_VERSION < newest ? version - FIRST_VERSION : newest;

	if (version == 0)
		return fail(why, FAILURE_INTERNAL, "%s", strerror(errno));
	if (row < 0)
		return fail(why, FAILURE_INTERNAL, "version %d is too old", version);
	landlock->domain = (int)syscall(
		SYS_landlock_create_ruleset, &versions[row].restrictions, versions[row].size, 0);
	if (landlock->domain < 0)
		return fail(why, FAILURE_INTERNAL, "%s", strerror(errno));
	landlock->files = versions[row].restrictions.files;
	return true;
}

void landlock_free(struct landlock *landlock)
{
	file_close_at(&landlock->domain);
}

bool landlock_allow(const struct landlock *landlock, const char *path, enum landlock_use use)
{
	file_auto place = open(path, O_PATH | O_CLOEXEC);
	struct stat status;

	if (place < 0 || fstat(place, &status) < 0)
		return false;

	const struct landlock_path_beneath_attr rule = {
		.allowed_access = rights[use] & landlock->files &
				  (S_ISDIR(status.st_mode) ? rights[use] : FILE_RIGHTS),
		.parent_fd = place,
	};

	return syscall(SYS_landlock_add_rule, landlock->domain, LANDLOCK_RULE_PATH_BENEATH, &rule,
		       0) == 0;
}

bool landlock_begin(const struct landlock *landlock, struct failure *why)
{
	return syscall(SYS_landlock_restrict_self, landlock->domain, 0) == 0 ||
	       fail(why, FAILURE_INTERNAL, "%s", strerror(errno));
}
