#include "deploy/deploy.h"

#include "base/array.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/utf8.h"
#include "deploy/compose.h"
#include "deploy/place.h"
#include "deploy/publish.h"
#include "deploy/snapshot.h"
#include "deploy/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How much of a cause fits before what to do about it. */
#define EXPLANATION_BYTES 800

/* How often a bundle is looked at again that may be being written. */
#define LOOK_AGAIN_MS 50

/* A project's deployment on its way. */
struct run {
	struct target_terms terms;
	struct place_root root;
	int64_t patience;       /* as in struct deploy_scope */
	const char *only;       /* the one environment that is meant; NULL: all */
	struct target *targets; /* owned */
	size_t count;
};

static void close_targets(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		target_free(&run->targets[i]);
	free(run->targets);
	run->targets = NULL;
	run->count = 0;
}

static void run_free(struct run *run)
{
	close_targets(run);
}

/* In order of name, which keeps two deployments from waiting for each other's locks. */
static void open_targets(struct run *run, const struct snapshot *snapshot)
{
	run->targets = calloc(snapshot->environment_count + 1, sizeof *run->targets);
	if (run->targets == NULL)
		abort();
	for (size_t i = 0; i < snapshot->environment_count; i++) {
		const struct environment *environment = &snapshot->environments[i];

		if (run->only == NULL || strcmp(run->only, environment->name) == 0)
			target_open(&run->targets[run->count++], &run->terms, environment);
	}
}

static bool some_target_is_due(const struct run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		if (target_is_due(&run->targets[i]))
			return true;
	}
	return false;
}

static bool some_target_needs(const struct key_record *key, int64_t now, void *context)
{
	struct run *run = context;

	for (size_t i = 0; i < run->count; i++) {
		if (target_needs(&run->targets[i], key, now))
			return true;
	}
	return false;
}

/* What is written together: parts and publications belong to the targets one by one. */
struct batch {
	struct target **targets; /* owned, as are the next two; what they point to is not */
	struct compose_part *parts;
	struct publication *publications;
	size_t count;
};

static void batch_free(struct batch *batch)
{
	free(batch->targets);
	free(batch->parts);
	free(batch->publications);
}

static void choose_targets(struct run *run, const struct snapshot *snapshot, struct batch *batch)
{
	batch->targets = calloc(run->count + 1, sizeof *batch->targets);
	batch->parts = calloc(run->count + 1, sizeof *batch->parts);
	batch->publications = calloc(run->count + 1, sizeof *batch->publications);
	if (batch->targets == NULL || batch->parts == NULL || batch->publications == NULL)
		abort();
	for (size_t i = 0; i < run->count; i++) {
		struct target *target = &run->targets[i];

		if (!target_is_due(target) || !target_can_compose(target, &run->terms, snapshot))
			continue;
		batch->parts[batch->count] = (struct compose_part){
			.environment = &target->environment,
			.recipient = &target->recipient,
			.previous = target_previous(target),
			.bundle = &target->content,
		};
		batch->publications[batch->count] = (struct publication){
			.directory = target->bundle,
			.bundle = &target->content,
			.previous = target_previous(target),
			.sweep = run->terms.verify,
		};
		batch->targets[batch->count++] = target;
	}
}

static void write_all(struct run *run, const struct snapshot *snapshot)
{
	__attribute__((cleanup(batch_free))) struct batch batch = {.count = 0};
	const struct compose_source source = {
		.vault = run->terms.vault,
		.project = run->terms.project,
		.snapshot = snapshot,
	};
	compose_shared_auto shared = COMPOSE_SHARED_INIT;

	choose_targets(run, snapshot, &batch);
	compose(&source, batch.parts, batch.count, &shared);
	for (size_t i = 0; i < batch.count; i++) {
		batch.publications[i].failed = batch.parts[i].failed;
		batch.publications[i].why = batch.parts[i].why;
	}
	publish(batch.publications, batch.count);
	for (size_t i = 0; i < batch.count; i++) {
		batch.targets[i]->failed = batch.publications[i].failed;
		batch.targets[i]->why = batch.publications[i].why;
	}
}

static void note_place(const struct run *run, const struct target *target, struct outcome *outcome)
{
	buffer_auto path = BUFFER_INIT;

	place_directory(&run->terms.vault->home, &target->environment, &path);
	snprintf(outcome->directory, sizeof outcome->directory, "%s", path.data);
}

static void explain(const struct run *run, const struct target *target, struct outcome *outcome)
{
	note_place(run, target, outcome);
	snprintf(outcome->message, sizeof outcome->message,
		"%.*s When that is mended, the next change brings it up to date, or: jwkmintctl "
		"deploy",
		utf8_fit(target->why.text, EXPLANATION_BYTES), target->why.text);
}

static void report(const struct run *run, struct deployment *deployment)
{
	const char *done =
		deployment->undeploys ? "Undeployed successfully" : "Deployed successfully";

	for (size_t i = 0; i < run->count; i++) {
		const struct target *target = &run->targets[i];
		bool behind = run->terms.check_only && target->behind && !target->failed;
		struct outcome *outcome = deployment_add(
			deployment, target->environment.name, run->terms.project->name);

		outcome->success = !target->failed && !behind;
		outcome->was_current = !target->failed && !target->behind;
		outcome->is_deployed = target->known;
		deployment->failed += !outcome->success;
		if (target->failed)
			explain(run, target, outcome);
		else
			snprintf(outcome->message, sizeof outcome->message, "%s",
				behind ? "Behind: run jwkmintctl deploy" : done);
	}
}

/*
 * Others write while we compare: who is behind only by what they are writing gets there, and an
 * environment that is removed meanwhile has nothing to show.
 */
static bool wait_for_targets(struct run *run, struct failure *why)
{
	const struct timespec pause = {.tv_nsec = LOOK_AGAIN_MS * 1000000L};
	int64_t until = clock_monotonic_ms() + run->patience;

	while (some_target_is_due(run) && clock_monotonic_ms() < until) {
		snapshot_auto now = SNAPSHOT_INIT;

		nanosleep(&pause, NULL);
		if (!snapshot_take(run->terms.vault, run->terms.project, NULL, NULL, &now, why))
			return false;
		close_targets(run);
		open_targets(run, &now);
	}
	return true;
}

static bool go(struct run *run, const struct snapshot *seen, struct deployment *deployment,
	struct failure *why)
{
	struct target_terms *terms = &run->terms;
	snapshot_auto first = SNAPSHOT_INIT;
	snapshot_auto snapshot = SNAPSHOT_INIT;

	if (!fault_point("deploy.begun", why) ||
		(seen == NULL &&
			!snapshot_take(terms->vault, terms->project, NULL, NULL, &first, why)))
		return false;
	if (seen == NULL)
		seen = &first;
	run->root.home = &terms->vault->home;
	terms->root = &run->root;
	terms->generation = seen->generation;
	open_targets(run, seen);
	if (terms->check_only && !wait_for_targets(run, why))
		return false;
	if (some_target_is_due(run) && !terms->check_only) {
		if (!snapshot_take(
			    terms->vault, terms->project, some_target_needs, run, &snapshot, why))
			return false;
		write_all(run, &snapshot);
	}
	fault_point("deploy.done", NULL);
	report(run, deployment);
	return true;
}

void deploy_project(struct vault *vault, const struct project *project, const struct snapshot *seen,
	struct deployment *deployment)
{
	__attribute__((cleanup(run_free))) struct run run = {
		.terms = {.vault = vault, .project = project}};

	deployment->unfinished = !go(&run, seen, deployment, &deployment->why);
}

/* The names that a scope stands for. */
struct names {
	const struct deploy_scope *scope;
	struct project *projects; /* owned */
	size_t count;
	size_t bundles; /* how many there are to be in scope */
	bool environment_found;
};

static bool add_project(const struct project *project, void *context, struct failure *why)
{
	struct names *names = context;

	(void)why;
	if (names->scope->project != NULL && strcmp(names->scope->project, project->name) != 0)
		return true;
	names->projects = array_grow(names->projects, names->count, sizeof *names->projects);
	names->projects[names->count++] = *project;
	return true;
}

static bool count_bundles(const struct environment *environment, void *context, struct failure *why)
{
	struct names *names = context;

	(void)why;
	if (names->scope->environment != NULL &&
		strcmp(names->scope->environment, environment->name) != 0)
		return true;
	names->environment_found = true;
	for (size_t i = 0; i < names->count; i++)
		names->bundles += environment_serves(environment, &names->projects[i].id);
	return true;
}

static bool find_names(struct transaction *transaction, void *context, struct failure *why)
{
	struct names *names = context;
	const struct deploy_scope *scope = names->scope;

	names->count = 0;
	names->bundles = 0;
	if (!project_each(transaction, add_project, names, why) ||
		!environment_each(transaction, count_bundles, names, why))
		return false;
	if (scope->project != NULL && names->count == 0)
		return project_unknown(scope->project, why);
	if (scope->environment != NULL && !names->environment_found)
		return environment_unknown(scope->environment, why);
	return true;
}

static void names_free(struct names *names)
{
	free(names->projects);
}

bool deploy_scope(struct vault *vault, const struct deploy_scope *scope,
	struct deployment *deployment, struct failure *why)
{
	__attribute__((cleanup(names_free))) struct names names = {.scope = scope};
	size_t done = 0;

	if (!store_read(vault->store, find_names, &names, why))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		__attribute__((cleanup(run_free))) struct run run = {
			.terms = {.vault = vault,
				.project = &names.projects[i],
				.check_only = scope->check_only,
				.verify = scope->verify,
				.patient = scope->check_only && scope->patience > 0},
			.patience = scope->patience,
			.only = scope->environment,
		};

		if (!go(&run, NULL, deployment, why))
			return false;
		for (; scope->progress != NULL && done < deployment->count; done++)
			scope->progress(done + 1, names.bundles, &deployment->outcomes[done],
				scope->context);
	}
	return true;
}
