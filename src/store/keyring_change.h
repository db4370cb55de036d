/*
 * Changes to a keyring: durable, and in one step, so that whoever reads it sees all of one state.
 *
 * One process at a time may change it; see mint/operation.h.
 */
#ifndef JWKMINT_STORE_KEYRING_CHANGE_H
#define JWKMINT_STORE_KEYRING_CHANGE_H

#include "store/keyring.h"

/* Writes a new keyring with one new key; never over a file that exists (FAILURE_CONFLICT). */
bool keyring_create(const char *path, struct failure *why);

/* Adds a new key, which becomes the newest. FAILURE_CONFLICT when there is no room for one. */
bool keyring_add(const char *path, struct failure *why);

/* Leaves only the newest key. */
bool keyring_forget_old(const char *path, struct failure *why);

#endif
