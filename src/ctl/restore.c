#include "ctl/outcomes.h"
#include "ctl/progress.h"
#include "ctl/removed.h"
#include "ctl/table.h"
#include "ctl/verbs.h"
#include "ctl/verified.h"

#include "deploy/removal.h"
#include "mint/restore.h"

static void show_rows(const struct verification *verification, void *context)
{
	progress_count(context, verification->rows, "rows of the backup read");
}

static const struct column columns[] = {
	{"restored", "directory", false},
	{"made", "made", false},
	{"store", "store", false},
	{"JWKs", "jwks", false},
	{"former store", "formerStore", false},
	{NULL, NULL, false},
};

static void print(const struct call *call, const struct restored *restored, struct buffer *out)
{
	table_auto table;

	table_init(&table, columns, call->json);
	table_put(&table, call_word(call, 0));
	table_put_time(&table, restored->backup.made);
	table_put(&table, restored->backup.store);
	table_put_integer(&table, restored->backup.jwks);
	table_put(&table, restored->aside);
	table_print_record(&table, out);
}

static bool take_in(
	struct call *call, const struct home *home, struct restored *restored, struct failure *why)
{
	const struct restore_request request = {
		.path = call_word(call, 0),
		.force = options_has(&call->options, "force"),
		.actor = &call->actor,
	};
	verification_auto verification = VERIFICATION_INIT;
	struct progress progress;

	verification.progress = show_rows;
	verification.context = &progress;
	progress_begin(&progress);

	bool done = restore(home, &request, &verification, restored, why);

	progress_end(&progress);
	if (!done && verification.problem_count > 0 && !call->json)
		verified_print(&verification, &call->out);
	return done;
}

/* Bundles that were written for the former store are not those of this one. */
static bool deploy(struct call *call, const struct restored *restored, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct progress progress;
	const struct deploy_scope scope = {
		.verify = true, .progress = progress_show, .context = &progress};
	buffer_auto record = BUFFER_INIT, outcomes = BUFFER_INIT, removed = BUFFER_INIT;
	struct json_writer writer;

	if (!call_open_vault(call, why))
		return false;
	progress_begin(&progress);

	/* What is to be removed is left where the new store has a bundle of its own by then. */
	bool done = deploy_scope(&call->vault, &scope, &deployment, why) &&
		    removal_finish(&call->vault, NULL, &removed, why);

	progress_end(&progress);
	print(call, restored, &record);
	outcomes_print(&deployment, &outcome_deployed, false, call->json, &outcomes);
	if (call->json) {
		json_writer_init(&writer, &call->out);
		json_put_object(&writer, NULL);
		json_put_raw(&writer, "backup", record.data, record.length);
		json_put_raw(&writer, "bundles", outcomes.data, outcomes.length);
		json_put_end(&writer);
	} else {
		buffer_printf(&call->out, "%s\n%s", record.data, outcomes.data);
		removed_print(&removed, false, &call->out);
	}
	if (!done)
		return fail_within(why, "The store is restored, its bundles are not: ");
	return deployment.failed == 0 ||
	       fail(why, FAILURE_INTERNAL,
		       "The store is restored, but %zu of %zu bundles could not be written: "
		       "remove the cause, then run `jwkmintctl deploy`.",
		       deployment.failed, deployment.count);
}

bool run_restore(struct call *call, struct failure *why)
{
	restored_auto restored = RESTORED_INIT;
	struct home home;

	return call_find_home(call, &home, why) && call_become_owner(call, &home, why) &&
	       take_in(call, &home, &restored, why) && deploy(call, &restored, why);
}
