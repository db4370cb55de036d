#include "store/gate_state.h"

#include "base/file.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE_SIZE 4096

static const char magic[sizeof((struct gate_state *)0)->magic] = {
	'j', 'w', 'k', 'g', 'a', 't', 'e', '1'};

static bool fail_state(const struct gate *gate, const char *action, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "%s/" GATE_STATE_FILE ": can not %s: %s.",
		gate->directory, action, strerror(errno));
}

void gate_state_detach(struct gate *gate)
{
	if (gate->state != NULL)
		munmap(gate->state, STATE_SIZE);
	gate->state = NULL;
	file_close_at(&gate->state_file);
}

bool gate_state_is_attached(const struct gate *gate)
{
	struct stat status;

	return gate->state != NULL &&
	       fstatat(gate->database, GATE_STATE_FILE, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       status.st_ino == gate->state_inode && status.st_size == STATE_SIZE;
}

/* Keeps the descriptor. */
static bool map(struct gate *gate, int *file, const struct stat *status, struct failure *why)
{
	void *memory = mmap(NULL, STATE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, *file, 0);

	if (memory == MAP_FAILED)
		return fail_state(gate, "map", why);
	gate->state = memory;
	gate->state_inode = status->st_ino;
	gate->state_file = *file;
	*file = -1;
	return true;
}

/* No boot_id is empty, so a state that begins is one of another boot. */
static void begin(struct gate_state *state)
{
	__atomic_store_n(&state->busy, 1, __ATOMIC_SEQ_CST);
	state->joined = 0;
	state->holder = 0;
	state->synced_log = 0;
	state->written = 0;
	state->synced = 0;
	state->syncing = 0;
	state->syncer = 0;
	memset(state->boot, 0, sizeof state->boot);
	random_bytes(&state->epoch, sizeof state->epoch);
	random_bytes(&state->rights, sizeof state->rights);
	memcpy(state->magic, magic, sizeof magic);
}

bool gate_state_attach(struct gate *gate, struct failure *why)
{
	struct stat status;

	if (gate_state_is_attached(gate))
		return true;
	gate_state_detach(gate);

	file_auto file = openat(
		gate->database, GATE_STATE_FILE, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (file < 0)
		return fail_state(gate, "open", why);
	if (fstat(file, &status) < 0)
		return fail_state(gate, "look at", why);
	if (!S_ISREG(status.st_mode))
		return fail(why, FAILURE_INTERNAL,
			"%s/" GATE_STATE_FILE ": not a regular file. Move it away.",
			gate->directory);
	if (status.st_size != STATE_SIZE) {
		if (ftruncate(file, 0) < 0)
			return fail_state(gate, "shorten", why);
		do {
			errno = posix_fallocate(file, 0, STATE_SIZE);
		} while (errno == EINTR);
		if (errno != 0)
			return fail_state(gate, "make room for", why);
	}
	if (!map(gate, &file, &status, why))
		return false;
	if (memcmp(gate->state->magic, magic, sizeof magic) != 0)
		begin(gate->state);
	return true;
}

bool gate_state_peek(struct gate *gate, bool *found, struct failure *why)
{
	struct stat status;

	*found = gate_state_is_attached(gate);
	if (*found)
		return true;
	gate_state_detach(gate);

	file_auto file = openat(gate->database, GATE_STATE_FILE, O_RDWR | O_NOFOLLOW | O_CLOEXEC);

	if (file < 0 && errno == ENOENT)
		return true;
	if (file < 0)
		return fail_state(gate, "open", why);
	if (fstat(file, &status) < 0)
		return fail_state(gate, "look at", why);
	if (!S_ISREG(status.st_mode) || status.st_size != STATE_SIZE)
		return true;
	if (!map(gate, &file, &status, why))
		return false;
	*found = memcmp(gate->state->magic, magic, sizeof magic) == 0;
	return true;
}

void gate_state_change_rights(const struct gate *gate)
{
	__atomic_add_fetch(&gate->state->rights, 1, __ATOMIC_SEQ_CST);
}

bool gate_state_rights_are(const struct gate *gate, uint64_t rights)
{
	return gate_state_is_attached(gate) &&
	       __atomic_load_n(&gate->state->rights, __ATOMIC_SEQ_CST) == rights;
}
