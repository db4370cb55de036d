#include "ctl/input.h"
#include "ctl/projects.h"
#include "ctl/table.h"
#include "ctl/verbs.h"
#include "mint/admin.h"

static const char *const nothing[] = {NULL};

/* The values of an option, the empty list for its opposite, NULL for neither. */
static bool read_list(struct call *call, const char *option, const char *opposite,
	const char *const **list, struct failure *why)
{
	*list = options_values(&call->options, option);
	if (!options_has(&call->options, opposite))
		return true;
	if (*list != NULL)
		return misused(call, why, "--%s and --%s contradict each other: give one of them.",
			option, opposite);
	*list = nothing;
	return true;
}

static bool change_user(struct call *call,
	bool (*change)(struct vault *, const char *, const struct user_change *, struct failure *),
	struct failure *why)
{
	struct user_change user = {.password = NULL};
	buffer_auto password = BUFFER_INIT;

	if (!read_list(call, "role", "no-roles", &user.roles, why) ||
		!read_list(call, "project", "no-projects", &user.projects, why))
		return false;
	if (options_has(&call->options, "password-stdin")) {
		if (!input_password(&password, why))
			return false;
		user.password = password.data;
	}
	return call_open_vault(call, why) && change(&call->vault, call_word(call, 0), &user, why);
}

bool run_user_add(struct call *call, struct failure *why)
{
	return change_user(call, admin_user_add, why);
}

bool run_user_set(struct call *call, struct failure *why)
{
	return change_user(call, admin_user_set, why);
}

bool run_user_remove(struct call *call, struct failure *why)
{
	return admin_user_remove(&call->vault, call_word(call, 0), why);
}

static const struct column user_columns[] = {
	{"NAME", "name", false},
	{"ROLES", "roles", false},
	{"PROJECTS", "projects", false},
	{"PASSWORD", "hasPassword", false},
	{"CREATED", "createdAt", false},
	{NULL, NULL, false},
};

struct listing {
	struct projects projects;
	struct table *table;
};

static bool list_user(const struct user *user, void *context, struct failure *why)
{
	enum { ROLES = sizeof user_roles / sizeof *user_roles };
	struct listing *listing = context;
	const char *roles[ROLES];
	size_t count = 0;

	(void)why;
	for (size_t i = 0; i < ROLES; i++) {
		if ((user->roles & user_roles[i].role) != 0)
			roles[count++] = user_roles[i].name;
	}
	table_put(listing->table, user->name);
	table_put_list(listing->table, roles, count, NULL);
	projects_put(&listing->projects, &user->projects, NULL, listing->table);
	table_put_boolean(listing->table, user->password[0] != '\0');
	table_put_time(listing->table, user->created);
	return true;
}

static bool list_users(struct transaction *transaction, void *context, struct failure *why)
{
	struct listing *listing = context;

	table_clear(listing->table);
	return projects_collect(transaction, &listing->projects, why) &&
	       user_each(transaction, list_user, listing, why);
}

bool run_user_list(struct call *call, struct failure *why)
{
	table_auto table;
	struct listing listing = {.projects = PROJECTS_INIT, .table = &table};

	table_init(&table, user_columns, call->json);
	bool listed = store_read(call->vault.store, list_users, &listing, why);

	projects_free(&listing.projects);
	if (listed)
		table_print(&table, &call->out);
	return listed;
}
