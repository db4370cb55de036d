#include "ctl/outcomes.h"
#include "ctl/progress.h"
#include "ctl/verbs.h"
#include "ctl/verified.h"

#include "base/clock.h"
#include "deploy/removal.h"
#include "mint/verify.h"
#include "store/audit_read.h"

#include <time.h>

/* How long bundles may take to show what the store holds, while others write and remove them. */
#define BUNDLE_PATIENCE_MS 10000
#define LOOK_AGAIN_MS      50

/* What was found besides rows. */
struct findings {
	struct audit_proof log;
	struct deployment deployment; /* owned; success means current */
	size_t leftovers;
};

static void print(
	struct call *call, const struct verification *verification, const struct findings *findings)
{
	char newest[AUDIT_PLACE_TEXT_SIZE];
	struct json_writer writer;
	buffer_auto outcomes = BUFFER_INIT;

	outcomes_print(&findings->deployment, &outcome_checked, true, call->json, &outcomes);
	audit_place_format(&findings->log.newest, newest);
	if (!call->json) {
		verified_print(verification, &call->out);
		if (findings->deployment.failed > 0)
			buffer_printf(&call->out, "\n%s", outcomes.data);
		return;
	}
	json_writer_init(&writer, &call->out);
	json_put_object(&writer, NULL);
	verified_write(verification, &writer);
	json_put_string(&writer, "auditNewest", newest);
	json_put_string(&writer, "auditProblem",
		findings->log.is_whole ? NULL : findings->log.finding.text);
	json_put_integer(&writer, "bundles", (int64_t)findings->deployment.count);
	json_put_raw(&writer, "bundlesBehind", outcomes.data, outcomes.length);
	json_put_end(&writer);
}

static bool judge(const struct verification *verification, const struct findings *findings,
	struct failure *why)
{
	buffer_auto text = BUFFER_INIT;
	size_t failed = findings->deployment.failed;

	if (verification->problem_count > 0)
		buffer_printf(&text, "%zu %s found in the store: restore a backup.",
			verification->problem_count,
			verification->problem_count == 1 ? "problem was" : "problems were");
	if (!findings->log.is_whole)
		buffer_printf(
			&text, "%s%s", text.length > 0 ? " " : "", findings->log.finding.text);
	if (failed > 0)
		buffer_printf(&text,
			"%s%zu of %zu bundles are behind: `jwkmintctl deploy` brings them up to "
			"date.",
			text.length > 0 ? " " : "", failed, findings->deployment.count);
	if (findings->leftovers > 0)
		buffer_printf(&text,
			"%s%zu directories wait for being removed: `jwkmintctl deploy` does that.",
			text.length > 0 ? " " : "", findings->leftovers);
	return text.length == 0 || fail(why, FAILURE_CONFLICT, "%s", text.data);
}

static bool await_removals(struct vault *vault, size_t *leftovers, struct failure *why)
{
	const struct timespec pause = {.tv_nsec = LOOK_AGAIN_MS * 1000000L};
	int64_t until = clock_monotonic_ms() + BUNDLE_PATIENCE_MS;

	for (;;) {
		if (!removal_due(vault, leftovers, why))
			return false;
		if (*leftovers == 0 || clock_monotonic_ms() >= until)
			return true;
		nanosleep(&pause, NULL);
	}
}

static void show(const struct verification *verification, void *context)
{
	progress_count(context, verification->rows, "rows read");
}

bool run_verify(struct call *call, struct failure *why)
{
	verification_auto verification = VERIFICATION_INIT;
	struct findings findings = {.deployment = DEPLOYMENT_INIT};
	const struct deploy_scope scope = {
		.check_only = true,
		.verify = true,
		.patience = BUNDLE_PATIENCE_MS,
	};
	struct progress progress;

	progress_begin(&progress);
	verification.progress = show;
	verification.context = &progress;

	bool done = verify_store(&call->vault, &verification, why);

	done = done && audit_verify(&call->vault, NULL, &findings.log, why);
	progress_end(&progress);
	done = done && deploy_scope(&call->vault, &scope, &findings.deployment, why) &&
	       await_removals(&call->vault, &findings.leftovers, why);
	if (done) {
		print(call, &verification, &findings);
		done = judge(&verification, &findings, why);
	}
	deployment_free(&findings.deployment);
	return done;
}
