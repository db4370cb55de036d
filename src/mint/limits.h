/*
 * What stops those who guess: how many failures are answered before who makes them has to wait.
 *
 *   refused tokens of a client address   `token-failures` at once, then one a second
 *   failed log-ins of a client address   `login-failures` at once, then one in six seconds
 *   failed log-ins with a user's name    10 at once, then one in two seconds, from wherever
 *   refused requests of a user           20 at once, then one in six seconds, are in the audit log
 *
 * No guess at a token's 256 bits succeeds, so that limit only keeps noise down and is generous.
 * Passwords can be guessed. Several people may share an address, so it may fail more often than one
 * name, but less often: one address alone can not use up all that is allowed to a name and so keep
 * the user out, only several together can. A valid token is never refused, whatever fails beside
 * it: that nobody can do to a user.
 */
#ifndef JWKMINT_MINT_LIMITS_H
#define JWKMINT_MINT_LIMITS_H

#include "mint/throttle.h"
#include "store/vault.h"

#define LIMITS_TOKEN_FAILURES 100 /* default of `token-failures` */
#define LIMITS_LOGIN_FAILURES 20  /* default of `login-failures` */

/* What failures of one request are counted with. */
struct limits {
	const char *directory; /* borrowed: the store's */
	const char *client;    /* borrowed: the client's address */
	struct throttle_rate rates[THROTTLE_KINDS];
	bool is_off;            /* something could not be counted; `trouble` says why */
	struct failure trouble; /* for the operator */
};

/* `client` is borrowed, too; NULL where only the rates are wanted. Fails as store_read. */
bool limits_init(
	struct limits *limits, struct vault *vault, const char *client, struct failure *why);

/*
 * Counts a failure of the client, or of the user `name` where that is not NULL. FAILURE_LIMITED
 * with retry_after when there were too many. When it can not be counted, nobody is limited.
 */
bool limits_take(
	struct limits *limits, enum throttle_kind kind, const char *name, struct failure *why);

/* Takes it back: it was no failure. */
void limits_give_back(struct limits *limits, enum throttle_kind kind, const char *name);

#endif
