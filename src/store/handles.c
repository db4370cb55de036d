#include "store/handles.h"

#include "base/fault.h"
#include "store/region.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_MODE 0600

#define MEBIBYTE (1024 * 1024)

#define CACHE_SIZE        (8 * MEBIBYTE)
#define LOG_BUFFER_SIZE   (128 * 1024)
#define LOG_FILE_SIZE     MEBIBYTE
#define MOST_TRANSACTIONS 100
#define MOST_MUTEXES      (20000 + CACHE_SIZE / 1024) /* the default is too few for db_verify */

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
	fault_point("engine.closing", NULL);
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

bool engine_find_database(const struct engine *engine, struct failure *why)
{
	const struct gate *gate = engine->gate;

	if (faccessat(gate->database, ENGINE_DATABASE_FILE, F_OK, 0) == 0)
		return true;
	return fail(why, FAILURE_INTERNAL,
		"%s/" ENGINE_DATABASE_FILE
		": %s. Either the store was never finished (remove %s and make a new one) or the "
		"file was lost (restore a backup).",
		gate->directory, strerror(errno), gate->directory);
}

/*
 * Where descriptors or room on the disk run out the engine sleeps, for twelve seconds altogether,
 * and tries again, with everybody else at the door. It had better say so at once.
 */
static int do_not_sleep(u_long seconds, u_long microseconds)
{
	(void)seconds;
	(void)microseconds;
	sched_yield();
	return 0;
}

/* A handle whose open failed has nothing that a panic could stop: it is just closed. */
bool engine_open_env(struct engine *engine, u_int32_t flags, struct failure *why)
{
	DB_ENV *env;
	int code = db_env_set_func_yield(do_not_sleep);

	if (code == 0)
		code = db_env_create(&env, 0);
	if (code != 0)
		return engine_fail(engine, code, "make a handle", why);
	env->app_private = engine;
	env->set_errcall(env, keep_message);
	code = configure(env);
	if (code == 0)
		code = env->open(env, engine->gate->directory, subsystems | flags, FILE_MODE);
	if (code == 0) {
		engine->env = env;
		engine->process = getpid();
		return true;
	}
	engine_fail(engine, code, "be opened", why);
	env->close(env, 0);
	region_unmap(engine->gate->database);
	return false;
}

bool engine_open_database(struct engine *engine, u_int32_t flags, struct failure *why)
{
	DB *database;
	int code = db_create(&database, engine->env, 0);

	if (code != 0)
		return engine_fail(engine, code, "make a handle", why);
	engine->database = database;
	if ((flags & DB_CREATE) != 0)
		code = database->set_pagesize(database, ENGINE_PAGE_SIZE);
	if (code == 0 && (flags & DB_CREATE) != 0)
		code = database->set_flags(database, DB_CHKSUM);
	if (code == 0)
		code = database->open(database, NULL, ENGINE_DATABASE_FILE, NULL, DB_BTREE,
			DB_AUTO_COMMIT | flags, FILE_MODE);
	return code == 0 || engine_fail(engine, code, "open its database", why);
}
