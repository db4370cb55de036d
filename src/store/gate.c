#include "store/gate.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/gate_bell.h"
#include "store/gate_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST_PAUSE_US   20
#define LONGEST_PAUSE_US 400

/* How much longer the kernel may make a pause, in ns. By default that is more than the first. */
#define SLACK 1000

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

bool gate_open_directories(struct gate *gate, struct failure *why)
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

bool gate_renew_descriptors(struct gate *gate, struct failure *why)
{
	return (gate->process == getpid() && gate->home >= 0) || gate_open_directories(gate, why);
}

bool gate_open(struct gate *gate, const char *directory, struct failure *why)
{
	*gate = (struct gate){.database = -1, .home = -1, .state_file = -1};
	if (strlen(directory) >= sizeof gate->directory)
		return fail(why, FAILURE_INVALID, "%.200s...: the path is too long.", directory);
	strcpy(gate->directory, directory);
	prctl(PR_SET_TIMERSLACK, SLACK, 0, 0, 0);
	return read_boot_id(gate->boot, why) && gate_open_directories(gate, why);
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

static bool try_lock(int directory)
{
	return flock(directory, LOCK_EX | LOCK_NB) == 0;
}

/* True: there was no need to, the lock is taken. The main lock's one waiter is rung for. */
static bool wait_a_moment(const struct gate *gate, int directory, long microseconds)
{
	const struct timespec pause = {.tv_nsec = microseconds * 1000};

	if (directory != gate->database) {
		nanosleep(&pause, NULL);
		return false;
	}

	uint32_t heard = gate_bell_listen(gate);

	if (try_lock(directory))
		return true;
	gate_bell_wait(gate, heard, microseconds);
	return false;
}

bool gate_lock(const struct gate *gate, int directory, int64_t deadline, struct failure *why)
{
	long pause = FIRST_PAUSE_US;

	while (!try_lock(directory)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail_lock(gate, why);
		if (clock_monotonic_ms() >= deadline)
			return fail(why, FAILURE_BUSY, "The store is busy, try again in a second.");
		if (wait_a_moment(gate, directory, pause))
			return true;
		pause = pause * 2 < LONGEST_PAUSE_US ? pause * 2 : LONGEST_PAUSE_US;
	}
	return true;
}

void gate_unlock(int directory)
{
	flock(directory, LOCK_UN);
}

bool gate_look_at_name(const struct gate *gate, bool *is_current, struct failure *why)
{
	struct stat named;
	bool is_there = stat(gate->directory, &named) == 0;

	if (!is_there && errno != ENOENT)
		return fail(why, FAILURE_INTERNAL, "%s: can not look at it: %s.", gate->directory,
			strerror(errno));
	*is_current = is_there && gate->device == named.st_dev && gate->inode == named.st_ino;
	return true;
}

bool gate_is_native(const struct gate *gate)
{
	const struct gate_state *state = gate->state;

	return state->device == gate->device && state->inode == gate->inode &&
	       memcmp(state->boot, gate->boot, sizeof state->boot) == 0;
}

void gate_note_recovery(const struct gate *gate)
{
	struct gate_state *state = gate->state;

	state->joined = 1;
	state->synced = state->written;
	state->device = gate->device;
	state->inode = gate->inode;
	memcpy(state->boot, gate->boot, sizeof state->boot);
}

void gate_bind(struct gate *gate)
{
	gate->bound_device = gate->device;
	gate->bound_inode = gate->inode;
	gate->bound = true;
}

bool gate_is_replaced(const struct gate *gate)
{
	struct stat status;

	return gate->bound &&
	       (stat(gate->directory, &status) < 0 || status.st_dev != gate->bound_device ||
		       status.st_ino != gate->bound_inode);
}

bool gate_is_elsewhere(const struct gate *gate)
{
	return gate->bound &&
	       (gate->device != gate->bound_device || gate->inode != gate->bound_inode);
}

static bool look_at_lock(
	const struct gate *gate, int descriptor, bool *is_held, struct failure *why)
{
	*is_held = flock(descriptor, LOCK_SH | LOCK_NB) < 0;
	if (*is_held)
		return errno == EWOULDBLOCK || fail_lock(gate, why);
	flock(descriptor, LOCK_UN);
	return true;
}

bool gate_holder(struct gate *gate, int64_t *pid, struct failure *why)
{
	bool found, is_current, is_inside, is_syncing;

	*pid = 0;
	if (!gate_renew_descriptors(gate, why) || !gate_look_at_name(gate, &is_current, why) ||
		(!is_current && !gate_open_directories(gate, why)) ||
		!look_at_lock(gate, gate->database, &is_inside, why) ||
		!gate_state_peek(gate, &found, why))
		return false;
	if (!found)
		return true;
	if (is_inside) {
		*pid = __atomic_load_n(&gate->state->holder, __ATOMIC_SEQ_CST);
		return true;
	}
	if (!look_at_lock(gate, gate->state_file, &is_syncing, why))
		return false;
	if (is_syncing)
		*pid = __atomic_load_n(&gate->state->syncer, __ATOMIC_SEQ_CST);
	return true;
}
