#include "deploy/deploy.h"

#include "base/clock.h"
#include "base/file.h"
#include "deploy/bundle.h"
#include "deploy/place.h"
#include "deploy/publish.h"
#include "deploy/snapshot.h"
#include "deploy/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void deployment_free(struct deployment *deployment)
{
	free(deployment->outcomes);
	*deployment = (struct deployment)DEPLOYMENT_INIT;
}

bool deployment_succeeded(const struct deployment *deployment)
{
	return deployment->failed == 0 && !deployment->unfinished;
}

void deployment_message(const struct deployment *deployment, struct buffer *message)
{
	if (deployment->unfinished)
		buffer_append_string(message, "Deployment was not finished; the next change brings "
					      "the environments up to "
					      "date, or: jwkmintctl deploy");
	else if (deployment->failed > 0)
		buffer_printf(message, "Deployment failed for %zu of %zu environments",
			deployment->failed, deployment->count);
	else
		buffer_append_string(message, "Deployment completed successfully");
}

static struct outcome *add_outcome(
	struct deployment *deployment, const char *environment, const char *project)
{
	deployment->outcomes = reallocarray(
		deployment->outcomes, deployment->count + 1, sizeof *deployment->outcomes);
	if (deployment->outcomes == NULL)
		abort();

	struct outcome *outcome = &deployment->outcomes[deployment->count++];

	*outcome = (struct outcome){.success = true};
	snprintf(outcome->environment, sizeof outcome->environment, "%s", environment);
	snprintf(outcome->project, sizeof outcome->project, "%s", project);
	return outcome;
}

/* One environment's part in a deployment. */
struct target {
	struct environment environment; /* owned */
	struct recipient recipient;     /* owned */
	int bundle;                     /* open; locked unless only compared; -1: there is none */
	struct manifest manifest;       /* owned; what is there */
	bool known;                     /* there is a manifest, of this store and project */
	bool behind;
	bool failed;
	struct failure why;
	struct bundle content; /* owned */
};

static void target_free(struct target *target)
{
	environment_free(&target->environment);
	recipient_free(&target->recipient);
	file_close_at(&target->bundle);
	manifest_free(&target->manifest);
	bundle_free(&target->content);
}

/* A project's deployment on its way. */
struct run {
	struct vault *vault;
	const struct project *project;
	const char *only; /* the one environment that is meant; NULL: all */
	bool check_only;
	bool verify;
	int64_t now; /* seconds since the epoch */
	uint64_t generation;
	struct target *targets; /* owned */
	size_t count;
};

static void run_free(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		target_free(&run->targets[i]);
	free(run->targets);
}

static bool is_of_this_store(const struct run *run, const struct manifest *manifest)
{
	char incarnation[ID_TEXT_SIZE], project[ID_TEXT_SIZE];

	id_format(&run->vault->incarnation, incarnation);
	id_format(&run->project->id, project);
	return strcmp(manifest->store, incarnation) == 0 && strcmp(manifest->project, project) == 0;
}

static bool is_behind(const struct run *run, struct target *target)
{
	const struct manifest *manifest = &target->manifest;
	size_t damaged = 0;

	if (target->known && run->verify)
		damaged = manifest_verify(target->bundle, &target->manifest);
	return !target->known || damaged > 0 || manifest->generation < (int64_t)run->generation ||
	       manifest->environment_generation != (int64_t)target->environment.generation ||
	       manifest->next_change <= run->now;
}

static bool open_bundle(const struct run *run, struct target *target, struct failure *why)
{
	const struct home *home = &run->vault->home;
	file_auto directory = -1;

	if (run->check_only)
		return place_open(
			home, &target->environment, run->project->name, &target->bundle, why);
	return place_open_environment(home, &target->environment, false, &directory, why) &&
	       place_lock(directory, run->project->name, &target->bundle, why);
}

static bool look_at(const struct run *run, struct target *target, struct failure *why)
{
	bool found = false;

	if (!recipient_load(&target->environment, &target->recipient, why) ||
		!open_bundle(run, target, why))
		return false;
	if (target->bundle >= 0 && !manifest_read(target->bundle, &target->manifest, &found, why))
		return false;
	target->known = found && is_of_this_store(run, &target->manifest);
	target->behind = is_behind(run, target);
	return true;
}

/* In order of name, which keeps two deployments from waiting for each other's locks. */
static void look_at_all(struct run *run, const struct snapshot *snapshot)
{
	run->targets = calloc(snapshot->environment_count + 1, sizeof *run->targets);
	if (run->targets == NULL)
		abort();
	for (size_t i = 0; i < snapshot->environment_count; i++) {
		const struct environment *environment = &snapshot->environments[i];

		if (run->only != NULL && strcmp(run->only, environment->name) != 0)
			continue;

		struct target *target = &run->targets[run->count++];

		*target = (struct target){
			.environment = ENVIRONMENT_INIT,
			.bundle = -1,
			.manifest = MANIFEST_INIT,
			.content = BUNDLE_INIT,
		};
		recipient_init(&target->recipient);
		environment_copy(&target->environment, environment);
		target->failed = !look_at(run, target, &target->why);
	}
}

static const struct manifest *previous_of(const struct target *target)
{
	return target->known ? &target->manifest : NULL;
}

static bool to_be_written(const struct target *target)
{
	return target->behind && !target->failed;
}

static bool some_target_needs(const struct key_record *key, void *context)
{
	const struct run *run = context;

	for (size_t i = 0; i < run->count; i++) {
		const struct target *target = &run->targets[i];

		if (to_be_written(target) &&
			private_half_needed(key, &target->environment, &target->recipient.kid,
				previous_of(target), run->now))
			return true;
	}
	return false;
}

/* An environment that was changed or removed since it was looked at is somebody else's to deploy.
 */
static bool is_unchanged(const struct target *target, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->environment_count; i++) {
		const struct environment *environment = &snapshot->environments[i];

		if (strcmp(environment->name, target->environment.name) == 0)
			return environment->generation == target->environment.generation &&
			       id_equal(&environment->id, &target->environment.id);
	}
	return false;
}

static void compose(const struct run *run, const struct snapshot *snapshot, struct target *target)
{
	const struct bundle_source source = {
		.vault = run->vault,
		.project = run->project,
		.snapshot = snapshot,
		.environment = &target->environment,
		.recipient = &target->recipient,
		.previous = previous_of(target),
		.now = run->now,
	};

	if (!is_unchanged(target, snapshot))
		target->failed = !fail(&target->why, FAILURE_BUSY,
			"The environment was changed meanwhile; its own deployment follows.");
	else
		target->failed = !bundle_compose(&source, &target->content, &target->why);
}

static void write_all(struct run *run, const struct snapshot *snapshot)
{
	struct publication *publications = calloc(run->count + 1, sizeof *publications);
	struct target **written = calloc(run->count + 1, sizeof *written);
	size_t count = 0;

	if (publications == NULL || written == NULL)
		abort();
	for (size_t i = 0; i < run->count; i++) {
		struct target *target = &run->targets[i];

		if (to_be_written(target))
			compose(run, snapshot, target);
		if (!to_be_written(target))
			continue;
		publications[count] = (struct publication){
			.directory = target->bundle,
			.bundle = &target->content,
			.previous = previous_of(target),
			.sweep = run->verify,
		};
		written[count++] = target;
	}
	publish(publications, count);
	for (size_t i = 0; i < count; i++) {
		written[i]->failed = publications[i].failed;
		written[i]->why = publications[i].why;
	}
	free(publications);
	free(written);
}

static void report(const struct run *run, struct deployment *deployment)
{
	for (size_t i = 0; i < run->count; i++) {
		const struct target *target = &run->targets[i];
		const char *name = target->environment.name;
		struct outcome *outcome = add_outcome(deployment, name, run->project->name);
		bool behind = run->check_only && target->behind && !target->failed;

		outcome->success = !target->failed && !behind;
		outcome->was_current = !target->failed && !target->behind;
		deployment->failed += !outcome->success;
		if (target->failed)
			snprintf(outcome->message, sizeof outcome->message,
				"%.800s When that is mended, the next change brings it up to date, "
				"or: jwkmintctl deploy",
				target->why.text);
		else
			snprintf(outcome->message, sizeof outcome->message, "%s",
				behind ? "Behind: run jwkmintctl deploy" : "Deployed successfully");
	}
}

static bool go(struct run *run, struct deployment *deployment, struct failure *why)
{
	snapshot_auto first = SNAPSHOT_INIT;
	snapshot_auto snapshot = SNAPSHOT_INIT;
	bool behind = false;

	run->now = clock_seconds();
	if (!snapshot_take(run->vault, run->project, NULL, NULL, &first, why))
		return false;
	run->generation = first.generation;
	look_at_all(run, &first);
	for (size_t i = 0; i < run->count; i++)
		behind = behind || to_be_written(&run->targets[i]);
	if (behind && !run->check_only) {
		if (!snapshot_take(
			    run->vault, run->project, some_target_needs, run, &snapshot, why))
			return false;
		if (snapshot.exists)
			write_all(run, &snapshot);
	}
	report(run, deployment);
	return true;
}

void deploy_project(
	struct vault *vault, const struct project *project, struct deployment *deployment)
{
	__attribute__((cleanup(run_free))) struct run run = {.vault = vault, .project = project};

	deployment->unfinished = !go(&run, deployment, &deployment->why);
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
	names->projects = reallocarray(names->projects, names->count + 1, sizeof *names->projects);
	if (names->projects == NULL)
		abort();
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
		return fail(why, FAILURE_NOT_FOUND,
			"Project(%s) was not found! `jwkmintctl project list` shows what there is.",
			scope->project);
	if (scope->environment != NULL && !names->environment_found)
		return fail(why, FAILURE_NOT_FOUND,
			"Environment(%s) was not found! `jwkmintctl environment list` shows what "
			"there "
			"is.",
			scope->environment);
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
			.vault = vault,
			.project = &names.projects[i],
			.only = scope->environment,
			.check_only = scope->check_only,
			.verify = scope->verify,
		};

		if (!go(&run, deployment, why))
			return false;
		for (; scope->progress != NULL && done < deployment->count; done++)
			scope->progress(done + 1, names.bundles, &deployment->outcomes[done],
				scope->context);
	}
	return true;
}
