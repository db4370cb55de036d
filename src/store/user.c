#include "store/user.h"

#include "store/record.h"
#include "store/token.h"

enum field { FIELD_NAME = 1, FIELD_ROLES, FIELD_PASSWORD, FIELD_CREATED, FIELD_PROJECTS, FIELD_ID };

const struct user_role_name user_roles[4] = {
	{ROLE_API_SECURITY, "ROLE_API_SECURITY"},
	{ROLE_DEPLOY_UNDEPLOY_PROXIES, "ROLE_DEPLOY_UNDEPLOY_PROXIES"},
	{ROLE_MANAGE_PROXIES, "ROLE_MANAGE_PROXIES"},
	{ROLE_ADMIN, "ROLE_ADMIN"},
};

void user_free(struct user *user)
{
	id_list_free(&user->projects);
}

static void make_key(struct buffer *key, const char *name)
{
	record_key(key, RECORD_USER);
	record_key_name(key, name);
}

static void encode(struct buffer *value, const struct user *user)
{
	const struct buffer *projects = &user->projects.bytes;

	record_begin(value);
	record_put_string(value, FIELD_NAME, user->name);
	record_put_i64(value, FIELD_ROLES, user->roles);
	record_put_string(value, FIELD_PASSWORD, user->password);
	record_put_i64(value, FIELD_CREATED, user->created);
	record_put_bytes(value, FIELD_ID, user->id.bytes, ID_SIZE);
	record_put_bytes(value, FIELD_PROJECTS, projects->data, projects->length);
}

static bool decode(const struct buffer *value, struct user *user, struct failure *why)
{
	if (!record_check(value, why) ||
		!record_get_string(value, FIELD_NAME, user->name, sizeof user->name, why) ||
		!record_get_string(
			value, FIELD_PASSWORD, user->password, sizeof user->password, why) ||
		!record_get_id(value, FIELD_ID, &user->id, why) ||
		!record_get_ids(value, FIELD_PROJECTS, &user->projects, why))
		return false;
	user->roles = (unsigned)record_get_i64(value, FIELD_ROLES);
	user->created = record_get_i64(value, FIELD_CREATED);
	return true;
}

bool user_insert(struct transaction *transaction, const struct user *user, bool *inserted,
	struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	user_auto present = USER_INIT;
	bool found;

	make_key(&key, user->name);
	encode(&value, user);
	if (!store_insert(transaction, &key, &value, inserted, why))
		return false;
	if (*inserted)
		return true;
	if (!user_find(transaction, user->name, &present, &found, why))
		return false;
	*inserted = found && id_equal(&present.id, &user->id);
	return true;
}

bool user_find(struct transaction *transaction, const char *name, struct user *user, bool *found,
	struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, name);
	if (!store_get(transaction, &key, &value, found, why))
		return false;
	return !*found || decode(&value, user, why);
}

bool user_update(struct transaction *transaction, const struct user *user, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key, user->name);
	encode(&value, user);
	return store_put(transaction, &key, &value, why);
}

bool user_remove(
	struct transaction *transaction, const char *name, bool *existed, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	make_key(&key, name);
	return store_delete(transaction, &key, existed, why) &&
	       token_remove_all(transaction, name, why);
}

struct each {
	user_visit visit;
	void *context;
};

static bool each_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each *each = context;
	user_auto user = USER_INIT;

	(void)key;
	(void)more;
	return decode(value, &user, why) && each->visit(&user, each->context, why);
}

bool user_each(
	struct transaction *transaction, user_visit visit, void *context, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {visit, context};

	record_key(&prefix, RECORD_USER);
	return store_scan(transaction, &prefix, NULL, each_row, &each, why);
}
