#include "store/engine.h"

#include "base/file.h"
#include "store/region.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASE_FILE "records.db"
#define PAGE_SIZE     4096 /* a larger page can be torn by SIGKILL in the middle of its write */
#define FILE_MODE     0600

#define MEBIBYTE (1024 * 1024)

#define CACHE_SIZE        (8 * MEBIBYTE)
#define LOG_BUFFER_SIZE   (128 * 1024)
#define LOG_FILE_SIZE     MEBIBYTE
#define MOST_TRANSACTIONS 100
#define MOST_MUTEXES      (20000 + CACHE_SIZE / 1024) /* the default is too few for db_verify */

/* Shared memory at its largest with the sizes above, and a new log file. */
#define RECOVERY_ROOM (17 * MEBIBYTE)

#define CHECKPOINT_KB   512
#define COMMITS_A_CHECK 16

static const u_int32_t subsystems = DB_INIT_TXN | DB_INIT_LOG | DB_INIT_MPOOL;

/* The first message says what happened, the ones after it what came of that. */
static void keep_message(const DB_ENV *env, const char *prefix, const char *message)
{
	struct engine *engine = env->app_private;

	(void)prefix;
	if (!engine->silent && engine->message[0] == '\0')
		snprintf(engine->message, sizeof engine->message, "%s", message);
}

bool engine_fail(struct engine *engine, int code, const char *action, struct failure *why)
{
	if (code == DB_RUNRECOVERY) {
		engine->broken = true;
		engine->again = true;
	}
	return fail(why, FAILURE_INTERNAL, "The store can not %s: %s%s%s.", action,
		db_strerror(code), engine->message[0] == '\0' ? "" : ": ", engine->message);
}

void engine_forget(struct engine *engine)
{
	engine->env = NULL;
	engine->database = NULL;
	engine->commits = 0;
}

void engine_drop(struct engine *engine)
{
	engine->silent = true;
	if (engine->env != NULL)
		engine->env->set_flags(engine->env, DB_PANIC_ENVIRONMENT, 1);
	if (engine->database != NULL)
		engine->database->close(engine->database, DB_NOSYNC);
	if (engine->env != NULL) {
		engine->env->close(engine->env, 0);
		region_unmap(engine->gate->database);
	}
	engine_forget(engine);
	engine->silent = false;
}

bool engine_close(struct engine *engine)
{
	int code = 0;

	if (engine->database != NULL)
		code = engine->database->close(engine->database, DB_NOSYNC);
	engine->database = NULL;
	if (code != 0) {
		engine_drop(engine);
		return false;
	}
	if (engine->env != NULL)
		code = engine->env->close(engine->env, 0);
	if (code != 0)
		region_unmap(engine->gate->database);
	engine_forget(engine);
	return code == 0;
}

static int configure(DB_ENV *env)
{
	int code = env->set_cachesize(env, 0, CACHE_SIZE, 1);

	if (code == 0)
		code = env->set_tx_max(env, MOST_TRANSACTIONS);
	if (code == 0)
		code = env->set_lg_bsize(env, LOG_BUFFER_SIZE);
	if (code == 0)
		code = env->set_lg_max(env, LOG_FILE_SIZE);
	if (code == 0)
		code = env->log_set_config(env, DB_LOG_AUTO_REMOVE, 1);
	if (code == 0)
		code = env->mutex_set_max(env, MOST_MUTEXES);
	return code;
}

/* A handle whose open failed has nothing that a panic could stop: it is just closed. */
static bool open_env(struct engine *engine, u_int32_t flags, struct failure *why)
{
	DB_ENV *env;
	int code = db_env_create(&env, 0);

	if (code != 0)
		return engine_fail(engine, code, "make a handle", why);
	env->app_private = engine;
	env->set_errcall(env, keep_message);
	code = configure(env);
	if (code == 0)
		code = env->open(env, engine->gate->directory, subsystems | flags, FILE_MODE);
	if (code == 0) {
		engine->env = env;
		return true;
	}
	engine_fail(engine, code, "be opened", why);
	env->close(env, 0);
	region_unmap(engine->gate->database);
	return false;
}

static bool open_database(struct engine *engine, u_int32_t flags, struct failure *why)
{
	DB *database;
	int code = db_create(&database, engine->env, 0);

	if (code != 0)
		return engine_fail(engine, code, "make a handle", why);
	engine->database = database;
	if ((flags & DB_CREATE) != 0)
		code = database->set_pagesize(database, PAGE_SIZE);
	if (code == 0 && (flags & DB_CREATE) != 0)
		code = database->set_flags(database, DB_CHKSUM);
	if (code == 0)
		code = database->open(database, NULL, DATABASE_FILE, NULL, DB_BTREE,
			DB_AUTO_COMMIT | flags, FILE_MODE);
	return code == 0 || engine_fail(engine, code, "open its database", why);
}

static bool check_database(const struct gate *gate, struct failure *why)
{
	if (faccessat(gate->database, DATABASE_FILE, F_OK, 0) == 0)
		return true;
	return fail(why, FAILURE_INTERNAL,
		"%s/" DATABASE_FILE ": %s. Either the store was never finished (remove %s and make "
		"a new one) or the file was lost (restore a backup).",
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
	if (!open_env(engine, 0, why) || !open_database(engine, 0, why))
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
		!open_env(engine, DB_CREATE | DB_RECOVER, why) ||
		!region_allocate(gate->database, why) || !open_database(engine, flags, why) ||
		!sync_log_name(engine, why))
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
		"The store has to be recovered, which does not work at the moment; "
		"try again in a second.");
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

bool engine_begin(struct engine *engine, DB_TXN **transaction, struct failure *why)
{
	int code = engine->env->txn_begin(engine->env, NULL, transaction, DB_TXN_SYNC);

	return code == 0 || engine_fail(engine, code, "begin a transaction", why);
}

bool engine_commit(struct engine *engine, DB_TXN *transaction, struct failure *why)
{
	int code = transaction->commit(transaction, DB_TXN_SYNC);

	if (code != 0) {
		engine->broken = true;
		return engine_fail(engine, code, "write to disk", why);
	}
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
