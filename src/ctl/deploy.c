#include "ctl/outcomes.h"
#include "ctl/progress.h"
#include "ctl/removed.h"
#include "ctl/verbs.h"
#include "deploy/removal.h"

/* Bundles whose removal was interrupted: they go, or with --check are told of. */
static bool clear(struct call *call, bool check, struct failure *why)
{
	buffer_auto removed = BUFFER_INIT;
	size_t count = 0;

	if (check)
		return removal_due(&call->vault, &count, why) &&
		       (count == 0 || fail(why, FAILURE_INTERNAL,
					      "%zu directories wait for being removed: `jwkmintctl "
					      "deploy` does that.",
					      count));

	bool cleared = removal_finish(&call->vault, NULL, &removed, why);

	if (!call->json)
		removed_print(&removed, false, &call->out);
	return cleared;
}

/* Private halves were given to gateways. A run that finds nothing to do is nothing to be told of.
 */
static void note(
	struct call *call, const struct deploy_scope *scope, const struct deployment *deployment)
{
	const struct audit_event event = {
		.action = AUDIT_DEPLOY, .project = scope->project, .object = scope->environment};
	size_t written = 0;

	for (size_t i = 0; i < deployment->count; i++)
		written += deployment->outcomes[i].success && !deployment->outcomes[i].was_current;
	if (written > 0)
		call_note(call, &event);
}

bool run_deploy(struct call *call, struct failure *why)
{
	bool check = options_has(&call->options, "check");
	const struct outcome_words *words = check ? &outcome_checked : &outcome_deployed;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct progress progress;
	struct failure kept;
	struct deploy_scope scope = {
		.project = call_option(call, "project"),
		.environment = call_option(call, "environment"),
		.check_only = check,
		.verify = true,
		.progress = progress_show,
		.context = &progress,
	};

	progress_begin(&progress);
	bool cleared = clear(call, check, &kept);
	bool looked = deploy_scope(&call->vault, &scope, &deployment, why);

	progress_end(&progress);
	if (!looked)
		return false;
	if (!check)
		note(call, &scope, &deployment);
	outcomes_print(&deployment, words, false, call->json, &call->out);
	if (deployment.failed == 0) {
		if (!cleared)
			*why = kept;
		return cleared;
	}
	if (check)
		return fail(why, FAILURE_INTERNAL,
			"%zu of %zu bundles are behind: `jwkmintctl deploy` brings them up to "
			"date.",
			deployment.failed, deployment.count);
	return fail(why, FAILURE_INTERNAL,
		"%zu of %zu bundles could not be written: remove the cause, then run this again.",
		deployment.failed, deployment.count);
}
