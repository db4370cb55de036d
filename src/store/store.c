#include "store/store.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/gate_state.h"
#include "store/transaction.h"
#include "store/visit.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct store {
	struct visitor visitor;
	int64_t patience;    /* ms */
	struct vault *vault; /* borrowed; NULL: none */
};

static struct store *new_store(void)
{
	struct store *store = calloc(1, sizeof *store);

	if (store == NULL)
		abort();
	store->patience = STORE_PATIENCE_MS;
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

	if (!visit_open(&opened->visitor, directory, why)) {
		store_close(opened);
		return false;
	}
	*store = opened;
	return true;
}

static bool fill_directory(struct store *store, const char *directory, struct failure *why)
{
	struct visitor *visitor = &store->visitor;

	return visit_open(visitor, directory, why) && visit_create(visitor, deadline(store), why) &&
	       file_sync_directory(visitor->gate.home, directory, why);
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

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	visit_close(&store->visitor, deadline(store));
	free(store);
}

void store_bind(struct store *store)
{
	gate_bind(&store->visitor.gate);
}

bool store_is_replaced(const struct store *store)
{
	return gate_is_replaced(&store->visitor.gate);
}

void store_set_vault(struct store *store, struct vault *vault)
{
	store->vault = vault;
}

void store_place(const struct store *store, struct id *place)
{
	const struct gate *gate = &store->visitor.gate;
	const uint64_t directory[] = {gate->bound_device, gate->bound_inode};
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, sizeof directory, (const uint8_t *)directory);
	sha256_update(&hash, sizeof gate->boot, (const uint8_t *)gate->boot);
	sha256_digest(&hash, sizeof digest, digest);
	memcpy(place->bytes, digest, sizeof place->bytes);
}

void store_set_patience(struct store *store, int64_t milliseconds)
{
	store->patience = milliseconds;
}

enum purpose { READING, READING_DURABLE, WRITING, WRITING_LATER, NOTING };

/* What is to be done inside. */
struct task {
	store_work work;
	void *context;
	enum purpose purpose;
	struct vault *vault;
	struct run_mark mark; /* of the last run that noted something */
};

static bool begin(struct engine *engine, const struct task *task, struct transaction *transaction,
	struct failure *why)
{
	if (task->purpose == READING || task->purpose == READING_DURABLE)
		return true;
	if (!engine_check_room(engine, why))
		return task->purpose == NOTING;
	return engine_begin(engine, &transaction->engine_transaction, why);
}

static bool end(struct engine *engine, const struct task *task,
	const struct transaction *transaction, bool done, struct failure *why)
{
	if (transaction->engine_transaction == NULL)
		return done;
	if (done && !engine->broken)
		return engine_commit(
			engine, transaction->engine_transaction, task->purpose == WRITING, why);
	engine_abort(engine, transaction->engine_transaction);
	return done ? fail(why, FAILURE_INTERNAL, "The store broke while it was changed.") : false;
}

static bool run(struct engine *engine, void *context, struct failure *why)
{
	struct task *task = context;
	struct transaction transaction = {
		.engine = engine, .vault = task->vault, .former = task->mark};

	if (!begin(engine, task, &transaction, why))
		return false;

	bool done = fault_point("store.begun", why) &&
		    task->work(&transaction, task->context, why) &&
		    fault_point("store.worked", why);

	/* A run that noted nothing knows no more than the one before. */
	if (transaction.mark.is_set)
		task->mark = transaction.mark;
	return end(engine, task, &transaction, done, why);
}

static bool make_visit(struct store *store, store_work work, void *context, enum purpose purpose,
	struct failure *why)
{
	struct task task = {
		.work = work, .context = context, .purpose = purpose, .vault = store->vault};

	bool durable = purpose == WRITING || purpose == READING_DURABLE;

	return visit_make(&store->visitor, deadline(store), durable, run, &task, why);
}

bool store_read(struct store *store, store_work work, void *context, struct failure *why)
{
	return make_visit(store, work, context, READING, why);
}

bool store_read_durable(struct store *store, store_work work, void *context, struct failure *why)
{
	return make_visit(store, work, context, READING_DURABLE, why);
}

bool store_write(struct store *store, store_work work, void *context, struct failure *why)
{
	return make_visit(store, work, context, WRITING, why);
}

bool store_write_later(struct store *store, store_work work, void *context, struct failure *why)
{
	return make_visit(store, work, context, WRITING_LATER, why);
}

bool store_read_noting(struct store *store, store_work work, void *context, struct failure *why)
{
	return make_visit(store, work, context, NOTING, why);
}

bool store_is_writable(const struct transaction *transaction)
{
	return transaction->engine_transaction != NULL;
}

uint64_t store_rights(const struct transaction *transaction)
{
	return transaction->engine->gate->state->rights;
}

bool store_rights_are(const struct store *store, uint64_t rights)
{
	return gate_state_rights_are(&store->visitor.gate, rights);
}

bool store_holder(struct store *store, int64_t *pid, struct failure *why)
{
	return gate_holder(&store->visitor.gate, pid, why);
}

bool store_recovered(struct store *store)
{
	bool recovered = store->visitor.recovered;

	store->visitor.recovered = false;
	return recovered;
}

const char *store_trouble(const struct store *store)
{
	return store->visitor.engine.message;
}
