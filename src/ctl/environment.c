#include "ctl/outcomes.h"
#include "ctl/printable.h"
#include "ctl/projects.h"
#include "ctl/recipient_key.h"
#include "ctl/removed.h"
#include "ctl/table.h"
#include "ctl/verbs.h"
#include "deploy/place.h"
#include "mint/admin.h"

#include <string.h>

static const char *const every_project[] = {NULL};

/* Options that contradict each other. */
static bool check_options(struct call *call, struct failure *why)
{
	const char *mode = call_option(call, "private");
	bool has_recipient = call_option(call, "recipient") != NULL;
	bool makes_recipient = call_option(call, "recipient-out") != NULL;

	if (has_recipient && makes_recipient)
		return misused(call, why,
			"--recipient names a key that is there, --recipient-out makes a new one: "
			"give one of them.");
	if ((has_recipient || makes_recipient) && mode != NULL && strcmp(mode, "sealed") != 0)
		return misused(call, why,
			"A recipient is for --private sealed; with --private %s leave it out.",
			mode);
	if (options_has(&call->options, "all-projects") && options_has(&call->options, "project"))
		return misused(call, why,
			"--all-projects and --project contradict each other: give one of them.");
	return true;
}

/* `is_new`: a new environment that seals always has a recipient. */
static bool find_recipient(
	struct call *call, bool is_new, struct recipient_key *recipient, struct failure *why)
{
	const char *mode = call_option(call, "private");
	const char *path = call_option(call, "recipient");
	const char *out = call_option(call, "recipient-out");

	if (path != NULL)
		return recipient_key_read(recipient, path, why);
	if (out != NULL || (is_new && (mode == NULL || strcmp(mode, "sealed") == 0)))
		return recipient_key_make(recipient, out, call_word(call, 0), why);
	return true;
}

static struct environment_change read_change(
	const struct call *call, const struct recipient_key *recipient)
{
	bool all = options_has(&call->options, "all-projects");

	return (struct environment_change){
		.description = call_option(call, "description"),
		.type = call_option(call, "type"),
		.access_url = call_option(call, "access-url"),
		.directory = call_option(call, "directory"),
		.private_mode = call_option(call, "private"),
		.recipient = recipient->text.length > 0 ? recipient->text.data : NULL,
		.projects = all ? every_project : options_values(&call->options, "project"),
	};
}

/*
 * Takes back a recipient key that was made for nothing. When the change was stored although it
 * failed later, or nobody can tell, the key stays: without it the bundles could not be opened.
 */
static void discard_unused(struct call *call, struct recipient_key *recipient)
{
	environment_auto environment = ENVIRONMENT_INIT;
	struct failure ignored;
	bool unused;

	if (recipient->path.length == 0)
		return;
	if (admin_environment_find(&call->vault, call_word(call, 0), &environment, &ignored))
		unused = strstr(environment.recipient, recipient->kid.data) == NULL;
	else
		unused = ignored.kind == FAILURE_NOT_FOUND || ignored.kind == FAILURE_INVALID;
	if (unused)
		recipient_key_discard(recipient);
	else
		say("%s is kept: the environment may be stored with this recipient.",
			recipient->path.data);
}

static void print_change(struct call *call, const struct recipient_key *recipient,
	const struct deployment *deployment)
{
	bool made = recipient->path.length > 0;
	buffer_auto bundles = BUFFER_INIT;
	struct json_writer writer;

	if (call->json) {
		outcomes_print(deployment, &outcome_deployed, false, true, &bundles);
		json_writer_init(&writer, &call->out);
		json_put_object(&writer, NULL);
		json_put_string(&writer, "name", call_word(call, 0));
		json_put_string(&writer, "recipientFile", made ? recipient->path.data : NULL);
		json_put_string(&writer, "recipientKid", made ? recipient->kid.data : NULL);
		json_put_raw(&writer, "bundles", bundles.data, bundles.length);
		json_put_end(&writer);
		return;
	}
	if (made) {
		printable_append(&call->out, recipient->path.data);
		buffer_printf(&call->out,
			" holds the recipient's private key (kid %s). It belongs on the gateway "
			"that opens the sealed keys, not here: move it there.\n",
			recipient->kid.data);
	}
	if (deployment->failed > 0)
		outcomes_print(deployment, &outcome_deployed, true, false, &call->out);
}

typedef bool (*environment_changer)(struct vault *vault, const char *name,
	const struct environment_change *change, struct deployment *deployment,
	struct failure *why);

static bool change_environment(
	struct call *call, bool is_new, environment_changer store_change, struct failure *why)
{
	const char *name = call_word(call, 0);
	const char *mode = call_option(call, "private");
	recipient_key_auto recipient = RECIPIENT_KEY_INIT;
	deployment_auto deployment = DEPLOYMENT_INIT;

	if (!check_options(call, why) || !find_recipient(call, is_new, &recipient, why))
		return false;

	const struct environment_change change = read_change(call, &recipient);

	if (!call_open_vault(call, why)) {
		recipient_key_discard(&recipient);
		return false;
	}
	if (!store_change(&call->vault, name, &change, &deployment, why)) {
		discard_unused(call, &recipient);
		return false;
	}
	if (mode != NULL && strcmp(mode, "plain") == 0)
		say("Warning: private keys of environment %s lie in the clear in its directory; "
		    "whoever reads that, or a copy of it, has them.",
			name);
	print_change(call, &recipient, &deployment);
	if (deployment.failed > 0)
		return fail(why, FAILURE_INTERNAL,
			"Environment %s is stored, but %zu of its %zu bundles could not be "
			"written. Remove the cause, then run `jwkmintctl deploy`.",
			name, deployment.failed, deployment.count);
	return true;
}

bool run_environment_add(struct call *call, struct failure *why)
{
	return change_environment(call, true, admin_environment_add, why);
}

bool run_environment_set(struct call *call, struct failure *why)
{
	return change_environment(call, false, admin_environment_set, why);
}

static const struct column environment_columns[] = {
	{"NAME", "name", false},
	{"TYPE", "type", false},
	{"PRIVATE", "private", false},
	{"PROJECTS", "projects", false},
	{NULL, "allProjects", false},
	{"DIRECTORY", "directory", false},
	{NULL, "accessUrl", false},
	{NULL, "recipient", false},
	{NULL, "createdAt", false},
	{"DESCRIPTION", "description", false},
	{NULL, NULL, false},
};

struct listing {
	struct projects projects;
	struct table *table;
	const struct home *home;
};

static bool list_environment(
	const struct environment *environment, void *context, struct failure *why)
{
	struct listing *listing = context;
	struct table *table = listing->table;
	buffer_auto directory = BUFFER_INIT;

	(void)why;
	place_directory(listing->home, environment, &directory);
	table_put(table, environment->name);
	table_put(table, environment_type_names[environment->type]);
	table_put(table, environment_private_names[environment->private_mode]);
	projects_put(&listing->projects, &environment->projects, "(all)", table);
	table_put_boolean(table, id_list_count(&environment->projects) == 0);
	table_put(table, directory.data);
	table_put(table, environment->access_url);
	table_put_json(table, environment->recipient);
	table_put_time(table, environment->created);
	table_put(table, environment->description);
	return true;
}

static bool list_environments(struct transaction *transaction, void *context, struct failure *why)
{
	struct listing *listing = context;

	table_clear(listing->table);
	return projects_collect(transaction, &listing->projects, why) &&
	       environment_each(transaction, list_environment, listing, why);
}

bool run_environment_list(struct call *call, struct failure *why)
{
	table_auto table;
	struct listing listing = {
		.projects = PROJECTS_INIT, .table = &table, .home = &call->vault.home};

	table_init(&table, environment_columns, call->json);
	bool listed = store_read(call->vault.store, list_environments, &listing, why);

	projects_free(&listing.projects);
	if (listed)
		table_print(&table, &call->out);
	return listed;
}

bool run_environment_remove(struct call *call, struct failure *why)
{
	buffer_auto removed = BUFFER_INIT;
	bool done = admin_environment_remove(&call->vault, call_word(call, 0), &removed, why);

	if (done || removed.length > 0)
		removed_print(&removed, call->json, &call->out);
	return done;
}
