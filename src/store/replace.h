/*
 * One store in the place of another.
 */
#ifndef JWKMINT_STORE_REPLACE_H
#define JWKMINT_STORE_REPLACE_H

#include "base/failure.h"

/*
 * Gives the store in `staged`, which nobody has open, the name `database`; both have the same
 * parent. What has that name now, if anything, gets the name `aside`, which must be free: it is
 * entered first, so that nobody is inside, however damaged it is. The names change in one step that
 * either happened or not when the process dies; only then the former store may be left under the
 * name `staged`. Who has the former one open finds out at the next visit.
 */
bool store_replace(
	const char *database, const char *staged, const char *aside, struct failure *why);

#endif
