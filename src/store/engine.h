/*
 * The database behind the gate: changed in transactions, its log kept short.
 *
 * Every function is called inside the gate.
 */
#ifndef JWKMINT_STORE_ENGINE_H
#define JWKMINT_STORE_ENGINE_H

#include "store/handles.h"

/* Makes the name of a new log file durable: the engine never syncs its directory. */
bool engine_sync_log_name(struct engine *engine, struct failure *why);

/* When the log has grown: a checkpoint, which lets the engine remove old log files. */
void engine_checkpoint(struct engine *engine);

/* FAILURE_BUSY when the disk is nearly full: no transaction should begin. */
bool engine_check_room(struct engine *engine, struct failure *why);

/*
 * A transaction; committed, it is with the operating system and survives the process. If it is to
 * be `durable`, it counts for those who wait for the disk (log_sync.h). A commit that fails leaves
 * the outcome to recovery.
 */
bool engine_begin(struct engine *engine, DB_TXN **transaction, struct failure *why);
bool engine_commit(struct engine *engine, DB_TXN *transaction, bool durable, struct failure *why);
void engine_abort(struct engine *engine, DB_TXN *transaction);

#endif
