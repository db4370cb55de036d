/*
 * Berkeley DB: its environment and the one database in it, opened, recovered, left.
 *
 * Every function but engine_forget is called inside the gate, where this
 * process is alone. Hence no lock manager, no deadlock and no waiting.
 */
#ifndef JWKMINT_STORE_ENGINE_H
#define JWKMINT_STORE_ENGINE_H

#include "base/failure.h"
#include "store/gate.h"

#include <db.h>

struct engine {
	struct gate *gate; /* borrowed: the directory and the state that goes with it */
	DB_ENV *env;
	DB *database;
	uint64_t epoch;                  /* of the shared memory that the handles use */
	unsigned commits;                /* since the log's size was last looked at */
	bool broken;                     /* in this turn: the next visitor must recover */
	bool again;                      /* in this turn: broken in a way that recovery mends */
	bool silent;                     /* messages are of no interest now */
	char message[FAILURE_TEXT_SIZE]; /* the first that the engine gave in this turn */
};

/* Begins a turn: handles that `turn` makes worthless go, and the database is joined or recovered.
 */
bool engine_enter(
	struct engine *engine, const struct gate_turn *turn, bool *recovered, struct failure *why);

/* Makes the database in an empty directory, and leaves it cleanly. */
bool engine_create(struct engine *engine, struct failure *why);

/* Closes the handles as the engine wants it; false when they could only be dropped. */
bool engine_close(struct engine *engine);

/* Closes the handles of memory that nobody must use any more. */
void engine_drop(struct engine *engine);

/* Loses the handles without touching them: they are the parent process's, or may not be closed. */
void engine_forget(struct engine *engine);

/* A transaction; committed, it is on disk. A false commit leaves the outcome to recovery. */
bool engine_begin(struct engine *engine, DB_TXN **transaction, struct failure *why);
bool engine_commit(struct engine *engine, DB_TXN *transaction, struct failure *why);
void engine_abort(struct engine *engine, DB_TXN *transaction);

/*
 * Fills `why` from an engine's code: "The store can not ACTION: ...". Takes note of codes after
 * which the database has to be recovered. Returns false.
 */
bool engine_fail(struct engine *engine, int code, const char *action, struct failure *why);

#endif
