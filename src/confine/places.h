/*
 * Where a responder reads and writes once it is up: the table of what Landlock leaves to it.
 */
#ifndef JWKMINT_CONFINE_PLACES_H
#define JWKMINT_CONFINE_PLACES_H

#include "base/home.h"
#include "confine/landlock.h"

/* What the operator's settings name. The responder can not do without them. */
#define PLACES_OWN 3

struct place {
	char path[PATH_MAX];
	enum landlock_use use;
};

/* Home, bundle root, and the directory of the keyring (which is replaced by a new file at times).
 */
void places_own(const struct home *home, struct place places[PLACES_OWN]);

/* Allows these, jwkmint.conf and what the system has. False when one of the own is not there. */
bool places_allow(const struct home *home, const struct landlock *landlock);

/*
 * Whether responders of this home may read a file: it must lie below one of the places after
 * symbolic links are followed. Appends the directories where it may, for a sentence.
 */
bool places_hold(const struct home *home, const char *path);
void places_append_readable(const struct home *home, struct buffer *text);

#endif
