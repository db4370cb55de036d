#include "store/engine.h"

#include "base/file.h"
#include "store/region.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MEBIBYTE (1024 * 1024)

/* The shared memory at its largest, and a new log file. */
#define RECOVERY_ROOM (16 * MEBIBYTE)

/*
 * The least that must be free on the disk when a change begins. A commit that meets the end of the
 * disk makes the next visitor recover, which needs room, too; refused in time, reading goes on.
 */
#define CHANGE_ROOM (4 * MEBIBYTE)

#define CHECKPOINT_KB   512
#define COMMITS_A_CHECK 16

static bool check_database(const struct gate *gate, struct failure *why)
{
	if (faccessat(gate->database, ENGINE_DATABASE_FILE, F_OK, 0) == 0)
		return true;
	return fail(why, FAILURE_INTERNAL,
		"%s/" ENGINE_DATABASE_FILE
		": %s. Either the store was never finished (remove %s and make a new one) or the "
		"file was lost (restore a backup).",
		gate->directory, strerror(errno), gate->directory);
}

/* The engine never syncs its directory, so the name of a new log file would not be durable. */
static bool sync_log_name(struct engine *engine, struct failure *why)
{
	struct gate *gate = engine->gate;
	DB_LOG_STAT *statistics;
	int code = engine->env->log_stat(engine->env, &statistics, 0);

	if (code != 0)
		return engine_fail(engine, code, "look at its log", why);

	uint64_t current = statistics->st_cur_file;

	free(statistics);
	if (current == gate->state->synced_log)
		return true;
	if (!file_sync_directory(gate->database, gate->directory, why))
		return false;
	gate->state->synced_log = current;
	return true;
}

/* What a checkpoint can not do now, the next one can. */
static void checkpoint(struct engine *engine)
{
	struct failure why;
	int code = engine->env->txn_checkpoint(engine->env, CHECKPOINT_KB, 0, 0);

	engine->commits = 0;
	if (code != 0)
		engine_fail(engine, code, "write a checkpoint", &why);
	if (code == 0)
		sync_log_name(engine, &why);
}

static bool join(struct engine *engine, struct failure *why)
{
	engine->gate->state->joined++;
	if (!engine_open_env(engine, 0, why) || !engine_open_database(engine, 0, why))
		return false;
	checkpoint(engine);
	return !engine->broken;
}

/*
 * Makes the shared memory anew and brings the database to where the log says. The old files go
 * first: the engine would look into them, and they may be torn or another machine's.
 */
static bool recover(struct engine *engine, u_int32_t flags, struct failure *why)
{
	struct gate *gate = engine->gate;

	engine->epoch = gate_renew(gate);
	if (!region_remove(gate->database, why) ||
		!region_reserve(gate->database, RECOVERY_ROOM, why) ||
		!engine_open_env(engine, DB_CREATE | DB_RECOVER, why) ||
		!region_allocate(gate->database, why) ||
		!engine_open_database(engine, flags, why) || !sync_log_name(engine, why))
		return false;
	gate_recovered(gate);
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
	return fail(why, FAILURE_BUSY,
		"The store has to be recovered, which does not work at the moment; try again in a "
		"second.");
}

bool engine_enter(
	struct engine *engine, const struct gate_turn *turn, bool *recovered, struct failure *why)
{
	engine->broken = false;
	engine->again = false;
	engine->message[0] = '\0';
	*recovered = false;
	if (turn->forked)
		engine_forget(engine);
	if (!turn->recover && engine->env != NULL && engine->epoch == turn->epoch)
		return true;
	engine_drop(engine);
	if (!check_database(engine->gate, why))
		return false;
	if (!turn->recover) {
		engine->epoch = turn->epoch;
		if (join(engine, why))
			return true;
		engine_drop(engine);
	}
	*recovered = true;
	return recover_or_busy(engine, why);
}

bool engine_create(struct engine *engine, struct failure *why)
{
	engine->broken = false;
	if (!recover(engine, DB_CREATE, why)) {
		engine_drop(engine);
		return false;
	}
	engine->gate->state->joined = 0;
	if (!engine_close(engine))
		return fail(why, FAILURE_INTERNAL, "The new store can not be closed: %s.",
			engine->message);
	return true;
}

static bool check_room(const struct gate *gate, struct failure *why)
{
	struct statvfs disk;

	if (fstatvfs(gate->database, &disk) < 0 || disk.f_bavail >= CHANGE_ROOM / disk.f_frsize)
		return true;
	return fail(why, FAILURE_INTERNAL,
		"The disk that holds %s has less than %d MiB left, so nothing can be changed. Make "
		"room there; reading goes on meanwhile.",
		gate->directory, CHANGE_ROOM / MEBIBYTE);
}

bool engine_begin(struct engine *engine, DB_TXN **transaction, struct failure *why)
{
	if (!check_room(engine->gate, why))
		return false;

	int code = engine->env->txn_begin(engine->env, NULL, transaction, DB_TXN_SYNC);

	return code == 0 || engine_fail(engine, code, "begin a transaction", why);
}

static bool commit(struct engine *engine, DB_TXN *transaction, u_int32_t how, struct failure *why)
{
	int code = transaction->commit(transaction, how);

	if (code == 0)
		return true;
	engine->broken = true;
	return engine_fail(engine, code, "write to disk", why);
}

bool engine_commit_later(struct engine *engine, DB_TXN *transaction, struct failure *why)
{
	return commit(engine, transaction, DB_TXN_WRITE_NOSYNC, why);
}

bool engine_commit(struct engine *engine, DB_TXN *transaction, struct failure *why)
{
	if (!commit(engine, transaction, DB_TXN_SYNC, why))
		return false;
	if (!sync_log_name(engine, why)) {
		engine->broken = true;
		return false;
	}
	if (++engine->commits >= COMMITS_A_CHECK)
		checkpoint(engine);
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
