#include "base/clock.h"
#include "base/utf8.h"
#include "mint/admin.h"
#include "mint/membership.h"
#include "mint/password.h"

#include <stdio.h>
#include <string.h>

static bool fail_unknown(struct failure *why, const char *name)
{
	return fail(why, FAILURE_NOT_FOUND,
		"User (%.*s) was not found! `jwkmintctl user list` shows who there is.",
		UTF8_SHOWN(name));
}

/* A change to a user, with everything slow done beforehand. */
struct alteration {
	const char *name;
	const struct user_change *change;
	bool is_new;
	struct id id;    /* for a new one, as is the next */
	int64_t created; /* seconds since the epoch */
	char password[USER_PASSWORD_SIZE];
};

static bool read_roles(const char *const *names, unsigned *roles, struct failure *why)
{
	const size_t known = sizeof user_roles / sizeof *user_roles;

	*roles = 0;
	for (; *names != NULL; names++) {
		size_t i = 0;

		while (i < known && strcmp(user_roles[i].name, *names) != 0)
			i++;
		if (i == known)
			return fail(why, FAILURE_INVALID,
				"Role (%.*s) is not supported! Valid values: %s, %s, %s, %s",
				UTF8_SHOWN(*names), user_roles[0].name, user_roles[1].name,
				user_roles[2].name, user_roles[3].name);
		*roles |= user_roles[i].role;
	}
	return true;
}

static bool apply(struct transaction *transaction, const struct alteration *alteration,
	struct user *user, struct failure *why)
{
	const struct user_change *change = alteration->change;

	if (change->roles != NULL && !read_roles(change->roles, &user->roles, why))
		return false;
	if (change->password != NULL)
		memcpy(user->password, alteration->password, sizeof user->password);
	return change->projects == NULL ||
	       membership_resolve(transaction, change->projects, &user->projects, why);
}

static bool alter(struct transaction *transaction, void *context, struct failure *why)
{
	const struct alteration *alteration = context;
	const struct audit_event event = {
		.action = alteration->is_new ? AUDIT_USER_ADD : AUDIT_USER_SET,
		.object = alteration->name,
	};
	user_auto user = USER_INIT;
	bool found;

	if (!user_find(transaction, alteration->name, &user, &found, why))
		return false;
	if (!alteration->is_new && !found)
		return fail_unknown(why, alteration->name);
	if (alteration->is_new) {
		user_free(&user);
		user = (struct user){.id = alteration->id,
			.created = alteration->created,
			.projects = ID_LIST_INIT};
		snprintf(user.name, sizeof user.name, "%s", alteration->name);
	}
	if (!apply(transaction, alteration, &user, why))
		return false;
	if (!alteration->is_new)
		return user_update(transaction, &user, why) && audit_note(transaction, &event, why);
	if (!user_insert(transaction, &user, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_CONFLICT, "User (name: %s) is already exist!",
			alteration->name);
	return audit_note(transaction, &event, why);
}

static bool change_user(struct vault *vault, const char *name, const struct user_change *change,
	bool is_new, struct failure *why)
{
	struct alteration alteration = {
		.name = name,
		.change = change,
		.is_new = is_new,
		.created = clock_seconds(),
	};

	id_make(&alteration.id);
	return name_check(name, "User name", why) &&
	       (change->password == NULL ||
		       password_hash(change->password, alteration.password, why)) &&
	       store_write(vault->store, alter, &alteration, why);
}

bool admin_user_add(struct vault *vault, const char *name, const struct user_change *change,
	struct failure *why)
{
	return change_user(vault, name, change, true, why);
}

bool admin_user_set(struct vault *vault, const char *name, const struct user_change *change,
	struct failure *why)
{
	return change_user(vault, name, change, false, why);
}

/* Removals are seen again when the store had to be recovered: what is gone then was ours. */
struct departure {
	const char *name;
	bool seen;
};

static bool remove_user(struct transaction *transaction, void *context, struct failure *why)
{
	struct departure *departure = context;
	const struct audit_event event = {.action = AUDIT_USER_REMOVE, .object = departure->name};
	bool existed;

	if (!user_remove(transaction, departure->name, &existed, why))
		return false;
	departure->seen = departure->seen || existed;
	if (!departure->seen)
		return fail_unknown(why, departure->name);
	return !existed || audit_note(transaction, &event, why);
}

bool admin_user_remove(struct vault *vault, const char *name, struct failure *why)
{
	struct departure departure = {.name = name};

	if (strlen(name) > NAME_MAX_BYTES)
		return fail_unknown(why, name);
	return store_write(vault->store, remove_user, &departure, why);
}

static bool remove_token(struct transaction *transaction, void *context, struct failure *why)
{
	struct departure *departure = context;
	const struct audit_event event = {.action = AUDIT_TOKEN_REVOKE, .object = departure->name};
	bool existed;

	if (!token_remove(transaction, departure->name, &existed, why))
		return false;
	departure->seen = departure->seen || existed;
	if (!departure->seen)
		return fail(why, FAILURE_NOT_FOUND,
			"Token (%.*s) was not found! `jwkmintctl token list` shows the ids.",
			UTF8_SHOWN(departure->name));
	return !existed || audit_note(transaction, &event, why);
}

bool admin_token_revoke(struct vault *vault, const char *id, struct failure *why)
{
	struct departure departure = {.name = id};

	return store_write(vault->store, remove_token, &departure, why);
}
