/*
 * The locks of the turnstile, and who may hold them: one process at a time is inside the database.
 *
 * Two flock(2) locks, which the kernel takes from the dead, make the turn: a queue lock on the
 * home's directory, held only while waiting, gives every process its place; the main lock on the
 * database's directory is the turn itself. Directories are locked because nobody deletes and makes
 * them anew, as happens to lock files. How they are used is written in visit.c. A third lock, on
 * the file of the state, has nothing to do with turns: it belongs to who syncs the log
 * (log_sync.h).
 *
 * A small file in the database's directory, mapped by all, says what the last visitor left behind:
 * whether it left at all (`busy`), and in which epoch of the database's shared memory. A process
 * whose epoch is not the state's holds memory of a database that was recovered since.
 */
#ifndef JWKMINT_STORE_GATE_H
#define JWKMINT_STORE_GATE_H

#include "base/failure.h"

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

#define GATE_BOOT_SIZE 40

/*
 * What lies in the mapped file; changed only by who holds the main lock, but for the bell, and for
 * what belongs to the log's lock (log_sync.h).
 */
struct gate_state {
	char magic[8];
	uint64_t epoch;  /* of the shared memory; begins at random, counts recoveries */
	uint32_t busy;   /* somebody is inside, or died there */
	uint32_t joined; /* joins minus clean closes since the last recovery */
	int64_t holder;  /* pid of who is inside; 0: nobody */
	uint64_t device; /* st_dev and st_ino of the directory: a copy's differ */
	uint64_t inode;
	uint64_t synced_log;       /* number of the newest log file whose name is durable */
	char boot[GATE_BOOT_SIZE]; /* the kernel's boot_id when the memory was made */
	uint64_t rights;           /* begins at random, see store_rights */
	uint64_t written;          /* durable changes in the log so far; never goes back */
	uint64_t synced;           /* so many of them are on the disk */
	uint64_t syncing;          /* the epoch of a sync that is under way, or died, or failed */
	int64_t syncer;            /* pid of who holds the log's lock; 0: nobody */
	uint32_t rings;            /* see gate_bell.h, as for the next */
	uint32_t listens;
};

struct gate {
	char directory[PATH_MAX];
	int database; /* the directory, carrier of the main lock */
	dev_t device; /* of that directory, as is the next */
	ino_t inode;
	int home;                 /* its parent, carrier of the queue lock */
	struct gate_state *state; /* mapped shared; NULL before the first turn */
	int state_file;           /* what is mapped, carrier of the log's lock; -1: nothing */
	ino_t state_inode;
	pid_t process;      /* whose locks the descriptors carry: a fork's child needs its own */
	dev_t bound_device; /* the directory that it is for, when it is bound */
	ino_t bound_inode;
	bool bound;
	char boot[GATE_BOOT_SIZE];
};

/* Opens the directories; FAILURE_INTERNAL names what is wrong. */
bool gate_open(struct gate *gate, const char *directory, struct failure *why);
void gate_close(struct gate *gate);

/* Opens the directories that now have the names: anew, or only when they are another process's. */
bool gate_open_directories(struct gate *gate, struct failure *why);
bool gate_renew_descriptors(struct gate *gate, struct failure *why);

/* Locks one of the directories, waiting until `deadline` (clock_monotonic_ms): FAILURE_BUSY. */
bool gate_lock(const struct gate *gate, int directory, int64_t deadline, struct failure *why);
void gate_unlock(int directory);

/* Whether the directory that is open still has its name: a restored backup takes that. */
bool gate_look_at_name(const struct gate *gate, bool *is_current, struct failure *why);

/* Whether shared memory that the state knows of was made on this boot for this directory. */
bool gate_is_native(const struct gate *gate);

/* After a recovery: from now on it was. */
void gate_note_recovery(const struct gate *gate);

/* From now on the gate is for the directory that is open, and replaced when another has its name.
 */
void gate_bind(struct gate *gate);
bool gate_is_replaced(const struct gate *gate);

/* The same while the main lock is held, where the directory that is open is the one of that name.
 */
bool gate_is_elsewhere(const struct gate *gate);

/* The pid of who is inside now, or else of who syncs the log; 0 when nobody is. */
bool gate_holder(struct gate *gate, int64_t *pid, struct failure *why);

#endif
