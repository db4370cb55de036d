/*
 * Log-in with a password, and what stops those who guess.
 */
#ifndef JWKMINT_MINT_LOGIN_H
#define JWKMINT_MINT_LOGIN_H

#include "store/vault.h"

#define LOGIN_TOKEN_SECONDS 3600

/*
 * Checks a user's password (crypt(3)) and issues a token that holds for LOGIN_TOKEN_SECONDS.
 * FAILURE_UNAUTHENTICATED "Bad credentials": no such user, no or another password; it takes as long
 * in each case. FAILURE_LIMITED: too many failures from this client address or for this user
 * before.
 */
bool login(struct vault *vault, const char *client, const char *user, const char *password,
	struct buffer *token, struct failure *why);

#endif
