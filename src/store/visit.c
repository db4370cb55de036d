/* How to read this: visit_make, at the end, then the steps from the first to the last. */
#include "store/visit.h"

#include "base/fault.h"
#include "store/gate_bell.h"
#include "store/gate_state.h"
#include "store/region.h"

#include <stdio.h>
#include <unistd.h>

/* Some 1,800 joins without a clean close fill the engine's log region. */
#define MOST_JOINED 500

/* A database that breaks again right after its recovery will not be mended by another. */
#define MOST_RUNS 3

/* The shared memory at its largest, and a new log file. */
#define RECOVERY_ROOM (16 * 1024 * 1024)

bool visit_open(struct visitor *visitor, const char *directory, struct failure *why)
{
	*visitor = (struct visitor){.engine.gate = &visitor->gate};
	log_sync_init(&visitor->log);
	return gate_open(&visitor->gate, directory, why);
}

/*
 * Step 1: a process uses only handles that it opened itself.
 *
 * Failure: fork. The child has its parent's handles, which think that they are the parent's.
 * Closing them would change shared memory in the parent's name, so they are lost instead. The locks
 * are its parent's, too: gate_renew_descriptors sees to that.
 */
static void forget_the_parents(struct engine *engine)
{
	if (engine->process != getpid())
		engine_forget(engine);
}

/*
 * Step 2: wait in the queue, then for the main lock, then let the next one to the queue's head.
 *
 * Failure: a kill at any moment. The kernel takes flock(2) locks from the dead; a mutex in shared
 * memory would stay locked. Failure: starvation. Without the queue whoever has just left is the
 * first to try again. Failure: a holder that is stopped. Nobody waits beyond the deadline.
 */
static bool wait_for_turn(const struct gate *gate, int64_t deadline, struct failure *why)
{
	if (!gate_lock(gate, gate->home, deadline, why))
		return false;

	bool taken = gate_lock(gate, gate->database, deadline, why);

	gate_unlock(gate->home);
	return taken;
}

/*
 * Step 3: the directory that is locked is still the one that has the name.
 *
 * Failure: a restored backup took the name while we waited. Its visitors lock another directory, so
 * the lock on the old one keeps nobody out.
 */
static bool wait_for_current(struct gate *gate, int64_t deadline, struct failure *why)
{
	bool is_current;

	for (;;) {
		if (!wait_for_turn(gate, deadline, why))
			return false;
		if (!gate_look_at_name(gate, &is_current, why)) {
			gate_unlock(gate->database);
			return false;
		}
		if (is_current)
			return true;
		if (!gate_open_directories(gate, why))
			return false;
	}
}

/*
 * Step 4: does what the last visitor left behind have to be recovered?
 *
 * busy: it died inside, perhaps in the middle of a page of shared memory. joined: so many processes
 * died outside, without a close, that the engine's tables are filling up. Not native: the machine
 * was started anew, or the home was copied or moved; the files of shared memory lie there, but
 * nobody maps them and their mutexes mean nothing.
 */
static bool must_recover(const struct gate *gate)
{
	const struct gate_state *state = gate->state;

	return state->busy != 0 || state->joined > MOST_JOINED || !gate_is_native(gate);
}

/*
 * Step 5: say that somebody is inside, before anything else.
 *
 * Failure: a kill from here on. The mark stays, and step 4 of the next visitor finds it. The holder
 * is for people: `jwkmintctl status` names who keeps everybody waiting.
 */
static void mark_busy(struct gate *gate)
{
	__atomic_store_n(&gate->state->busy, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&gate->state->holder, gate->process, __ATOMIC_SEQ_CST);
}

bool visit_take_turn(struct gate *gate, int64_t deadline, bool *recover, struct failure *why)
{
	if (!gate_renew_descriptors(gate, why) || !wait_for_current(gate, deadline, why))
		return false;
	if (!gate_state_attach(gate, why)) {
		gate_unlock(gate->database);
		return false;
	}
	fault_point("visit.locked", NULL);
	*recover = must_recover(gate);
	mark_busy(gate);
	fault_point("visit.marked", NULL);
	return true;
}

/*
 * Step 6: join the shared memory that the last visitor left in order.
 *
 * Failure: the process dies later, outside, without a close; `joined` counts those. Failure: the
 * join itself does not work, whatever the reason: the caller recovers. Joins write log, hence the
 * checkpoint: without it, processes that live for one request would let the log grow for ever.
 */
static bool join(struct engine *engine, struct failure *why)
{
	struct gate_state *state = engine->gate->state;

	engine->epoch = state->epoch;
	state->joined++;
	if (!fault_point("visit.joining", why) || !engine_open_env(engine, 0, why) ||
		!engine_open_database(engine, 0, why))
		return false;
	engine_checkpoint(engine);
	return !engine->broken;
}

/*
 * Step 7: make the shared memory anew, and bring the database to where the log says.
 *
 * The epoch goes first: from here on nobody's handles are good, even if this process is killed in
 * the next line, nor what was kept of rights. The old files go before the engine looks into them:
 * they may be torn, or another machine's. Failure: a full disk. A page of a sparse mapped file that
 * finds no block is a SIGBUS, so room is proved before and blocks are given to all files after.
 * Failure: power loss. The engine does not sync its directory, and a log file whose name is lost is
 * lost. And it takes all that it finds in its log for durable, so that has to be true before pages
 * of the database are written.
 */
static bool recover(struct engine *engine, u_int32_t flags, struct failure *why)
{
	struct gate *gate = engine->gate;

	engine->epoch = ++gate->state->epoch;
	gate_state_change_rights(gate);
	gate->state->synced_log = 0;
	if (!region_remove(gate->database, why) ||
		!region_reserve(gate->database, RECOVERY_ROOM, why) || !log_secure(gate, why) ||
		!fault_point("visit.recovering", why) ||
		!engine_open_env(engine, DB_CREATE | DB_RECOVER, why) ||
		!fault_point("visit.recovered", why) || !region_allocate(gate->database, why) ||
		!engine_open_database(engine, flags, why) || !engine_sync_log_name(engine, why))
		return false;
	gate_note_recovery(gate);
	return true;
}

/* Recovery that fails now may work later: when there is room on the disk again. */
static bool recover_or_busy(struct engine *engine, struct failure *why)
{
	engine->message[0] = '\0';
	engine->again = false;
	if (recover(engine, 0, why)) {
		engine->broken = false;
		return true;
	}
	if (engine->message[0] == '\0')
		snprintf(engine->message, sizeof engine->message, "%s", why->text);
	engine_drop(engine);
	engine->broken = true;
	if (why->kind == FAILURE_BUSY)
		return fail(why, FAILURE_BUSY,
			"The store has to be recovered, and its disk is full. It goes on by itself "
			"once there is room.");
	return fail(why, FAILURE_BUSY,
		"The store has to be recovered, which does not work at the moment; try again in a "
		"second.");
}

/* With the turn taken: handles that are good for what lies there now. */
static bool get_handles(struct visitor *visitor, bool recovering, struct failure *why)
{
	struct engine *engine = &visitor->engine;

	engine->broken = false;
	engine->again = false;
	engine->message[0] = '\0';
	if (!recovering && engine->env != NULL && engine->epoch == visitor->gate.state->epoch)
		return true;
	engine_drop(engine);
	if (!engine_find_database(engine, why))
		return false;
	if (!recovering) {
		if (join(engine, why))
			return true;
		engine_drop(engine);
	}
	visitor->recovered = true;
	return recover_or_busy(engine, why);
}

static bool enter(struct visitor *visitor, int64_t deadline, struct failure *why)
{
	struct gate *gate = &visitor->gate;
	bool recovering;

	forget_the_parents(&visitor->engine);
	if (!visit_take_turn(gate, deadline, &recovering, why))
		return false;
	if (gate_is_elsewhere(gate)) {
		visit_give_turn(gate, !recovering);
		return fail(why, FAILURE_BUSY,
			"The store was replaced by a restored backup, try again in a second.");
	}
	if (!get_handles(visitor, recovering, why)) {
		visit_give_turn(gate, false);
		return false;
	}
	return true;
}

/*
 * Step 8: say that nobody is inside, then unlock.
 *
 * Who waits is rung for afterwards, and tries again after a pause if nobody rings.
 *
 * Failure: the engine broke during the visit, or recovery did not work. Then the mark stays, and
 * the next visitor recovers, which may be ourselves.
 */
void visit_give_turn(struct gate *gate, bool sound)
{
	fault_point("visit.leaving", NULL);
	__atomic_store_n(&gate->state->holder, 0, __ATOMIC_SEQ_CST);
	if (sound)
		__atomic_store_n(&gate->state->busy, 0, __ATOMIC_SEQ_CST);
	fault_point("visit.unmarked", NULL);
	gate_unlock(gate->database);
	gate_bell_ring(gate);
	fault_point("visit.unlocked", NULL);
}

/* Lets the next visitor recover, unless that was done since. */
static void leave_broken(struct gate *gate, const struct log_ticket *ticket,
	enum log_outcome outcome, int64_t deadline)
{
	struct failure ignored;
	bool recover;

	if (!visit_take_turn(gate, deadline, &recover, &ignored))
		return;

	bool is_mended = outcome == LOG_LEFT && gate->state->epoch != ticket->epoch;

	visit_give_turn(gate, is_mended && !recover);
}

/*
 * Step 9: outside, wait until the log is on the disk as far as this visit goes.
 *
 * Failure: a kill after the commit: the change is there or not, and nobody was told. Failure: the
 * sync fails, or its process dies in it. Whatever the kernel could not write it will not try to
 * write again, so what is in the log is in doubt: the store is left as broken. Failure: who syncs
 * is stopped. Nobody waits beyond the deadline, but whether the change is made is then open.
 */
static bool wait_for_disk(struct visitor *visitor, const struct log_ticket *ticket,
	int64_t deadline, bool *again, struct failure *why)
{
	enum log_outcome outcome = log_wait(&visitor->log, &visitor->gate, ticket, deadline, why);

	fault_point("visit.waited", NULL);
	if (outcome == LOG_LEFT || outcome == LOG_FAILED)
		leave_broken(&visitor->gate, ticket, outcome, deadline);
	*again = outcome == LOG_LEFT || outcome == LOG_RECOVERED;
	if (outcome == LOG_SYNCED || outcome == LOG_FAILED)
		return outcome == LOG_SYNCED;
	return fail(why, FAILURE_BUSY,
		"The store is busy: the disk has not confirmed the change, which may be made all "
		"the same. Look, or try again in a second.");
}

/*
 * Step 10: when recovery can mend what broke, do the work again, though it may be committed; so,
 * too, when the store was recovered before the change was known to be on the disk.
 */
bool visit_make(struct visitor *visitor, int64_t deadline, bool durable, visit_work work,
	void *context, struct failure *why)
{
	struct engine *engine = &visitor->engine;
	bool done = false;
	bool again = true;

	if (visitor->inside)
		return fail(why, FAILURE_INTERNAL, "A visit to the store began inside another.");
	for (int runs = 0; again && runs < MOST_RUNS; runs++) {
		if (!enter(visitor, deadline, why))
			return false;
		visitor->inside = true;
		done = work(engine, context, why);
		visitor->inside = false;

		const struct log_ticket ticket = log_take_ticket(&visitor->gate);

		visit_give_turn(&visitor->gate, !engine->broken);
		again = !done && engine->again;
		if (done && durable)
			done = wait_for_disk(visitor, &ticket, deadline, &again, why);
	}
	return done;
}

static bool create(struct engine *engine, struct failure *why)
{
	if (!recover(engine, DB_CREATE, why)) {
		engine_drop(engine);
		return false;
	}
	engine->gate->state->joined = 0;
	return engine_close(engine) ||
	       fail(why, FAILURE_INTERNAL, "The new store can not be closed: %s.", engine->message);
}

bool visit_create(struct visitor *visitor, int64_t deadline, struct failure *why)
{
	bool recovering;

	if (!visit_take_turn(&visitor->gate, deadline, &recovering, why))
		return false;

	bool created = create(&visitor->engine, why);

	visit_give_turn(&visitor->gate, created);
	return created;
}

/*
 * Step 11: close before exit, inside, because closing changes shared memory like everything else.
 *
 * Without a turn in time the database is left like a killed process leaves it, which is survived.
 */
static void leave_for_good(struct visitor *visitor, int64_t deadline)
{
	struct engine *engine = &visitor->engine;
	struct gate *gate = &visitor->gate;
	struct failure why;
	bool recovering;

	forget_the_parents(engine);
	if (engine->env == NULL || !visit_take_turn(gate, deadline, &recovering, &why))
		return;

	bool sound = !recovering;

	if (sound && engine->epoch == gate->state->epoch) {
		sound = engine_close(engine);
		gate->state->joined--;
	} else {
		engine_drop(engine);
	}
	visit_give_turn(gate, sound);
}

void visit_close(struct visitor *visitor, int64_t deadline)
{
	leave_for_good(visitor, deadline);
	log_sync_free(&visitor->log);
	gate_close(&visitor->gate);
}
