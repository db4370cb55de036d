#include "store/replace.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/gate_state.h"
#include "store/store.h"
#include "store/visit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static bool fail_rename(const char *from, const char *to, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "%s: can not become %s: %s.", from, to, strerror(errno));
}

static bool exchange(
	const char *database, const char *staged, const char *aside, struct failure *why)
{
	if (renameat2(AT_FDCWD, staged, AT_FDCWD, database, RENAME_EXCHANGE) < 0) {
		if (errno != EINVAL && errno != ENOSYS)
			return fail_rename(staged, database, why);
		return fail(why, FAILURE_INTERNAL,
			"The file system of %s can not exchange two directories in one step. Stop "
			"the service, move that directory away, and restore without --force.",
			database);
	}
	return fault_point("replace.exchanged", why) &&
	       (renameat2(AT_FDCWD, staged, AT_FDCWD, aside, RENAME_NOREPLACE) == 0 ||
		       fail_rename(staged, aside, why));
}

static bool replace_inside(struct gate *gate, const char *database, const char *staged,
	const char *aside, struct failure *why)
{
	bool recover;

	if (!gate_open(gate, database, why) ||
		!visit_take_turn(gate, clock_monotonic_ms() + STORE_PATIENCE_MS, &recover, why))
		return false;

	gate_state_change_rights(gate);

	bool done = fault_point("replace.entered", why) && exchange(database, staged, aside, why) &&
		    file_sync_directory(gate->home, database, why);

	visit_give_turn(gate, !recover);
	return done;
}

static bool sync_parent(const char *database, struct failure *why)
{
	file_auto directory = -1;
	file_auto parent = -1;

	return file_open_directory(AT_FDCWD, database, &directory, why) &&
	       file_open_directory(directory, "..", &parent, why) &&
	       file_sync_directory(parent, database, why);
}

bool store_replace(const char *database, const char *staged, const char *aside, struct failure *why)
{
	struct gate gate = {.database = -1, .home = -1, .state_file = -1};

	if (renameat2(AT_FDCWD, staged, AT_FDCWD, database, RENAME_NOREPLACE) == 0)
		return sync_parent(database, why);
	if (errno != EEXIST)
		return fail_rename(staged, database, why);

	bool done = replace_inside(&gate, database, staged, aside, why);

	gate_close(&gate);
	return done;
}
