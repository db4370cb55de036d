/*
 * Root gives itself up: everything in a home belongs to one uid, so a tool run as root becomes that
 * uid, for good, before it touches anything there.
 */
#ifndef JWKMINT_CTL_OWNER_H
#define JWKMINT_CTL_OWNER_H

#include "base/failure.h"

/*
 * Run as root, becomes the owner of `directory`, with the owner's groups. Anyone else, and a
 * directory that is missing or root's own, changes nothing: opening the vault says what is wrong.
 */
bool owner_become(const char *directory, struct failure *why);

/*
 * For a new home. `user` NULL: as owner_become. Else makes `directory` (0711), hands it to that
 * user and becomes the user; a directory that is there has to be the user's already, and who is
 * not root can only name themselves.
 */
bool owner_begin_home(const char *directory, const char *user, struct failure *why);

#endif
