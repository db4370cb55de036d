/*
 * Whether the home can be one.
 */
#ifndef JWKMINT_STORE_HOME_CHECK_H
#define JWKMINT_STORE_HOME_CHECK_H

#include "base/failure.h"
#include "base/home.h"

/*
 * It is there, a directory, and belongs to the user of this process, who can enter and change it.
 * FAILURE_INTERNAL else, with a sentence that names the directory, the setting that chose it, and
 * the remedy.
 */
bool home_check(const struct home *home, struct failure *why);

#endif
