#include "store/gate.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/gate_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Some 1,800 joins without a clean close fill the engine's log region. */
#define MOST_JOINED 500

#define FIRST_PAUSE_US   20
#define LONGEST_PAUSE_US 400

static bool read_boot_id(char boot[GATE_BOOT_SIZE], struct failure *why)
{
	buffer_auto text = BUFFER_INIT;

	if (!file_read(
		    AT_FDCWD, "/proc/sys/kernel/random/boot_id", GATE_BOOT_SIZE, &text, NULL, why))
		return false;
	snprintf(boot, GATE_BOOT_SIZE, "%.*s", (int)strcspn(text.data, "\n"), text.data);
	if (boot[0] == '\0')
		return fail(why, FAILURE_INTERNAL, "/proc/sys/kernel/random/boot_id is empty.");
	return true;
}

static void close_directories(struct gate *gate)
{
	gate_state_detach(gate);
	file_close_at(&gate->database);
	file_close_at(&gate->home);
}

static bool open_directories(struct gate *gate, struct failure *why)
{
	struct stat status;

	close_directories(gate);
	gate->process = getpid();
	if (!file_open_directory(AT_FDCWD, gate->directory, &gate->database, why) ||
		!file_open_directory(gate->database, "..", &gate->home, why))
		return false;
	if (fstat(gate->database, &status) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not look at it: %s.", gate->directory,
			strerror(errno));
	gate->device = status.st_dev;
	gate->inode = status.st_ino;
	return true;
}

bool gate_open(struct gate *gate, const char *directory, struct failure *why)
{
	*gate = (struct gate){.database = -1, .home = -1};
	if (strlen(directory) >= sizeof gate->directory)
		return fail(why, FAILURE_INVALID, "%.200s...: the path is too long.", directory);
	strcpy(gate->directory, directory);
	return read_boot_id(gate->boot, why) && open_directories(gate, why);
}

void gate_close(struct gate *gate)
{
	close_directories(gate);
}

static bool fail_lock(const struct gate *gate, struct failure *why)
{
	return fail(
		why, FAILURE_INTERNAL, "%s: can not lock: %s.", gate->directory, strerror(errno));
}

static bool lock(const struct gate *gate, int descriptor, int64_t deadline, struct failure *why)
{
	long pause = FIRST_PAUSE_US;

	while (flock(descriptor, LOCK_EX | LOCK_NB) < 0) {
		const struct timespec wait = {.tv_nsec = pause * 1000};

		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail_lock(gate, why);
		if (clock_monotonic_ms() >= deadline)
			return fail(why, FAILURE_BUSY, "The store is busy, try again in a second.");
		nanosleep(&wait, NULL);
		pause = pause * 2 < LONGEST_PAUSE_US ? pause * 2 : LONGEST_PAUSE_US;
	}
	return true;
}

static bool take_turn(const struct gate *gate, int64_t deadline, struct failure *why)
{
	if (!lock(gate, gate->home, deadline, why))
		return false;

	bool taken = lock(gate, gate->database, deadline, why);

	flock(gate->home, LOCK_UN);
	return taken;
}

/* Whether the directory that was locked last still has its name: a restored backup takes that. */
static bool gate_is_current(const struct gate *gate)
{
	struct stat named;

	return stat(gate->directory, &named) == 0 && gate->device == named.st_dev &&
	       gate->inode == named.st_ino;
}

/* The main lock on the directory that now has its name. */
static bool take_current(struct gate *gate, int64_t deadline, struct failure *why)
{
	for (;;) {
		if (!take_turn(gate, deadline, why))
			return false;
		if (gate_is_current(gate))
			return true;
		if (!open_directories(gate, why))
			return false;
	}
}

/* Whether shared memory that the state knows of was made on this boot for this directory. */
static bool is_native(const struct gate *gate)
{
	const struct gate_state *state = gate->state;

	return state->device == gate->device && state->inode == gate->inode &&
	       memcmp(state->boot, gate->boot, sizeof state->boot) == 0;
}

bool gate_enter(struct gate *gate, int64_t deadline, struct gate_turn *turn, struct failure *why)
{
	turn->forked = gate->process != getpid();
	if ((turn->forked || gate->home < 0) && !open_directories(gate, why))
		return false;
	if (!take_current(gate, deadline, why))
		return false;
	if (!gate_state_attach(gate, why)) {
		flock(gate->database, LOCK_UN);
		return false;
	}

	struct gate_state *state = gate->state;

	turn->recover = state->busy != 0 || state->joined > MOST_JOINED || !is_native(gate);
	turn->epoch = state->epoch;
	__atomic_store_n(&state->busy, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&state->holder, gate->process, __ATOMIC_SEQ_CST);
	return true;
}

void gate_leave(struct gate *gate, bool sound)
{
	__atomic_store_n(&gate->state->holder, 0, __ATOMIC_SEQ_CST);
	if (sound)
		__atomic_store_n(&gate->state->busy, 0, __ATOMIC_SEQ_CST);
	flock(gate->database, LOCK_UN);
}

uint64_t gate_renew(struct gate *gate)
{
	gate->state->synced_log = 0;
	return ++gate->state->epoch;
}

void gate_recovered(struct gate *gate)
{
	struct gate_state *state = gate->state;

	state->joined = 1;
	state->device = gate->device;
	state->inode = gate->inode;
	memcpy(state->boot, gate->boot, sizeof state->boot);
}

bool gate_holder(struct gate *gate, int64_t *pid, struct failure *why)
{
	bool found;

	*pid = 0;
	if ((gate->process != getpid() || gate->home < 0 || !gate_is_current(gate)) &&
		!open_directories(gate, why))
		return false;
	if (flock(gate->database, LOCK_SH | LOCK_NB) == 0) {
		flock(gate->database, LOCK_UN);
		return true;
	}
	if (errno != EWOULDBLOCK)
		return fail_lock(gate, why);
	if (!gate_state_peek(gate, &found, why))
		return false;
	if (found)
		*pid = __atomic_load_n(&gate->state->holder, __ATOMIC_SEQ_CST);
	return true;
}
