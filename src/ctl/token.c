#include "ctl/table.h"
#include "ctl/verbs.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "mint/access.h"
#include "mint/admin.h"

#include <string.h>

#define DEFAULT_SPAN "90d"

static bool read_expiry(struct call *call, int64_t *expires, struct failure *why)
{
	const char *text = call_option(call, "expires");
	int64_t now = clock_seconds();
	int64_t span;

	if (text == NULL)
		text = DEFAULT_SPAN;
	if (strcmp(text, "never") == 0)
		*expires = TOKEN_NEVER;
	else if (clock_parse_span(text, &span))
		*expires = now + span;
	else if (!clock_parse(text, expires))
		return misused(call, why,
			"--expires is '%.*s': write a span (90d; units are s m h d w), a time "
			"(2027-01-31T00:00:00Z) or never.",
			UTF8_SHOWN(text));
	if (*expires <= now)
		return misused(call, why, "--expires is '%.*s': that is not in the future.",
			UTF8_SHOWN(text));
	return true;
}

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

bool run_token_issue(struct call *call, struct failure *why)
{
	buffer_auto token = BUFFER_INIT;
	struct json_writer writer;
	int64_t expires;

	if (!read_expiry(call, &expires, why) || !call_open_vault(call, why) ||
		!access_issue(&call->vault, call_word(call, 0), or_empty(call_option(call, "name")),
			expires, &token, why))
		return false;
	if (call->json) {
		json_writer_init(&writer, &call->out);
		json_put_object(&writer, NULL);
		json_put_string(&writer, "token", token.data);
		json_put_end(&writer);
	} else {
		buffer_append(&call->out, token.data, token.length);
		buffer_append_byte(&call->out, '\n');
	}
	return true;
}

bool run_token_revoke(struct call *call, struct failure *why)
{
	return admin_token_revoke(&call->vault, call_word(call, 0), why);
}

static const struct column token_columns[] = {
	{"ID", "id", false},
	{"USER", "user", false},
	{"NAME", "name", false},
	{"CREATED", "createdAt", false},
	{"EXPIRES", "expirationTime", false},
	{NULL, NULL, false},
};

struct listing {
	struct table *table;
	const char *user; /* NULL: of all */
};

static bool list_token(const struct token *token, void *context, struct failure *why)
{
	struct listing *listing = context;
	char id[TOKEN_ID_SIZE];

	(void)why;
	token_id(token, id);
	table_put(listing->table, id);
	table_put(listing->table, token->user);
	table_put(listing->table, token->name);
	table_put_time(listing->table, token->created);
	table_put_time(listing->table, token->expires);
	return true;
}

static bool list_tokens(struct transaction *transaction, void *context, struct failure *why)
{
	struct listing *listing = context;
	user_auto user = USER_INIT;
	bool found = true;

	table_clear(listing->table);
	if (listing->user != NULL && !user_find(transaction, listing->user, &user, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_NOT_FOUND,
			"There is no user %.*s; `jwkmintctl user list` shows who there is.",
			UTF8_SHOWN(listing->user));
	return token_each(transaction, listing->user, list_token, listing, why);
}

bool run_token_list(struct call *call, struct failure *why)
{
	table_auto table;
	struct listing listing = {.table = &table, .user = call_word(call, 0)};

	table_init(&table, token_columns, call->json);
	if (!store_read(call->vault.store, list_tokens, &listing, why))
		return false;
	table_print(&table, &call->out);
	return true;
}
