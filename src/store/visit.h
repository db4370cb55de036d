/*
 * How processes that may be killed at any instruction share one database.
 *
 * Berkeley DB's own ways to survive killed processes hang or lose rows, so nobody ever meets
 * anybody inside: a visitor waits for its turn, says that it is inside, finds out whether the last
 * one left alive, joins the database or recovers it, works, and says that it is out. That is all
 * there is between processes, and visit.c is all of it, in numbered steps, each with the failure
 * that it is for. What the steps are made of lies below: the locks and the file in which visitors
 * leave word for each other (gate.h, gate_state.h, gate_bell.h), the engine's handles (handles.h),
 * its transactions (engine.h), the files of its shared memory (region.h), the wait for the disk
 * (log_sync.h).
 */
#ifndef JWKMINT_STORE_VISIT_H
#define JWKMINT_STORE_VISIT_H

#include "store/engine.h"
#include "store/gate.h"
#include "store/log_sync.h"

/* One process's way into one database. */
struct visitor {
	struct gate gate;
	struct engine engine;
	struct log_sync log;
	bool inside;
	bool recovered; /* a visit had to recover the database; reset by who looks at it */
};

/* Opens the directories of the gate; the visitor must stay where it is. Freed by visit_close. */
bool visit_open(struct visitor *visitor, const char *directory, struct failure *why);

/* What is done inside. It may be done again, see store_work. */
typedef bool (*visit_work)(struct engine *engine, void *context, struct failure *why);

/*
 * Does `work` inside, and waits outside, if the visit is to be `durable`, until what it has written
 * and read is on the disk. `deadline` (clock_monotonic_ms) is for both; FAILURE_BUSY when it
 * passes, when recovery does not work for now, or when the gate is bound and its store was
 * replaced.
 */
bool visit_make(struct visitor *visitor, int64_t deadline, bool durable, visit_work work,
	void *context, struct failure *why);

/* The first visit: makes the database in an empty directory, and leaves it cleanly. */
bool visit_create(struct visitor *visitor, int64_t deadline, struct failure *why);

/* The last visit: closes the database cleanly if the turn comes in time. Frees everything. */
void visit_close(struct visitor *visitor, int64_t deadline);

/*
 * A turn without the engine, for who moves the directory itself. `*recover` says whether the next
 * visitor must recover; it must be given back as not `sound` then.
 */
bool visit_take_turn(struct gate *gate, int64_t deadline, bool *recover, struct failure *why);
void visit_give_turn(struct gate *gate, bool sound);

#endif
