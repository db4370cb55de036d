#include "store/engine.h"

#include "base/fault.h"
#include "base/file.h"
#include "store/log_sync.h"

#include <stdlib.h>
#include <sys/statvfs.h>

#define MEBIBYTE (1024 * 1024)

/*
 * The least that must be free on the disk when a change begins. A commit that meets the end of the
 * disk makes the next visitor recover, which needs room, too; refused in time, reading goes on.
 */
#define CHANGE_ROOM (4 * MEBIBYTE)

/*
 * A checkpoint waits for the disk several times. A change does so anyway; who only notes something
 * in passing leaves it to those who change, until the log is so long that its recovery would take
 * noticeably longer.
 */
#define CHECKPOINT_KB      512
#define NOTE_CHECKPOINT_KB 2048
#define COMMITS_A_CHECK    16

/* How much log there is since the last checkpoint, and the number of its current file. */
static bool look_at_log(
	struct engine *engine, uint64_t *kilobytes, uint64_t *current, struct failure *why)
{
	DB_LOG_STAT *statistics;
	int code = engine->env->log_stat(engine->env, &statistics, 0);

	if (code != 0)
		return engine_fail(engine, code, "look at its log", why);
	*kilobytes = statistics->st_wc_mbytes * UINT64_C(1024) + statistics->st_wc_bytes / 1024;
	*current = statistics->st_cur_file;
	free(statistics);
	return true;
}

bool engine_sync_log_name(struct engine *engine, struct failure *why)
{
	struct gate *gate = engine->gate;
	uint64_t kilobytes, current;

	if (!look_at_log(engine, &kilobytes, &current, why))
		return false;
	if (current == gate->state->synced_log)
		return true;
	if (!file_sync_directory(gate->database, gate->directory, why))
		return false;
	gate->state->synced_log = current;
	return true;
}

/*
 * What a checkpoint can not do now, the next one can. The engine itself would not write one while
 * the log is short, but looks for old log files each time that it is asked.
 */
static void checkpoint(struct engine *engine, u_int32_t least)
{
	uint64_t kilobytes, current;
	struct failure why;
	int code = 0;

	if (look_at_log(engine, &kilobytes, &current, &why) && kilobytes >= least)
		code = engine->env->txn_checkpoint(engine->env, least, 0, 0);
	fault_point("engine.checkpoint", NULL);

	engine->commits = 0;
	if (code != 0)
		engine_fail(engine, code, "write a checkpoint", &why);
	if (code == 0)
		engine_sync_log_name(engine, &why);
}

void engine_checkpoint(struct engine *engine)
{
	checkpoint(engine, CHECKPOINT_KB);
}

/* Clients do not learn where the store is, the operator's log does. */
bool engine_check_room(struct engine *engine, struct failure *why)
{
	const struct gate *gate = engine->gate;
	struct statvfs disk;

	if (fstatvfs(gate->database, &disk) < 0 || disk.f_bavail >= CHANGE_ROOM / disk.f_frsize)
		return true;
	snprintf(engine->message, sizeof engine->message,
		"The disk that holds %.800s has less than %d MiB left. Make room there.",
		gate->directory, CHANGE_ROOM / MEBIBYTE);
	return fail(why, FAILURE_BUSY,
		"The disk that holds the store has less than %d MiB left, so nothing can be "
		"changed until there is room; reading goes on meanwhile.",
		CHANGE_ROOM / MEBIBYTE);
}

bool engine_begin(struct engine *engine, DB_TXN **transaction, struct failure *why)
{
	int code = engine->env->txn_begin(engine->env, NULL, transaction, 0);

	return code == 0 || engine_fail(engine, code, "begin a transaction", why);
}

bool engine_commit(struct engine *engine, DB_TXN *transaction, bool durable, struct failure *why)
{
	int code = transaction->commit(transaction, DB_TXN_WRITE_NOSYNC);

	if (code != 0) {
		engine->broken = true;
		return engine_fail(engine, code, "write to disk", why);
	}
	if (!fault_point("engine.committed", why) ||
		(durable && !engine_sync_log_name(engine, why))) {
		engine->broken = true;
		return false;
	}
	if (durable)
		log_note_written(engine->gate);
	fault_point("engine.counted", NULL);
	if (++engine->commits >= COMMITS_A_CHECK)
		checkpoint(engine, durable ? CHECKPOINT_KB : NOTE_CHECKPOINT_KB);
	return true;
}

void engine_abort(struct engine *engine, DB_TXN *transaction)
{
	struct failure why;
	int code = transaction->abort(transaction);

	if (code != 0) {
		engine->broken = true;
		engine_fail(engine, code, "undo a change", &why);
	}
}
