#include "ctl/outcomes.h"
#include "ctl/progress.h"
#include "ctl/verbs.h"

bool run_deploy(struct call *call, struct failure *why)
{
	bool check = options_has(&call->options, "check");
	const struct outcome_words *words = check ? &outcome_checked : &outcome_deployed;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct progress progress;
	struct deploy_scope scope = {
		.project = call_option(call, "project"),
		.environment = call_option(call, "environment"),
		.check_only = check,
		.verify = true,
		.progress = progress_show,
		.context = &progress,
	};

	progress_begin(&progress);
	bool looked = deploy_scope(&call->vault, &scope, &deployment, why);

	progress_end(&progress);
	if (!looked)
		return false;
	outcomes_print(&deployment, words, false, call->json, &call->out);
	if (deployment.failed == 0)
		return true;
	if (check)
		return fail(why, FAILURE_INTERNAL,
			"%zu of %zu bundles are behind: `jwkmintctl deploy` brings them up to "
			"date.",
			deployment.failed, deployment.count);
	return fail(why, FAILURE_INTERNAL,
		"%zu of %zu bundles could not be written: remove the cause, then run this again.",
		deployment.failed, deployment.count);
}
