/*
 * Who may do what: tokens, the roles and the projects of their users.
 */
#ifndef JWKMINT_MINT_ACCESS_H
#define JWKMINT_MINT_ACCESS_H

#include "store/project.h"
#include "store/token.h"
#include "store/user.h"
#include "store/vault.h"

/* Who a request comes from. */
struct identity {
	struct user user; /* owned */
	char token[TOKEN_ID_SIZE];
	struct buffer proxies; /* owned; the setting trusted-proxies: says where the user is */
};

#define IDENTITY_INIT                                                                              \
	{                                                                                          \
		.user = USER_INIT, .proxies = BUFFER_INIT                                          \
	}
#define identity_auto __attribute__((cleanup(identity_free))) struct identity
void identity_free(struct identity *identity);

struct access_cache;

/*
 * The user of a token and, when `project_name` is not NULL, the project: from `cache` (NULL: there
 * is none), or in one visit to the store. The vault must be current (vault_is_current).
 * FAILURE_UNAUTHENTICATED "Invalid token": none (NULL), malformed, unknown, expired, or its user is
 * gone. FAILURE_NOT_FOUND, the same words for both: the project is unknown, or not the user's; then
 * `identity` is complete.
 */
bool access_enter(struct vault *vault, struct access_cache *cache, const char *token,
	const char *project_name, struct identity *identity, struct project *project,
	struct failure *why);

/*
 * For works that write: FAILURE_NOT_FOUND, in the words of access_enter, unless the project is
 * still there under its id.
 */
bool access_require_project(
	struct transaction *transaction, const struct project *project, struct failure *why);

/* FAILURE_REFUSED unless the user has all of `roles` (bits) or ROLE_ADMIN. */
bool access_require(const struct identity *identity, unsigned roles, struct failure *why);

/*
 * Makes a token: appends "jwkmint_" and the base64url of 32 random bytes and the first 4 bytes of
 * their SHA-256 (so that a scanner finds leaked ones and a typing error costs no look-up) to
 * `text`. `token_hash` is what is to be stored of it.
 */
void access_make(struct buffer *text, uint8_t token_hash[TOKEN_HASH_SIZE]);

/*
 * Makes a token, stores its hash and appends its text to `text`. `expires` in seconds since the
 * epoch or TOKEN_NEVER.
 */
bool access_issue(struct vault *vault, const char *user, const char *name, int64_t expires,
	struct buffer *text, struct failure *why);

#endif
