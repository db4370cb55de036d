#include "base/process.h"

#include "base/scrub.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

bool process_protect(struct failure *why)
{
	const struct rlimit none = {0, 0};

	umask(077);
	scrub_what_is_freed();
	if (setrlimit(RLIMIT_CORE, &none) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return fail(why, FAILURE_INTERNAL, "Core dumps can not be switched off: %s.",
			strerror(errno));
	return true;
}
