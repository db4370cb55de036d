/*
 * The store: one ordered key space, changed in short durable transactions by many processes.
 *
 * Nothing of the engine (Berkeley DB, see visit.h) shows through here.
 */
#ifndef JWKMINT_STORE_STORE_H
#define JWKMINT_STORE_STORE_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/id.h"

struct store;       /* a process's handle on the store */
struct transaction; /* one visit inside; only valid during a store_work */
struct vault;

/* How long a visit may wait for its turn, in ms, unless store_set_patience said otherwise. */
#define STORE_PATIENCE_MS 5000

/*
 * Creates an empty store in `directory`, which must not exist (it is made, mode 0700).
 * FAILURE_CONFLICT when it exists.
 */
bool store_create(const char *directory, struct failure *why);

/*
 * Makes a handle; the caller closes it. Looks only whether `directory` exists, is ours and is
 * closed to others (FAILURE_INTERNAL says what to do): the database is joined at the first visit.
 *
 * A process has at most one handle on a directory, and no threads that use it. A child made by
 * fork(2) may go on with the handle or close it, and one that lives on must do one or the other, or
 * exec: until then it shares the parent's locks, and would keep them if the parent died inside.
 */
bool store_open(const char *directory, struct store **store, struct failure *why);

/* Leaves the database cleanly and frees the handle. NULL is fine. Safe in a forked child. */
void store_close(struct store *store);

/*
 * From now on the handle is for the store that is in its directory at this moment. When another
 * takes its place, visits fail with FAILURE_BUSY: what was read of the former one and what was
 * sealed for it must not be mixed with the new one. Close it then and open it again.
 */
void store_bind(struct store *store);
bool store_is_replaced(const struct store *store);

/*
 * Where the store is that the handle is bound to: this directory, in this boot of the machine. A
 * copy that somebody else works on, however it was made, has another place.
 */
void store_place(const struct store *store, struct id *place);

/* The vault that the store belongs to, for works: audit_note needs it. Borrowed. */
void store_set_vault(struct store *store, struct vault *vault);

void store_set_patience(struct store *store, int64_t milliseconds);

/*
 * What a visit does. Returns false with `why` filled to undo everything and hand `why` to the
 * caller. May run more than once: when the database has to be recovered during a visit, or before
 * what the visit has changed is on the disk, the work is done again, perhaps after its first run
 * was committed. So it takes all it writes from `context` (ids made beforehand), finds its own
 * earlier work and calls that success, and resets what it collects. It must be short and must not
 * wait: all other processes stand at the door.
 */
typedef bool (*store_work)(struct transaction *transaction, void *context, struct failure *why);

/*
 * Runs `work` inside, for reading or for changing. When store_write returns true, the change is on
 * disk; it waits for that outside, together with others. So store_read may see a change that a
 * power failure takes back because its author has not been told yet. Besides what `work` says:
 * FAILURE_BUSY (no turn before the deadline, recovery failing for now, the disk not answering in
 * time, which leaves open whether the change is made; the text is for clients), FAILURE_INTERNAL.
 */
bool store_read(struct store *store, store_work work, void *context, struct failure *why);
bool store_write(struct store *store, store_work work, void *context, struct failure *why);

/* For reading what is acted upon elsewhere: when it returns true, what `work` has seen is on disk.
 */
bool store_read_durable(struct store *store, store_work work, void *context, struct failure *why);

/*
 * The same for a change that may be lost when the machine stops: it does not wait for the disk. It
 * is there with the next store_write of any process, and never without what was changed before it.
 */
bool store_write_later(struct store *store, store_work work, void *context, struct failure *why);

/*
 * For reading that leaves a note. The note is not waited for: when this returns true, it outlives
 * every process, and it is on disk with the next change, at the latest; until then the machine's
 * power failing may undo it. While the disk is too full for changes, `work` can only read: ask
 * store_is_writable.
 */
bool store_read_noting(struct store *store, store_work work, void *context, struct failure *why);
bool store_is_writable(const struct transaction *transaction);

/*
 * A number that changes before a row can change that says who may do what (record_gives_rights),
 * and with each recovery. What a visit read of such rows may be used outside of it, by the process
 * that read it, as long as the number is what it was inside. That takes no visit, and supposes that
 * the store has not been replaced (store_is_replaced).
 */
uint64_t store_rights(const struct transaction *transaction);
bool store_rights_are(const struct store *store, uint64_t rights);

/* Keys are bytes, ordered as memcmp orders them; see record.h for how they are built. */

/* `value` is replaced; `*found` says whether there is such a row. */
bool store_get(struct transaction *transaction, const struct buffer *key, struct buffer *value,
	bool *found, struct failure *why);

/* Puts a row only when its key is free; `*inserted` says which. */
bool store_insert(struct transaction *transaction, const struct buffer *key,
	const struct buffer *value, bool *inserted, struct failure *why);

/* Puts a row, over one that is there. */
bool store_put(struct transaction *transaction, const struct buffer *key,
	const struct buffer *value, struct failure *why);

/* Deletes a row; `*existed` (may be NULL) says whether there was one. */
bool store_delete(struct transaction *transaction, const struct buffer *key, bool *existed,
	struct failure *why);

/* One row of a scan; the buffers are borrowed for the call. `*more` is true; false ends the scan.
 */
typedef bool (*store_row)(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why);

/* Which rows a scan visits, and in which direction; all borrowed. */
struct store_range {
	const struct buffer *prefix; /* only keys that begin with it */
	const struct buffer *after;  /* begin behind this key; NULL: at the first, or the last */
	size_t skip;                 /* then pass over so many rows, without reading their values */
	bool backwards;              /* in descending order; `after` is then above all rows */
};

/* Calls `row` for every row in range. Rows must not be changed meanwhile: collect, then change. */
bool store_scan_range(struct transaction *transaction, const struct store_range *range,
	store_row row, void *context, struct failure *why);

/* The same, in ascending order, for all keys with a prefix, behind key `after` (NULL: all). */
bool store_scan(struct transaction *transaction, const struct buffer *prefix,
	const struct buffer *after, store_row row, void *context, struct failure *why);

/*
 * The same from the first, for who wants them all: many rows at a time. No NUL follows the bytes of
 * a row, as it does otherwise.
 */
bool store_scan_bulk(struct transaction *transaction, const struct buffer *prefix, store_row row,
	void *context, struct failure *why);

/* For `jwkmintctl status`: the process that is inside now, 0 when nobody is. */
bool store_holder(struct store *store, int64_t *pid, struct failure *why);

/* True once when a visit of this handle had to recover the database since the last call. */
bool store_recovered(struct store *store);

/*
 * For the operator's log: what the engine said first in the last visit of this handle, empty when
 * it said nothing. Tells why a FAILURE_BUSY is one that does not go away. Borrowed until the next
 * visit.
 */
const char *store_trouble(const struct store *store);

#endif
