/*
 * Passwords: made into yescrypt hashes (crypt(5)), and compared with them. Either takes some tenth
 * of a second, so never do it inside the store.
 */
#ifndef JWKMINT_MINT_PASSWORD_H
#define JWKMINT_MINT_PASSWORD_H

#include "store/user.h"

#define PASSWORD_MAX_BYTES 511 /* what crypt(3) takes */

/*
 * FAILURE_INVALID: empty or too long. FAILURE_INTERNAL: crypt(3) can not be loaded (library_load);
 * the next fails so, too.
 */
bool password_hash(const char *password, char hashed[USER_PASSWORD_SIZE], struct failure *why);

/*
 * Says whether the password is the one that `hashed` was made from. An empty `hashed`, of a user
 * who is not there or has no password, fits none, and that takes as long to say.
 */
bool password_fits(const char *password, const char *hashed, bool *fits, struct failure *why);

#endif
