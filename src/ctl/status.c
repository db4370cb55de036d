#include "ctl/confinement.h"
#include "ctl/outcomes.h"
#include "ctl/pool.h"
#include "ctl/projects.h"
#include "ctl/table.h"
#include "ctl/validity.h"
#include "ctl/verbs.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "deploy/removal.h"
#include "mint/limits.h"

#include <inttypes.h>
#include <stdlib.h>

#define DEFAULT_SPAN "30d"

/* Who has to wait because of failures. */
struct refusals {
	size_t addresses; /* once for tokens, once for log-ins */
	size_t users;
	bool are_unknown; /* `why` says what is wrong */
	struct failure why;
};

/* Everything that a look at the vault shows. */
struct report {
	struct projects projects;  /* owned */
	struct validity *validity; /* owned; one for each project */
	struct deployment bundles; /* owned; success means current */
	size_t expiring;           /* keys of all projects */
	size_t leftovers;          /* directories that are to be removed */
	struct refusals refusals;
};

static void report_free(struct report *report)
{
	free(report->validity);
	projects_free(&report->projects);
	deployment_free(&report->bundles);
}

/* Names the process inside when the store did not let us in. */
static bool open_vault(struct call *call, struct failure *why)
{
	struct store *store = NULL;
	struct failure ignored;
	struct home home;
	int64_t holder = 0;

	if (call_open_vault(call, why))
		return true;
	if (why->kind != FAILURE_BUSY || !call_find_home(call, &home, &ignored) ||
		!store_open(home.database, &store, &ignored))
		return false;
	if (store_holder(store, &holder, &ignored) && holder != 0)
		fail_within(why, "Process %" PRId64 " is inside the store. ", holder);
	store_close(store);
	return false;
}

static bool collect_projects(struct transaction *transaction, void *context, struct failure *why)
{
	return projects_collect(transaction, context, why);
}

static bool count_refusals(struct vault *vault, struct refusals *refusals, struct failure *why)
{
	size_t refused[THROTTLE_KINDS];
	struct limits limits;

	if (!limits_init(&limits, vault, NULL, why))
		return false;
	refusals->are_unknown = !throttle_refused(
		limits.directory, limits.rates, clock_milliseconds(), refused, &refusals->why);
	refusals->addresses = refused[THROTTLE_TOKEN] + refused[THROTTLE_LOGIN];
	refusals->users = refused[THROTTLE_USER];
	return true;
}

static bool look(struct vault *vault, int64_t span, struct report *report, struct failure *why)
{
	const struct deploy_scope scope = {.check_only = true, .verify = true};
	int64_t now = clock_seconds();

	if (!store_read(vault->store, collect_projects, &report->projects, why))
		return false;
	report->validity = calloc(report->projects.count + 1, sizeof *report->validity);
	if (report->validity == NULL)
		abort();
	for (size_t i = 0; i < report->projects.count; i++) {
		struct validity *validity = &report->validity[i];

		if (!validity_look(
			    vault, &report->projects.list[i].id, now, now + span, validity, why))
			return false;
		report->expiring += validity->expiring;
	}
	return count_refusals(vault, &report->refusals, why) &&
	       removal_due(vault, &report->leftovers, why) &&
	       deploy_scope(vault, &scope, &report->bundles, why);
}

static const struct column home_columns[] = {
	{"home", "home", false},
	{"store", "store", false},
	{"busy with", "holder", false},
	{"keyring", "keyring", false},
	{"sealing keys", "sealingKeys", false},
	{"addresses refused", "addressesRefused", false},
	{"log-ins refused", "usersRefused", false},
	{NULL, NULL, false},
};

static void print_home(
	struct call *call, const struct refusals *refusals, int64_t holder, struct buffer *out)
{
	const struct vault *vault = &call->vault;
	buffer_auto pid = BUFFER_INIT;
	table_auto table;

	if (holder != 0)
		buffer_printf(&pid, "%s%" PRId64, call->json ? "" : "process ", holder);
	table_init(&table, home_columns, call->json);
	table_put(&table, vault->home.directory);
	table_put(&table, "open");
	table_put_json(&table, pid.data);
	table_put(&table, vault->home.keyring);
	table_put_integer(&table, (int64_t)vault->keyring.count);
	table_put_integer(&table, (int64_t)refusals->addresses);
	table_put_integer(&table, (int64_t)refusals->users);
	table_print_record(&table, out);
}

static const struct column project_columns[] = {
	{"PROJECT", "name", false},
	{"KEYS", "keys", true},
	{"EXPIRED", "expired", true},
	{"EXPIRING", "expiring", true},
	{"NEXT EXPIRY", "nextExpiry", false},
	{NULL, NULL, false},
};

static void print_projects(const struct report *report, bool json, struct buffer *out)
{
	table_auto table;

	table_init(&table, project_columns, json);
	for (size_t i = 0; i < report->projects.count; i++) {
		const struct validity *validity = &report->validity[i];

		table_put(&table, report->projects.list[i].name);
		table_put_integer(&table, (int64_t)validity->keys);
		table_put_integer(&table, (int64_t)validity->expired);
		table_put_integer(&table, (int64_t)validity->expiring);
		if (validity->next_expiry == VALIDITY_NONE)
			table_put(&table, NULL);
		else
			table_put_time(&table, validity->next_expiry);
	}
	table_print(&table, out);
}

static bool print_report(
	struct call *call, const struct report *report, int64_t holder, struct failure *why)
{
	buffer_auto home = BUFFER_INIT, projects = BUFFER_INIT, bundles = BUFFER_INIT;
	buffer_auto confinement = BUFFER_INIT, responders = BUFFER_INIT, pool = BUFFER_INIT;
	struct json_writer writer;

	if (!confinement_print(call, call->vault.home.directory, &confinement, why) ||
		!pool_print(call, &pool, why))
		return false;
	responders_print(call, &responders);

	print_home(call, &report->refusals, holder, &home);
	print_projects(report, call->json, &projects);
	outcomes_print(&report->bundles, &outcome_checked, false, call->json, &bundles);
	if (!call->json) {
		buffer_printf(&call->out, "%s\n%s\n%s\n%s\n%s\n%s", home.data, confinement.data,
			responders.data, pool.data, projects.data, bundles.data);
		return true;
	}
	json_writer_init(&writer, &call->out);
	json_put_object(&writer, NULL);
	json_put_raw(&writer, "vault", home.data, home.length);
	json_put_raw(&writer, "confinement", confinement.data, confinement.length);
	json_put_raw(&writer, "responders", responders.data, responders.length);
	json_put_raw(&writer, "pool", pool.data, pool.length);
	json_put_raw(&writer, "projects", projects.data, projects.length);
	json_put_raw(&writer, "bundles", bundles.data, bundles.length);
	json_put_end(&writer);
	return true;
}

static bool judge(const struct report *report, const char *span, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;

	if (report->expiring > 0)
		buffer_printf(&text,
			"%zu %s within %s: make successors before that with `jwkmintctl jwk "
			"generate`.",
			report->expiring, report->expiring == 1 ? "key expires" : "keys expire",
			span);
	if (report->bundles.failed > 0)
		buffer_printf(&text,
			"%s%zu of %zu bundles are behind: `jwkmintctl deploy` brings them up to "
			"date.",
			text.length > 0 ? " " : "", report->bundles.failed, report->bundles.count);
	if (report->leftovers > 0)
		buffer_printf(&text,
			"%s%zu directories wait for being removed: `jwkmintctl deploy` does that.",
			text.length > 0 ? " " : "", report->leftovers);
	if (report->refusals.are_unknown)
		buffer_printf(&text, "%s%s", text.length > 0 ? " " : "", report->refusals.why.text);
	return text.length == 0 || fail(why, FAILURE_CONFLICT, "%s", text.data);
}

bool run_status(struct call *call, struct failure *why)
{
	const char *given = call_option(call, "expiring");
	const char *text = given == NULL ? DEFAULT_SPAN : given;
	struct report report = {.projects = PROJECTS_INIT, .bundles = DEPLOYMENT_INIT};
	int64_t holder = 0;
	int64_t span;

	if (!clock_parse_span(text, &span))
		return misused(call, why,
			"--expiring is '%.*s': write a span such as 30d; units are s m h d w.",
			UTF8_SHOWN(text));

	bool done = open_vault(call, why) && store_holder(call->vault.store, &holder, why) &&
		    look(&call->vault, span, &report, why);

	done = done && print_report(call, &report, holder, why) && judge(&report, text, why);
	report_free(&report);
	return done;
}
