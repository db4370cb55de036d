/*
 * Counts of failures, shared by all processes of a home: a small file of fixed size beside the
 * store, never synced. It is read and written in place under a lock of some microseconds (flock),
 * so whoever dies lets go of it. It is believed only as far as it can be checked: a file that is
 * missing, short, or filled with anything begins anew, and no copy of a home needs it. It lies in
 * the store's directory because that is what every process of a home may write to and nobody else,
 * whatever else a unit of systemd or suexec takes away.
 *
 * What is counted, an address or a user's name, is in the file as a hash with a random key of its
 * own. When too many are counted at once, those that are forgiven soonest give way.
 *
 * Counting is a token bucket in the form of one time for each entry: every failure moves it ahead
 * by an interval, and while it is more than a whole burst ahead of the clock, nothing is allowed. A
 * time that is further ahead than counting can have moved it, because the clock was set back, is
 * not believed.
 */
#ifndef JWKMINT_MINT_THROTTLE_H
#define JWKMINT_MINT_THROTTLE_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

/* What an entry counts; the same text counts apart in each. */
enum throttle_kind {
	THROTTLE_TOKEN,   /* refused tokens of a client address */
	THROTTLE_LOGIN,   /* failed log-ins of a client address */
	THROTTLE_USER,    /* failed log-ins with a user's name */
	THROTTLE_REFUSAL, /* requests of a user, by name, that roles do not allow */
};

#define THROTTLE_KINDS 4

/* So many failures at once, then one for each interval. */
struct throttle_rate {
	int64_t burst;    /* 1 to THROTTLE_BURST_MAX */
	int64_t interval; /* ms, at most THROTTLE_INTERVAL_MAX */
};

#define THROTTLE_BURST_MAX    10000
#define THROTTLE_INTERVAL_MAX 8000

/* The file's name, and how many entries it has room for. */
#define THROTTLE_FILE  "limits"
#define THROTTLE_SLOTS 4096

/* One thing that is counted; all borrowed. */
struct throttle_count {
	const char *directory; /* the store's: where the file is */
	enum throttle_kind kind;
	const char *text; /* the address or the name */
	struct throttle_rate rate;
};

/*
 * Counts a failure at `now` (ms since the epoch). `*wait` becomes 0, or the ms until the next one
 * is allowed, in which case this one was not counted. FAILURE_INTERNAL: the file can not be used;
 * the sentence is for the operator.
 */
bool throttle_take(
	const struct throttle_count *count, int64_t now, int64_t *wait, struct failure *why);

/* Takes back what throttle_take counted: it was no failure. */
bool throttle_give_back(const struct throttle_count *count, int64_t now, struct failure *why);

/*
 * How many entries of each kind are refused at `now`, by their rates. None when there is no file.
 */
bool throttle_refused(const char *directory, const struct throttle_rate rates[THROTTLE_KINDS],
	int64_t now, size_t refused[THROTTLE_KINDS], struct failure *why);

#endif
