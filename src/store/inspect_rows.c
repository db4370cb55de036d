#include "store/inspect_page.h"

#include "base/array.h"
#include "base/utf8.h"
#include "store/audit_record.h"
#include "store/environment.h"
#include "store/leftover.h"
#include "store/record.h"
#include "store/row_parts.h"
#include "store/setting.h"
#include "store/token.h"
#include "store/user.h"

#include <string.h>

#define PASSING_KEY_SIZE (1 + 8 + TOKEN_HASH_SIZE)

/* The keys of several kinds are a name and nothing else. */
static bool take_only_name(const struct buffer *key, char name[NAME_SIZE], struct failure *why)
{
	struct row_parts parts = row_parts_of(key);

	row_parts_take_name(&parts, name, NAME_SIZE);
	return row_parts_end(&parts, why);
}

static bool look_at_meta(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	char name[NAME_SIZE];

	(void)page;
	return take_only_name(key, name, why) && record_check(value, why);
}

static bool look_at_project(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	const struct project *same_id;
	struct project project;
	char name[NAME_SIZE];
	bool found;

	(void)value;
	if (!take_only_name(key, name, why))
		return false;
	if (!project_find(page->transaction, name, &project, &found, why))
		return fail_within(why, "Project \"%.*s\": ", UTF8_SHOWN(name));
	if (!found)
		return inspect_fail_gone("project", name, why);
	return inspect_check_name("project", name, project.name, why) &&
	       inspect_find_project(page, &project.id, &same_id, why) &&
	       (strcmp(same_id->name, name) == 0 ||
		       fail(why, FAILURE_INTERNAL,
			       "The projects \"%.*s\" and \"%.*s\" have the same id.",
			       UTF8_SHOWN(name), UTF8_SHOWN(same_id->name)));
}

static bool look_at_environment(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	environment_auto environment = ENVIRONMENT_INIT;
	char name[NAME_SIZE];
	bool found;

	(void)value;
	if (!take_only_name(key, name, why))
		return false;
	if (!environment_find(page->transaction, name, &environment, &found, why))
		return fail_within(why, "Environment \"%.*s\": ", UTF8_SHOWN(name));
	return found ? inspect_check_name("environment", name, environment.name, why)
		     : inspect_fail_gone("environment", name, why);
}

static bool look_at_user(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	user_auto user = USER_INIT;
	char name[NAME_SIZE];
	bool found;

	(void)value;
	if (!take_only_name(key, name, why))
		return false;
	if (!user_find(page->transaction, name, &user, &found, why))
		return fail_within(why, "User \"%.*s\": ", UTF8_SHOWN(name));
	return found ? inspect_check_name("user", name, user.name, why)
		     : inspect_fail_gone("user", name, why);
}

static bool look_at_token(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	struct row_parts parts = row_parts_of(key);
	uint8_t hash[TOKEN_HASH_SIZE];
	user_auto user = USER_INIT;
	char id[TOKEN_ID_SIZE];
	struct token token;
	bool found;

	(void)value;
	row_parts_take(&parts, hash, sizeof hash);
	if (!row_parts_end(&parts, why) ||
		!token_find(page->transaction, hash, &token, &found, why))
		return false;
	if (!found || memcmp(hash, token.hash, sizeof hash) != 0)
		return fail(why, FAILURE_INTERNAL, "A token's row is that of another token.");
	token_id(&token, id);
	if (!user_find(page->transaction, token.user, &user, &found, why))
		return fail_within(why, "Token %s: ", id);
	return found ||
	       fail(why, FAILURE_INTERNAL, "Token %s belongs to user \"%.*s\", who does not exist.",
		       id, UTF8_SHOWN(token.user));
}

/* The token itself may have been revoked. */
static bool look_at_passing(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	(void)page;
	if (key->length != PASSING_KEY_SIZE)
		return fail(why, FAILURE_INTERNAL,
			"The row of a token that passes has a key of %zu bytes instead of %d.",
			key->length, PASSING_KEY_SIZE);
	return record_check(value, why);
}

static bool look_at_setting(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	buffer_auto values = BUFFER_INIT;
	char name[NAME_SIZE];

	(void)value;
	return take_only_name(key, name, why) && setting_get(page->transaction, name, &values, why);
}

static bool look_at_leftover(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	struct leftover leftover;
	struct row_parts parts = row_parts_of(key);

	(void)page;
	row_parts_take_id(&parts, &leftover.change);
	row_parts_take_name(&parts, leftover.environment, sizeof leftover.environment);
	row_parts_take_name(&parts, leftover.project, sizeof leftover.project);
	return row_parts_end(&parts, why) && record_check(value, why);
}

static bool look_at_generation(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	const struct project *project;
	struct row_parts parts = row_parts_of(key);
	uint64_t generation;
	struct id id;

	(void)value;
	row_parts_take_id(&parts, &id);
	return row_parts_end(&parts, why) && inspect_find_project(page, &id, &project, why) &&
	       project_generation(page->transaction, &id, &generation, why);
}

static bool look_at_sealed(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	const struct project *project;
	struct row_parts parts = row_parts_of(key);
	struct id id;

	(void)value;
	row_parts_take_id(&parts, &id);
	row_set_add(page->sealed_rows, key);
	return parts.whole ? inspect_find_project(page, &id, &project, why)
			   : row_parts_end(&parts, why);
}

static bool look_at_pooled(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	pool_record_auto record = POOL_RECORD_INIT;

	if (!pool_record_read(key, value, &record, why))
		return false;
	page->pooled = array_grow(page->pooled, page->pooled_count, sizeof *page->pooled);
	page->pooled[page->pooled_count++] = record;
	record = (struct pool_record)POOL_RECORD_INIT;
	return true;
}

/* Whether each follows the one before is for audit_verify to say. */
static bool look_at_audit(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why)
{
	audit_record_auto record;

	audit_record_init(&record);
	(void)page;
	return audit_record_decode(key, value, &record, why);
}

const struct inspect_kind_name inspect_kind_names[INSPECT_KINDS] = {
	{"store", "meta"},
	{"projects", "projects"},
	{"environments", "environments"},
	{"users", "users"},
	{"tokens", "tokens"},
	{"tokens that pass", "passingTokens"},
	{"settings", "settings"},
	{"bundles to remove", "leftovers"},
	{"generations", "generations"},
	{"private halves", "privateHalves"},
	{"secrets of sources", "secrets"},
	{"JWKs", "jwks"},
	{"kids", "kids"},
	{"sources", "sources"},
	{"references", "references"},
	{"keys of the pool", "pool"},
	{"audit records", "auditRecords"},
};

/* Sealed rows come before those that own them: an owner that appears later is not missed. */
const struct inspect_kind inspect_kinds[INSPECT_KINDS] = {
	{RECORD_META, look_at_meta},
	{RECORD_PROJECT, look_at_project},
	{RECORD_ENVIRONMENT, look_at_environment},
	{RECORD_USER, look_at_user},
	{RECORD_TOKEN, look_at_token},
	{RECORD_PASSING, look_at_passing},
	{RECORD_SETTING, look_at_setting},
	{RECORD_LEFTOVER, look_at_leftover},
	{RECORD_GENERATION, look_at_generation},
	{RECORD_MATERIAL, look_at_sealed},
	{RECORD_SECRET, look_at_sealed},
	{RECORD_KEY, inspect_key},
	{RECORD_KID, inspect_kid},
	{RECORD_SOURCE, inspect_source},
	{RECORD_REFERENCE, inspect_reference},
	{RECORD_POOL, look_at_pooled},
	{RECORD_AUDIT, look_at_audit},
};

static bool is_known_kind(int kind)
{
	for (size_t i = 0; i < INSPECT_KINDS; i++) {
		if (inspect_kinds[i].kind == kind)
			return true;
	}
	return false;
}

static bool stop_at_first(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	bool *found = context;

	(void)key;
	(void)value;
	(void)why;
	*found = true;
	*more = false;
	return true;
}

bool inspect_strangers(struct inspect_page *page, struct failure *why)
{
	struct failure finding;

	for (int kind = 0; kind <= UINT8_MAX; kind++) {
		buffer_auto prefix = BUFFER_INIT;
		bool found = false;

		if (is_known_kind(kind))
			continue;
		buffer_append_byte(&prefix, (uint8_t)kind);
		if (!store_scan(page->transaction, &prefix, NULL, stop_at_first, &found, why))
			return false;
		if (!found)
			continue;
		fail(&finding, FAILURE_INTERNAL,
			"There are rows of kind 0x%02x, which this version (" PACKAGE_VERSION
			") does not know.",
			(unsigned)kind);
		inspect_note_problem(page, &finding);
	}
	return true;
}
