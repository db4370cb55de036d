/*
 * The turnstile: one process at a time is inside the database.
 *
 * Berkeley DB's own ways to survive killed processes hang or lose rows, so nobody ever meets
 * anybody inside. Two flock(2) locks, which the kernel takes from the dead, make the turn: a queue
 * lock on the home's directory, held only while waiting, gives every process its place; the main
 * lock on the database's directory is the turn itself. Directories are locked because nobody
 * deletes and makes them anew, as happens to lock files.
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

/* What lies in the mapped file; changed only by who holds the main lock. */
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
};

struct gate {
	char directory[PATH_MAX];
	int database; /* the directory, carrier of the main lock */
	dev_t device; /* of it, as is the next */
	ino_t inode;
	int home;                 /* its parent, carrier of the queue lock */
	struct gate_state *state; /* mapped shared; NULL before the first turn */
	ino_t state_inode;
	pid_t process; /* whose locks the descriptors carry: a fork's child needs its own */
	char boot[GATE_BOOT_SIZE];
};

/* What a turn begins with. */
struct gate_turn {
	bool forked;    /* the process is a child of the one that used the gate before */
	bool recover;   /* the database must be recovered */
	uint64_t epoch; /* of the shared memory that is good, unless `recover` */
};

/* Opens the directories; FAILURE_INTERNAL names what is wrong. */
bool gate_open(struct gate *gate, const char *directory, struct failure *why);
void gate_close(struct gate *gate);

/*
 * Waits for the turn until `deadline` (clock_monotonic_ms), then FAILURE_BUSY. From here on the
 * state says busy, until gate_leave.
 */
bool gate_enter(struct gate *gate, int64_t deadline, struct gate_turn *turn, struct failure *why);

/* Ends the turn. Not `sound`: the state stays busy, and the next visitor recovers. */
void gate_leave(struct gate *gate, bool sound);

/* Before a recovery: from now on nobody's shared memory is good. Returns the new epoch. */
uint64_t gate_renew(struct gate *gate);

/* After a recovery: its shared memory belongs to this boot and this directory. */
void gate_recovered(struct gate *gate);

/* The pid of who is inside now, 0 when nobody is. */
bool gate_holder(struct gate *gate, int64_t *pid, struct failure *why);

#endif
