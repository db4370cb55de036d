/*
 * The database behind the gate: joined, recovered, changed in transactions.
 *
 * Every function is called inside the gate.
 */
#ifndef JWKMINT_STORE_ENGINE_H
#define JWKMINT_STORE_ENGINE_H

#include "store/handles.h"

/* Begins a turn: handles that `turn` makes worthless go, and the database is joined or recovered.
 */
bool engine_enter(
	struct engine *engine, const struct gate_turn *turn, bool *recovered, struct failure *why);

/* Makes the database in an empty directory, and leaves it cleanly. */
bool engine_create(struct engine *engine, struct failure *why);

/*
 * A transaction; committed, it is on disk. A commit that fails leaves the outcome to recovery. On a
 * disk that is nearly full none begins.
 */
bool engine_begin(struct engine *engine, DB_TXN **transaction, struct failure *why);
bool engine_commit(struct engine *engine, DB_TXN *transaction, struct failure *why);

/* The same without waiting for the disk: the next engine_commit brings it there. */
bool engine_commit_later(struct engine *engine, DB_TXN *transaction, struct failure *why);
void engine_abort(struct engine *engine, DB_TXN *transaction);

#endif
