/*
 * The log on the disk. Who has changed something leaves the gate first and waits for the disk then,
 * so that nobody else has to, and so that several share one wait.
 *
 * Inside the gate a durable change is written to the log file, which survives the process but not
 * the machine, and counted: `written` in the gate's state. Outside, whoever holds the log's lock
 * (flock(2) on the state's file, which the kernel takes from the dead) syncs the file for all that
 * were counted before it began, and notes that as `synced`. Everybody else waits for the lock or
 * for that number, whichever comes first. Only the newest file needs to be synced: before the
 * engine begins another it syncs the one that it closes (__log_newfile in its log_put.c), and the
 * name of a file is durable before a change in it is counted (engine_commit).
 *
 * A sync that fails takes what it could not write with it: the kernel holds those pages for clean
 * from then on and tells only once, so the next sync would succeed over a hole, behind which
 * recovery after a power loss would find nothing. Hence the mark `syncing`. Who fails to sync, or
 * dies while it does, leaves it there; who finds it believes no sync, but has the store recovered,
 * and recovery writes the log files anew (log_secure). Reading goes on until then.
 */
#ifndef JWKMINT_STORE_LOG_SYNC_H
#define JWKMINT_STORE_LOG_SYNC_H

#include "store/gate.h"

/* A process's descriptor of the log file that it synced last. */
struct log_sync {
	int file; /* -1: none */
	uint64_t number;
	uint64_t epoch; /* one that was opened before a recovery would tell of errors long mended */
	int64_t duration; /* of the last sync, in us */
	bool in_company;  /* others had changes at the last wait, too */
};

/* What was in the log when somebody was inside. */
struct log_ticket {
	uint64_t epoch;
	uint64_t written;
};

enum log_outcome {
	LOG_SYNCED,
	LOG_RECOVERED, /* the store was recovered meanwhile; is the change still there? */
	LOG_LEFT,      /* a sync died or failed: the store has to be recovered, then the same */
	LOG_LATE,      /* not before the deadline */
	LOG_FAILED,    /* by this process: the store has to be recovered */
};

void log_sync_init(struct log_sync *sync);
void log_sync_free(struct log_sync *sync);

/* Inside the gate: counts a change that is in the log, and tells how far the log goes. */
void log_note_written(const struct gate *gate);
struct log_ticket log_take_ticket(const struct gate *gate);

/*
 * Outside of the gate: waits until all that the ticket stands for is on the disk, until `deadline`
 * (clock_monotonic_ms) at the latest but for a sync of its own. Only LOG_FAILED fills `why`.
 */
enum log_outcome log_wait(struct log_sync *sync, const struct gate *gate,
	const struct log_ticket *ticket, int64_t deadline, struct failure *why);

/*
 * Inside the gate, before recovery: makes durable what lies in the log files, because recovery
 * takes it for durable; writes it anew where a sync may have failed.
 */
bool log_secure(const struct gate *gate, struct failure *why);

#endif
