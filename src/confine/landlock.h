/*
 * Landlock, the kernel's way for a process to give up files: see landlock(7).
 *
 * A domain names directories, and what remains allowed below each. Nothing else can be opened,
 * made or removed any more, nothing can be executed, no TCP port can be bound, processes outside
 * can be sent no signal and not be looked into; each where the kernel's version of Landlock knows
 * it. What is open already stays open. Looking at names and attributes is never restricted.
 */
#ifndef JWKMINT_CONFINE_LANDLOCK_H
#define JWKMINT_CONFINE_LANDLOCK_H

#include "base/failure.h"

enum landlock_use {
	USE_READ,  /* read files, list directories */
	USE_WRITE, /* and write, make and remove files and directories */
};

/* A domain that is being described. */
struct landlock {
	int domain;               /* a descriptor */
	unsigned long long files; /* what it restricts of files, as bits of the kernel */
};

/* The version that the kernel has, from 1; 0, and errno says why, when there is none. */
int landlock_version(void);

/* Begins a description. FAILURE_INTERNAL, the cause alone: there is no Landlock. */
bool landlock_new(struct landlock *landlock, struct failure *why);
void landlock_free(struct landlock *landlock);

/* Allows what lies below a directory, or a file. False, and nothing is, when it can not be opened.
 */
bool landlock_allow(const struct landlock *landlock, const char *path, enum landlock_use use);

/*
 * From here on, for this thread and all that it makes; for good. PR_SET_NO_NEW_PRIVS comes before.
 * FAILURE_INTERNAL, the cause alone.
 */
bool landlock_begin(const struct landlock *landlock, struct failure *why);

#endif
