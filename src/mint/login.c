#include "mint/login.h"

#include "base/clock.h"
#include "mint/access.h"
#include "mint/password.h"

#include <stdio.h>
#include <string.h>

/* Expired tokens that a log-in deletes: more than it makes, so that they get fewer. */
#define SWEPT 8

struct attempt {
	const char *name;
	struct user user;   /* owned; empty when there is none */
	struct token token; /* to be issued */
};

static bool fail_credentials(struct failure *why)
{
	return fail(why, FAILURE_UNAUTHENTICATED, "Bad credentials");
}

static bool look_up(struct transaction *transaction, void *context, struct failure *why)
{
	struct attempt *attempt = context;
	bool found;

	user_free(&attempt->user);
	attempt->user = (struct user)USER_INIT;
	return strlen(attempt->name) > NAME_MAX_BYTES ||
	       user_find(transaction, attempt->name, &attempt->user, &found, why);
}

/* The password was checked outside: it must still be that user's. */
static bool issue(struct transaction *transaction, void *context, struct failure *why)
{
	const struct attempt *attempt = context;
	const struct audit_event event = {.action = AUDIT_LOGIN};
	user_auto user = USER_INIT;
	bool found;

	if (!user_find(transaction, attempt->name, &user, &found, why))
		return false;
	if (!found || !id_equal(&user.id, &attempt->user.id) ||
		strcmp(user.password, attempt->user.password) != 0)
		return fail_credentials(why);
	return token_sweep(transaction, attempt->token.created, SWEPT, why) &&
	       token_insert_passing(transaction, &attempt->token, why) &&
	       audit_note(transaction, &event, why);
}

static bool try(struct vault *vault, struct attempt *attempt, const char *password,
	struct buffer *text, struct failure *why)
{
	struct token *token = &attempt->token;
	buffer_auto made = BUFFER_INIT;
	bool fits;

	if (!store_read(vault->store, look_up, attempt, why) ||
		!password_fits(password, attempt->user.password, &fits, why))
		return false;
	if (!fits)
		return fail_credentials(why);
	token->created = clock_seconds();
	token->expires = token->created + LOGIN_TOKEN_SECONDS;
	snprintf(token->name, sizeof token->name, "%s", LOGIN_TOKEN_NAME);
	snprintf(token->user, sizeof token->user, "%s", attempt->user.name);
	access_make(&made, token->hash);
	/* From here on it is somebody. */
	snprintf(vault->actor.user, sizeof vault->actor.user, "%s", token->user);
	token_id(token, vault->actor.token);
	if (!store_write(vault->store, issue, attempt, why))
		return false;
	buffer_append(text, made.data, made.length);
	return true;
}

bool login(struct vault *vault, struct limits *limits, const char *user, const char *password,
	struct buffer *token, struct failure *why)
{
	struct attempt attempt = {.name = user, .user = USER_INIT};

	if (!limits_take(limits, THROTTLE_LOGIN, NULL, why))
		return false;
	if (!limits_take(limits, THROTTLE_USER, user, why)) {
		limits_give_back(limits, THROTTLE_LOGIN, NULL);
		return false;
	}

	bool done = try(vault, &attempt, password, token, why);

	user_free(&attempt.user);
	if (done || why->kind != FAILURE_UNAUTHENTICATED) {
		limits_give_back(limits, THROTTLE_LOGIN, NULL);
		limits_give_back(limits, THROTTLE_USER, user);
	}
	return done;
}
