#include "mint/access.h"

#include "base/base64url.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/utf8.h"
#include "mint/access_cache.h"
#include "store/setting.h"

#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_PREFIX   "jwkmint_"
#define TOKEN_RANDOM   32
#define TOKEN_CHECKSUM 4

void identity_free(struct identity *identity)
{
	user_free(&identity->user);
	buffer_free(&identity->proxies);
}

static void hash(const void *bytes, size_t length, uint8_t sha256[TOKEN_HASH_SIZE])
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, length, bytes);
	sha256_digest(&context, TOKEN_HASH_SIZE, sha256);
	explicit_bzero(&context, sizeof context);
}

static bool well_formed(const char *token)
{
	size_t prefix = strlen(TOKEN_PREFIX);
	uint8_t checksum[TOKEN_HASH_SIZE];
	buffer_auto bytes = BUFFER_INIT;

	if (strncmp(token, TOKEN_PREFIX, prefix) != 0 || strlen(token) > 128 ||
		!base64url_decode(&bytes, token + prefix, strlen(token + prefix)) ||
		bytes.length != TOKEN_RANDOM + TOKEN_CHECKSUM)
		return false;
	hash(bytes.data, TOKEN_RANDOM, checksum);
	return memeql_sec(checksum, bytes.data + TOKEN_RANDOM, TOKEN_CHECKSUM) != 0;
}

struct entrance {
	struct access_key key;
	struct identity *identity;
	struct project *project;
	int64_t now;     /* seconds since the epoch */
	int64_t expires; /* as is this, of the token */
	uint64_t rights; /* what they were, see store_rights */
};

static bool fail_token(struct failure *why)
{
	return fail(why, FAILURE_UNAUTHENTICATED, "Invalid token");
}

static bool fail_project(struct failure *why, const char *name)
{
	return fail(why, FAILURE_NOT_FOUND,
		"Project(%.*s) was not found or user does not have privilege to access it!",
		UTF8_SHOWN(name));
}

/* What nobody asks an identity for does not leave the store. */
static bool find_user(struct transaction *transaction, const char *name, struct user *user,
	bool *found, struct failure *why)
{
	bool done = user_find(transaction, name, user, found, why);

	explicit_bzero(user->password, sizeof user->password);
	return done;
}

static bool enter(struct transaction *transaction, void *context, struct failure *why)
{
	struct entrance *entrance = context;
	struct identity *identity = entrance->identity;
	struct user *user = &identity->user;
	const char *name = entrance->key.project;
	struct token token;
	bool found;

	entrance->rights = store_rights(transaction);
	if (!token_find(transaction, entrance->key.hash, &token, &found, why))
		return false;
	if (!found || token.expires <= entrance->now)
		return fail_token(why);
	if (!find_user(transaction, token.user, user, &found, why))
		return false;
	if (!found)
		return fail_token(why);
	token_id(&token, identity->token);
	entrance->expires = token.expires;
	if (!setting_get(transaction, "trusted-proxies", &identity->proxies, why))
		return false;
	if (name == NULL)
		return true;
	if (!project_find(transaction, name, entrance->project, &found, why))
		return false;
	if (found && ((user->roles & ROLE_ADMIN) != 0 ||
			     id_list_contains(&user->projects, &entrance->project->id)))
		return true;
	return fail_project(why, name);
}

bool access_enter(struct vault *vault, struct access_cache *cache, const char *token,
	const char *project_name, struct identity *identity, struct project *project,
	struct failure *why)
{
	struct entrance entrance = {
		.key = {.project = project_name},
		.identity = identity,
		.project = project,
		.now = clock_seconds(),
	};

	if (token == NULL)
		return fail_token(why);
	hash(token, strlen(token), entrance.key.hash);
	if (cache != NULL && access_cache_find(cache, vault->store, &entrance.key, entrance.now,
				     identity, project))
		return true;
	if (!well_formed(token))
		return fail_token(why);
	if (!store_read(vault->store, enter, &entrance, why))
		return false;
	if (cache != NULL)
		access_cache_keep(
			cache, entrance.rights, &entrance.key, entrance.expires, identity, project);
	return true;
}

bool access_require_project(
	struct transaction *transaction, const struct project *project, struct failure *why)
{
	struct project current;
	bool found;

	if (!project_find(transaction, project->name, &current, &found, why))
		return false;
	return (found && id_equal(&current.id, &project->id)) || fail_project(why, project->name);
}

bool access_require(const struct identity *identity, unsigned roles, struct failure *why)
{
	unsigned held = identity->user.roles;

	return (held & ROLE_ADMIN) != 0 || (held & roles) == roles ||
	       fail(why, FAILURE_REFUSED, "You do not have permission to perform this action");
}

void access_make(struct buffer *text, uint8_t token_hash[TOKEN_HASH_SIZE])
{
	uint8_t bytes[TOKEN_RANDOM + TOKEN_HASH_SIZE];
	size_t start = text->length;

	random_bytes(bytes, TOKEN_RANDOM);
	hash(bytes, TOKEN_RANDOM, bytes + TOKEN_RANDOM);
	buffer_append_string(text, TOKEN_PREFIX);
	base64url_encode(text, bytes, TOKEN_RANDOM + TOKEN_CHECKSUM);
	explicit_bzero(bytes, sizeof bytes);
	hash(text->data + start, text->length - start, token_hash);
}

/* The object is who has it and its id: no name holds a slash. */
static bool note_issue(
	struct transaction *transaction, const struct token *token, struct failure *why)
{
	char id[TOKEN_ID_SIZE];
	buffer_auto object = BUFFER_INIT;

	token_id(token, id);
	buffer_printf(&object, "%s/%s", token->user, id);

	const struct audit_event event = {.action = AUDIT_TOKEN_ISSUE, .object = object.data};

	return audit_note(transaction, &event, why);
}

static bool insert_token(struct transaction *transaction, void *context, struct failure *why)
{
	const struct token *token = context;
	user_auto user = USER_INIT;
	bool found;

	if (!user_find(transaction, token->user, &user, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_NOT_FOUND,
			"User (%s) was not found! `jwkmintctl user list` shows who there is.",
			token->user);
	return token_insert(transaction, token, why) && note_issue(transaction, token, why);
}

bool access_issue(struct vault *vault, const char *user, const char *name, int64_t expires,
	struct buffer *text, struct failure *why)
{
	struct token token = {.created = clock_seconds(), .expires = expires};
	buffer_auto made = BUFFER_INIT;

	if (!name_check(user, "User name", why) ||
		(name != NULL && name[0] != '\0' && !name_check(name, "Token name", why)))
		return false;
	if (expires <= token.created)
		return fail(why, FAILURE_INVALID,
			"The token would have expired already! Choose a later time.");
	snprintf(token.user, sizeof token.user, "%s", user);
	snprintf(token.name, sizeof token.name, "%s", name == NULL ? "" : name);
	access_make(&made, token.hash);
	if (!store_write(vault->store, insert_token, &token, why))
		return false;
	buffer_append(text, made.data, made.length);
	return true;
}
