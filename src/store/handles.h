/*
 * Berkeley DB's handles: an environment and the one database in it.
 *
 * Every function but engine_forget is called inside the gate, where this process is alone. Hence no
 * lock manager, no deadlock and no waiting.
 */
#ifndef JWKMINT_STORE_HANDLES_H
#define JWKMINT_STORE_HANDLES_H

#include "base/failure.h"
#include "store/gate.h"

#include <db.h>

#define ENGINE_DATABASE_FILE "records.db"
#define ENGINE_PAGE_SIZE                                                                           \
	4096 /* a larger page can be torn by SIGKILL in the middle of its write                    \
	      */

struct engine {
	struct gate *gate; /* borrowed: the directory and the state that goes with it */
	DB_ENV *env;
	DB *database;
	pid_t process;                   /* who opened them: a fork's child must not */
	uint64_t epoch;                  /* of the shared memory that the handles use */
	unsigned commits;                /* since the log's size was last looked at */
	bool broken;                     /* in this turn: the next visitor must recover */
	bool again;                      /* in this turn: broken in a way that recovery mends */
	bool silent;                     /* messages are of no interest now */
	char message[FAILURE_TEXT_SIZE]; /* the first that the engine gave in this turn */
};

/* Whether the database is there at all; `why` says what to do when it is not. */
bool engine_find_database(const struct engine *engine, struct failure *why);

/* Opens one handle after the other; `flags` as the engine's open functions take them. */
bool engine_open_env(struct engine *engine, u_int32_t flags, struct failure *why);
bool engine_open_database(struct engine *engine, u_int32_t flags, struct failure *why);

/* Closes the handles as the engine wants it; false when they could only be dropped. */
bool engine_close(struct engine *engine);

/* Closes the handles of memory that nobody must use any more. */
void engine_drop(struct engine *engine);

/* Loses the handles without touching them: they are the parent process's. */
void engine_forget(struct engine *engine);

/*
 * Fills `why` from an engine's code: "The store can not ACTION: ...". Takes note of codes after
 * which the database has to be recovered. Returns false.
 */
bool engine_fail(struct engine *engine, int code, const char *action, struct failure *why);

#endif
