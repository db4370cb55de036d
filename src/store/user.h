/*
 * Users: who tokens belong to.
 */
#ifndef JWKMINT_STORE_USER_H
#define JWKMINT_STORE_USER_H

#include "base/name.h"
#include "store/id_list.h"
#include "store/store.h"

/* Roles are bits; their names stand in user_roles. */
enum user_role {
	ROLE_API_SECURITY = 1 << 0,
	ROLE_DEPLOY_UNDEPLOY_PROXIES = 1 << 1,
	ROLE_MANAGE_PROXIES = 1 << 2,
	ROLE_ADMIN = 1 << 3,
};

struct user_role_name {
	enum user_role role;
	const char *name;
};

extern const struct user_role_name user_roles[4];

#define USER_PASSWORD_SIZE 256

struct user {
	struct id id; /* tells one from a later one of the same name */
	char name[NAME_SIZE];
	unsigned roles;
	char password[USER_PASSWORD_SIZE]; /* crypt(3) yescrypt hash; empty: no password */
	int64_t created;                   /* seconds since the epoch */
	struct id_list projects;           /* owned */
};

#define USER_INIT                                                                                  \
	{                                                                                          \
		.projects = ID_LIST_INIT                                                           \
	}
#define user_auto __attribute__((cleanup(user_free))) struct user

void user_free(struct user *user);

/* `*inserted` is false when the name is taken by one with another id. */
bool user_insert(struct transaction *transaction, const struct user *user, bool *inserted,
	struct failure *why);
bool user_find(struct transaction *transaction, const char *name, struct user *user, bool *found,
	struct failure *why);
bool user_update(struct transaction *transaction, const struct user *user, struct failure *why);

/* Deletes the user and every token of it. */
bool user_remove(
	struct transaction *transaction, const char *name, bool *existed, struct failure *why);

typedef bool (*user_visit)(const struct user *user, void *context, struct failure *why);

/* All users by name; `visit` must not change the store. */
bool user_each(
	struct transaction *transaction, user_visit visit, void *context, struct failure *why);

#endif
