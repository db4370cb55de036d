/*
 * Bundles that have to go, because their project or environment was removed, was moved or does not
 * serve the other any more.
 *
 * They are noted in the transaction that makes it so and forgotten when the files are gone. Who is
 * killed in between, or fails, leaves the rest to the next who looks.
 */
#ifndef JWKMINT_STORE_LEFTOVER_H
#define JWKMINT_STORE_LEFTOVER_H

#include "base/id.h"
#include "store/environment.h"

struct leftover {
	struct id change; /* what left it: two changes may leave the same bundle */
	char environment[NAME_SIZE];
	char directory[PATH_MAX]; /* of the environment, as it was; empty: the default one */
	char project[NAME_SIZE];  /* empty: the environment's directory itself */
};

/* `environment` as it was. `project_name` NULL: its directory itself. Again is success. */
bool leftover_note(struct transaction *transaction, const struct id *change,
	const struct environment *environment, const char *project_name, struct failure *why);

/* One that is not there is forgotten, too. */
bool leftover_forget(
	struct transaction *transaction, const struct leftover *leftover, struct failure *why);

typedef bool (*leftover_visit)(const struct leftover *leftover, void *context, struct failure *why);

/* All of them; `visit` must not change the store. */
bool leftover_each(
	struct transaction *transaction, leftover_visit visit, void *context, struct failure *why);

#endif
