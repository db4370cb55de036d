#include "store/log_sync.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define LOG_PREFIX    "log."
#define LOG_NAME_SIZE 32
#define BLOCK_SIZE    4096

#define FIRST_PAUSE_US    20
#define LONGEST_PAUSE_US  400
#define LONGEST_LINGER_US 10000

void log_sync_init(struct log_sync *sync)
{
	*sync = (struct log_sync){.file = -1};
}

void log_sync_free(struct log_sync *sync)
{
	file_close_at(&sync->file);
}

static uint64_t look(const uint64_t *number)
{
	return __atomic_load_n(number, __ATOMIC_SEQ_CST);
}

static void set(uint64_t *number, uint64_t value)
{
	__atomic_store_n(number, value, __ATOMIC_SEQ_CST);
}

void log_note_written(const struct gate *gate)
{
	set(&gate->state->written, gate->state->written + 1);
}

struct log_ticket log_take_ticket(const struct gate *gate)
{
	return (struct log_ticket){.epoch = gate->state->epoch, .written = gate->state->written};
}

static bool fail_log(const char *action, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "The store can not %s: %s.", action, strerror(errno));
}

/* Whether there is nothing to wait for any more. */
static bool is_over(
	const struct gate *gate, const struct log_ticket *ticket, enum log_outcome *outcome)
{
	bool is_synced = look(&gate->state->synced) >= ticket->written;
	bool is_same = look(&gate->state->epoch) == ticket->epoch;

	*outcome = is_same ? LOG_SYNCED : LOG_RECOVERED;
	return is_synced || !is_same;
}

/* One that is gone was closed, and so synced, since its number was looked at: there is no file. */
static bool open_log(struct log_sync *sync, const struct gate *gate, uint64_t epoch)
{
	char name[LOG_NAME_SIZE];
	uint64_t number = look(&gate->state->synced_log);

	if (sync->file >= 0 && sync->number == number && sync->epoch == epoch)
		return true;
	file_close_at(&sync->file);
	snprintf(name, sizeof name, LOG_PREFIX "%010" PRIu64, number);
	sync->file = openat(gate->database, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	sync->number = number;
	sync->epoch = epoch;
	return sync->file >= 0 || errno == ENOENT;
}

static bool sync_file(int file)
{
	while (fdatasync(file) < 0) {
		if (errno != EINTR)
			return false;
	}
	return true;
}

/* For everybody whose change was counted by now. Without success the mark stays. */
static enum log_outcome sync_log(struct log_sync *sync, const struct gate *gate,
	const struct log_ticket *ticket, struct failure *why)
{
	struct gate_state *state = gate->state;
	uint64_t written = look(&state->written);

	if (!open_log(sync, gate, ticket->epoch)) {
		fail_log("open its log", why);
		return look(&state->epoch) == ticket->epoch ? LOG_FAILED : LOG_RECOVERED;
	}
	set(&state->syncing, ticket->epoch);
	if (!fault_point("log.marked", why))
		return LOG_FAILED;

	int64_t began = clock_monotonic_us();

	if (sync->file >= 0 && !sync_file(sync->file)) {
		fail_log("write to disk", why);
		return LOG_FAILED;
	}
	sync->duration = clock_monotonic_us() - began;
	if (!fault_point("log.synced", why))
		return LOG_FAILED;
	if (look(&state->epoch) != ticket->epoch)
		return LOG_RECOVERED;
	set(&state->synced, written);
	set(&state->syncing, 0);
	fault_point("log.noted", NULL);
	return LOG_SYNCED;
}

static enum log_outcome sync_or_leave(struct log_sync *sync, const struct gate *gate,
	const struct log_ticket *ticket, struct failure *why)
{
	struct gate_state *state = gate->state;
	enum log_outcome outcome;

	fault_point("log.locked", NULL);
	if (is_over(gate, ticket, &outcome))
		return outcome;
	if (look(&state->syncing) == ticket->epoch)
		return LOG_LEFT;
	__atomic_store_n(&state->syncer, gate->process, __ATOMIC_SEQ_CST);
	outcome = sync_log(sync, gate, ticket, why);
	__atomic_store_n(&state->syncer, 0, __ATOMIC_SEQ_CST);
	return outcome;
}

/* Longer each time. */
static void wait_a_moment(long *microseconds)
{
	long longer = *microseconds == 0 ? FIRST_PAUSE_US : *microseconds * 2;

	*microseconds = longer < LONGEST_PAUSE_US ? longer : LONGEST_PAUSE_US;

	const struct timespec pause = {.tv_nsec = *microseconds * 1000};

	nanosleep(&pause, NULL);
}

/*
 * Who shared the last wait comes again about now: a moment's patience lets one sync do for both. It
 * costs no more than the sync that it may save, and nothing where one works alone.
 */
static void linger(
	const struct log_sync *sync, const struct gate *gate, const struct log_ticket *ticket)
{
	int64_t span = sync->duration < LONGEST_LINGER_US ? sync->duration : LONGEST_LINGER_US;
	int64_t until = clock_monotonic_us() + span;
	enum log_outcome outcome;
	long pause = 0;

	while (!is_over(gate, ticket, &outcome) && look(&gate->state->written) == ticket->written &&
		clock_monotonic_us() < until)
		wait_a_moment(&pause);
}

enum log_outcome log_wait(struct log_sync *sync, const struct gate *gate,
	const struct log_ticket *ticket, int64_t deadline, struct failure *why)
{
	enum log_outcome outcome;
	long pause = 0;

	if (is_over(gate, ticket, &outcome))
		return outcome;
	if (sync->in_company)
		linger(sync, gate, ticket);
	sync->in_company = true;
	while (!is_over(gate, ticket, &outcome)) {
		if (flock(gate->state_file, LOCK_EX | LOCK_NB) == 0) {
			outcome = sync_or_leave(sync, gate, ticket, why);
			gate_unlock(gate->state_file);
			sync->in_company =
				pause > 0 || look(&gate->state->written) > ticket->written;
			return outcome;
		}
		if (errno != EWOULDBLOCK && errno != EINTR) {
			fail_log("lock its log", why);
			return LOG_FAILED;
		}
		if (clock_monotonic_ms() >= deadline)
			return LOG_LATE;
		wait_a_moment(&pause);
	}
	return outcome;
}

static bool is_zero(const char *block, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (block[i] != '\0')
			return false;
	}
	return true;
}

/* Writes a file's bytes over themselves. Its end, not yet written, needs no room on a full disk. */
static bool write_anew(int file)
{
	char block[BLOCK_SIZE];
	off_t place = 0;

	for (;;) {
		ssize_t got = pread(file, block, sizeof block, place);

		if (got == 0)
			return true;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (!is_zero(block, (size_t)got) &&
			(lseek(file, place, SEEK_SET) < 0 ||
				!file_write_all(file, block, (size_t)got)))
			return false;
		place += got;
	}
}

static bool secure_file(const struct gate *gate, const char *name, struct failure *why)
{
	file_auto file = openat(gate->database, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	bool is_doubtful = look(&gate->state->syncing) != 0;

	if (file < 0)
		return fail_log("open its log", why);
	if ((is_doubtful && !write_anew(file)) || !sync_file(file))
		return fail_log("write its log to disk", why);
	return true;
}

bool log_secure(const struct gate *gate, struct failure *why)
{
	DIR *listing = file_list(gate->database);
	bool done = true;

	if (listing == NULL)
		return fail_log("list its log", why);
	for (const struct dirent *entry; done && (entry = readdir(listing)) != NULL;) {
		if (strncmp(entry->d_name, LOG_PREFIX, strlen(LOG_PREFIX)) == 0)
			done = secure_file(gate, entry->d_name, why);
	}
	closedir(listing);
	return done && fault_point("log.secured", why);
}
