#include "confine/filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>

bool filter_begin(struct failure *why)
{
	struct sock_filter instructions[] = {
#include "src/confine/filter.inc"
	};
	const struct sock_fprog program = {
		.len = sizeof instructions / sizeof *instructions, .filter = instructions};

	/* The kernel copies it. prctl and not seccomp(2): it is older, and containers allow it. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ||
	       fail(why, FAILURE_INTERNAL, "%s", strerror(errno));
}
