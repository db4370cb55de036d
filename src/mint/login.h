/*
 * Log-in with a password.
 */
#ifndef JWKMINT_MINT_LOGIN_H
#define JWKMINT_MINT_LOGIN_H

#include "mint/limits.h"
#include "store/vault.h"

#define LOGIN_TOKEN_SECONDS 3600

/* What such tokens are called in listings. */
#define LOGIN_TOKEN_NAME "log-in"

/*
 * Checks a user's password and appends to `token` a new one that holds for LOGIN_TOKEN_SECONDS;
 * tokens that were made here and have expired go. FAILURE_UNAUTHENTICATED "Bad credentials": no
 * such user, no or another password; it takes as long in each case. FAILURE_LIMITED: too many of
 * these before, from this client address or for this user; then the password is not looked at. An
 * attempt counts as failed until it has succeeded, so making many at once wins nothing.
 */
bool login(struct vault *vault, struct limits *limits, const char *user, const char *password,
	struct buffer *token, struct failure *why);

#endif
