#include "deploy/target.h"

#include "base/clock.h"
#include "base/file.h"
#include "deploy/staging.h"

#include <string.h>
#include <time.h>

/* How long and how often a bundle is looked at again that may be being written. */
#define LOOK_AGAIN_MS 20
#define LOOKS_AGAIN   50

void target_free(struct target *target)
{
	environment_free(&target->environment);
	recipient_free(&target->recipient);
	file_close_at(&target->bundle);
	manifest_free(&target->manifest);
	bundle_free(&target->content);
}

/*
 * While somebody writes a bundle, its files are newer than its manifest, or the manifest is newer
 * than what was read of it: what differed is compared again with the manifest of now.
 */
static size_t verify_again(struct target *target, size_t damaged)
{
	const struct timespec pause = {.tv_nsec = LOOK_AGAIN_MS * 1000000L};

	for (int i = 0; i < LOOKS_AGAIN && damaged > 0; i++) {
		struct manifest manifest = MANIFEST_INIT;
		struct failure ignored;
		bool found;

		nanosleep(&pause, NULL);
		if (!manifest_read(target->bundle, &manifest, &found, &ignored) || !found) {
			manifest_free(&manifest);
			break;
		}
		damaged = manifest_verify_since(target->bundle, &target->manifest, &manifest);
		manifest_free(&target->manifest);
		target->manifest = manifest;
	}
	return damaged;
}

/* One that was written in the future was, while the clock was wrong, without keys that are valid.
 */
static bool is_behind(const struct target_terms *terms, struct target *target)
{
	const struct manifest *manifest = &target->manifest;
	bool interrupted = !terms->check_only && staging_is_left(target->bundle);
	size_t damaged = 0;

	/* Who died in the middle has renamed files that the manifest does not know of. */
	if (target->known && (terms->verify || interrupted))
		damaged = manifest_verify(target->bundle, &target->manifest);
	if (terms->patient)
		damaged = verify_again(target, damaged);

	int64_t now = clock_seconds(); /* not before it was read: others wrote meanwhile */

	return !target->known || damaged > 0 || manifest->generation < (int64_t)terms->generation ||
	       manifest->environment_generation != (int64_t)target->environment.generation ||
	       manifest->next_change <= now || manifest->written > now || interrupted;
}

static bool open_bundle(
	const struct target_terms *terms, struct target *target, struct failure *why)
{
	file_auto directory = -1;

	if (terms->check_only)
		return place_open(terms->root, &target->environment, terms->project->name,
			&target->bundle, why);
	return place_lock(terms->root, &target->environment, terms->project->name, &directory,
		&target->bundle, why);
}

static bool look_at(const struct target_terms *terms, struct target *target, struct failure *why)
{
	bool found = false;

	if (!recipient_load(&target->environment, &target->recipient, why) ||
		!open_bundle(terms, target, why))
		return false;
	if (target->bundle >= 0 && !manifest_read(target->bundle, &target->manifest, &found, why))
		return false;
	target->known = found && manifest_belongs(&target->manifest, &terms->vault->incarnation,
					 &terms->project->id, &target->environment.id);
	target->behind = is_behind(terms, target);
	return true;
}

void target_open(struct target *target, const struct target_terms *terms,
	const struct environment *environment)
{
	*target = (struct target){
		.environment = ENVIRONMENT_INIT,
		.bundle = -1,
		.manifest = MANIFEST_INIT,
		.content = BUNDLE_INIT,
	};
	recipient_init(&target->recipient);
	environment_copy(&target->environment, environment);
	target->failed = !look_at(terms, target, &target->why);
}

const struct manifest *target_previous(const struct target *target)
{
	return target->known ? &target->manifest : NULL;
}

bool target_is_due(const struct target *target)
{
	return target->behind && !target->failed;
}

bool target_needs(struct target *target, const struct key_record *key, int64_t now)
{
	return target_is_due(target) &&
	       private_half_needed(key, &target->environment, &target->recipient.kid,
		       target_previous(target), now, &target->next);
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

bool target_can_compose(
	struct target *target, const struct target_terms *terms, const struct snapshot *snapshot)
{
	if (is_unchanged(target, snapshot))
		return true;
	place_vacate(&terms->vault->home, &target->environment, terms->project->name);
	target->failed = true;
	return fail(&target->why, FAILURE_BUSY,
		snapshot->exists
			? "The environment was changed meanwhile; its own deployment follows."
			: "The project was removed meanwhile.");
}
