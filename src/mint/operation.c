#include "mint/operation.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

bool operation_begin(const struct home *home, int *lock, struct failure *why)
{
	buffer_auto path = BUFFER_INIT;

	buffer_printf(&path, "%s/" OPERATION_FILE, home->directory);
	*lock = open(path.data, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (*lock < 0)
		return fail(
			why, FAILURE_INTERNAL, "%s: can not open: %s.", path.data, strerror(errno));
	if (flock(*lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno != EWOULDBLOCK)
		return fail(
			why, FAILURE_INTERNAL, "%s: can not lock: %s.", path.data, strerror(errno));
	return fail(why, FAILURE_BUSY,
		"Another jwkmintctl restores this home or changes its sealing keys. Wait for it.");
}
