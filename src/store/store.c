#include "store/store.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A database that breaks again right after its recovery will not be mended by another. */
#define MOST_RUNS 3

struct store {
	struct gate gate;
	struct engine engine;
	int64_t patience;   /* ms */
	dev_t bound_device; /* the directory that it is for, when it is bound */
	ino_t bound_inode;
	bool bound;
	bool inside;
	bool recovered;
};

static struct store *new_store(void)
{
	struct store *store = calloc(1, sizeof *store);

	if (store == NULL)
		abort();
	store->patience = STORE_PATIENCE_MS;
	store->engine.gate = &store->gate;
	return store;
}

static int64_t deadline(const struct store *store)
{
	return clock_monotonic_ms() + store->patience;
}

static bool check_directory(const char *directory, struct failure *why)
{
	struct stat status;

	if (lstat(directory, &status) < 0 && errno != ENOENT)
		return fail(why, FAILURE_INTERNAL,
			"%s: uid %u can not look at the store: %s. Give the whole home to that user "
			"with chown -R.",
			directory, (unsigned)geteuid(), strerror(errno));
	if (lstat(directory, &status) < 0)
		return fail(why, FAILURE_INTERNAL,
			"There is no store at %s: %s. Run `jwkmintctl init` to make one.",
			directory, strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return fail(why, FAILURE_INTERNAL, "%s is not a directory, so it is no store.",
			directory);
	if (status.st_uid != geteuid())
		return fail(why, FAILURE_INTERNAL,
			"%s belongs to uid %u, this process runs as uid %u. Run it as the owner, "
			"or give the whole home to one user with chown -R.",
			directory, (unsigned)status.st_uid, (unsigned)geteuid());
	if ((status.st_mode & 077) != 0)
		return fail(why, FAILURE_INTERNAL,
			"%s is open to others (mode %04o). Run: chmod 700 %s", directory,
			(unsigned)status.st_mode & 07777, directory);
	return true;
}

bool store_open(const char *directory, struct store **store, struct failure *why)
{
	*store = NULL;
	if (!check_directory(directory, why))
		return false;

	struct store *opened = new_store();

	if (!gate_open(&opened->gate, directory, why)) {
		store_close(opened);
		return false;
	}
	*store = opened;
	return true;
}

static bool fill_directory(struct store *store, const char *directory, struct failure *why)
{
	struct gate_turn turn;

	if (!gate_open(&store->gate, directory, why) ||
		!gate_enter(&store->gate, deadline(store), &turn, why))
		return false;

	bool created = engine_create(&store->engine, why);

	gate_leave(&store->gate, created);
	return created && file_sync_directory(store->gate.home, directory, why);
}

bool store_create(const char *directory, struct failure *why)
{
	bool made;

	if (!file_make_directory(AT_FDCWD, directory, 0700, &made, why))
		return false;
	if (!made)
		return fail(why, FAILURE_CONFLICT, "%s exists already.", directory);

	struct store *store = new_store();
	bool created = fill_directory(store, directory, why);

	store_close(store);
	if (!created) {
		struct failure ignored;

		file_remove_tree(AT_FDCWD, directory, &ignored);
	}
	return created;
}

/* Without a turn the database is left like a killed process leaves it, which is survived, too. */
static void leave_database(struct store *store)
{
	struct gate *gate = &store->gate;
	struct engine *engine = &store->engine;
	struct gate_turn turn;
	struct failure why;

	if (engine->env == NULL || gate->process != getpid() ||
		!gate_enter(gate, deadline(store), &turn, &why))
		return;

	bool sound = !turn.recover;

	if (sound && engine->epoch == turn.epoch) {
		sound = engine_close(engine);
		gate->state->joined--;
	} else {
		engine_drop(engine);
	}
	gate_leave(gate, sound);
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	leave_database(store);
	gate_close(&store->gate);
	free(store);
}

bool store_bind(struct store *store, struct failure *why)
{
	struct stat status;

	if (fstat(store->gate.database, &status) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not look at it: %s.",
			store->gate.directory, strerror(errno));
	store->bound_device = status.st_dev;
	store->bound_inode = status.st_ino;
	store->bound = true;
	return true;
}

bool store_is_replaced(const struct store *store)
{
	struct stat status;

	return store->bound &&
	       (stat(store->gate.directory, &status) < 0 || status.st_dev != store->bound_device ||
		       status.st_ino != store->bound_inode);
}

void store_place(const struct store *store, struct id *place)
{
	const uint64_t directory[] = {store->bound_device, store->bound_inode};
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, sizeof directory, (const uint8_t *)directory);
	sha256_update(&hash, sizeof store->gate.boot, (const uint8_t *)store->gate.boot);
	sha256_digest(&hash, sizeof digest, digest);
	memcpy(place->bytes, digest, sizeof place->bytes);
}

void store_set_patience(struct store *store, int64_t milliseconds)
{
	store->patience = milliseconds;
}

static bool enter(struct store *store, int64_t until, struct failure *why)
{
	struct gate_turn turn;
	bool recovered;

	if (!gate_enter(&store->gate, until, &turn, why))
		return false;
	if (store_is_replaced(store)) {
		gate_leave(&store->gate, !turn.recover);
		return fail(why, FAILURE_BUSY,
			"The store was replaced by a restored backup, try again in a second.");
	}
	if (!engine_enter(&store->engine, &turn, &recovered, why)) {
		gate_leave(&store->gate, false);
		return false;
	}
	store->recovered = store->recovered || recovered;
	return true;
}

/* What is to be done inside. */
struct visit {
	store_work work;
	void *context;
	bool writing;
	bool may_be_lost; /* when the machine stops */
};

static bool run(struct engine *engine, const struct visit *visit, struct failure *why)
{
	struct transaction transaction = {.engine = engine};

	if (visit->writing && !engine_begin(engine, &transaction.engine_transaction, why))
		return false;

	bool done = visit->work(&transaction, visit->context, why);

	if (!visit->writing)
		return done;
	if (done && !engine->broken)
		return visit->may_be_lost
			       ? engine_commit_later(engine, transaction.engine_transaction, why)
			       : engine_commit(engine, transaction.engine_transaction, why);
	engine_abort(engine, transaction.engine_transaction);
	return done ? fail(why, FAILURE_INTERNAL, "The store broke while it was changed.") : false;
}

static bool make_visit(struct store *store, const struct visit *visit, struct failure *why)
{
	struct engine *engine = &store->engine;
	int64_t until = deadline(store);
	bool done = false;

	if (store->inside)
		return fail(why, FAILURE_INTERNAL, "A visit to the store began inside another.");
	for (int runs = 0; runs < MOST_RUNS; runs++) {
		if (!enter(store, until, why))
			return false;
		store->inside = true;
		done = run(engine, visit, why);
		store->inside = false;
		gate_leave(&store->gate, !engine->broken);
		if (done || !engine->again)
			break;
	}
	return done;
}

bool store_read(struct store *store, store_work work, void *context, struct failure *why)
{
	const struct visit visit = {.work = work, .context = context};

	return make_visit(store, &visit, why);
}

bool store_write(struct store *store, store_work work, void *context, struct failure *why)
{
	const struct visit visit = {.work = work, .context = context, .writing = true};

	return make_visit(store, &visit, why);
}

bool store_write_later(struct store *store, store_work work, void *context, struct failure *why)
{
	const struct visit visit = {
		.work = work,
		.context = context,
		.writing = true,
		.may_be_lost = true,
	};

	return make_visit(store, &visit, why);
}

bool store_holder(struct store *store, int64_t *pid, struct failure *why)
{
	return gate_holder(&store->gate, pid, why);
}

bool store_recovered(struct store *store)
{
	bool recovered = store->recovered;

	store->recovered = false;
	return recovered;
}

const char *store_trouble(const struct store *store)
{
	return store->engine.message;
}
