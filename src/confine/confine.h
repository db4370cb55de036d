/*
 * Confinement: a responder gives up what it does not need.
 *
 *   core dumps         switched off by base/process.h
 *   new privileges     no program that is executed gains any (PR_SET_NO_NEW_PRIVS)
 *   system calls       other programs, processes, users, and the kernel itself: filter.h
 *   files              all but those of the home and what the table in places.c names: landlock.h
 *
 * None of it needs a privilege. What the kernel, or the container around the process, does not
 * offer is left out with a line in the log; the service goes on without it.
 */
#ifndef JWKMINT_CONFINE_CONFINE_H
#define JWKMINT_CONFINE_CONFINE_H

#include "base/buffer.h"
#include "base/home.h"
#include "confine/places.h"

#include <sys/types.h>

/* Which directory a path led to. */
struct place_identity {
	dev_t device;
	ino_t inode;
};

struct confinement {
	const char *given; /* the home that was named, or NULL */
	struct home home;  /* the one whose files are left */
	struct place own[PLACES_OWN];
	struct place_identity identities[PLACES_OWN]; /* of these */
	bool is_complete;  /* nothing is left to try; false: there is no home yet */
	bool is_held;      /* by Landlock, to the places of these identities */
	bool has_waited;   /* and has said what for */
	struct buffer log; /* owned: lines for the error log, to be taken with the next request's */
};

/*
 * Gives up all that it can; `home` as for home_find, borrowed for as long as the confinement. Files
 * are given up when there is an initialised home, because Landlock knows directories and not names;
 * until then each call of confinement_complete tries again.
 */
void confinement_begin(struct confinement *confinement, const char *home);
void confinement_complete(struct confinement *confinement);

/* Moves what there is to say, once, behind the lines of a request. */
void confinement_take_log(struct confinement *confinement, struct buffer *log);
void confinement_free(struct confinement *confinement);

/*
 * Whether the home, the bundle root or the keyring's directory is another directory by now: moved
 * away, mounted over, made anew. What is there now is out of reach for this process; one that
 * starts now reaches it.
 */
bool confinement_is_outdated(const struct confinement *confinement);

#endif
