/*
 * Tokens: SHA-256 hashes of them, never the tokens.
 */
#ifndef JWKMINT_STORE_TOKEN_H
#define JWKMINT_STORE_TOKEN_H

#include "base/name.h"
#include "store/store.h"

#define TOKEN_HASH_SIZE 32
#define TOKEN_NEVER     INT64_MAX

/* The token's public identity: the first 8 bytes of its hash as 16 hexadecimal digits. */
#define TOKEN_ID_SIZE 17

struct token {
	uint8_t hash[TOKEN_HASH_SIZE];
	char name[NAME_SIZE]; /* what it is for; may be empty */
	char user[NAME_SIZE];
	int64_t created; /* seconds since the epoch */
	int64_t expires; /* TOKEN_NEVER: it does not */
};

void token_id(const struct token *token, char text[TOKEN_ID_SIZE]);

bool token_insert(struct transaction *transaction, const struct token *token, struct failure *why);

/*
 * The same for a token that nobody will clean up after: once it has expired, token_sweep deletes
 * it, up to `most` of them, those that expired first. `now` in seconds since the epoch.
 */
bool token_insert_passing(
	struct transaction *transaction, const struct token *token, struct failure *why);
bool token_sweep(struct transaction *transaction, int64_t now, size_t most, struct failure *why);

bool token_find(struct transaction *transaction, const uint8_t hash[TOKEN_HASH_SIZE],
	struct token *token, bool *found, struct failure *why);

/* Deletes the token with this id; an ambiguous id is FAILURE_INVALID. */
bool token_remove(
	struct transaction *transaction, const char *id, bool *existed, struct failure *why);

/* Deletes every token of a user. */
bool token_remove_all(struct transaction *transaction, const char *user, struct failure *why);

typedef bool (*token_visit)(const struct token *token, void *context, struct failure *why);

/* All tokens, or those of one user, in no useful order; `visit` must not change the store. */
bool token_each(struct transaction *transaction, const char *user, token_visit visit, void *context,
	struct failure *why);

#endif
