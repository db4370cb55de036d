#include "mint/access.h"
#include "mint/source_build.h"
#include "mint/source_references.h"
#include "mint/tag.h"

struct removal {
	const struct project *project;
	enum source_kind kind;
	const char *name;
	const char *if_match;
	bool removed; /* the work removed the source with this id, perhaps in vain */
	struct id id;
};

static bool refuse_referenced(
	struct transaction *transaction, const struct source_record *source, struct failure *why)
{
	source_references_auto references = SOURCE_REFERENCES_INIT;

	return source_references_read(transaction, source, &references, why) &&
	       source_references_refuse(source, NULL, &references, why);
}

static bool take_away(struct transaction *transaction, void *context, struct failure *why)
{
	struct removal *removal = context;
	source_record_auto source = SOURCE_RECORD_INIT;
	bool found;

	if (!access_require_project(transaction, removal->project, why) ||
		!source_record_find(transaction, &removal->project->id, removal->kind,
			removal->name, false, &source, &found, why))
		return false;
	/* Seen again after a recovery it may be gone already, and that was us. */
	if (removal->removed && !(found && id_equal(&source.id, &removal->id)))
		return true;
	if (!found)
		return fail(why, FAILURE_INVALID, "%s (name: %s) is not found!",
			source_words[removal->kind].title, removal->name);
	if (!tag_require(removal->if_match, &source.id, source.revision, why) ||
		!refuse_referenced(transaction, &source, why))
		return false;
	removal->removed = true;
	removal->id = source.id;

	const struct audit_event event = {
		.action = source_words[removal->kind].deleted,
		.project = removal->project->name,
		.key = source.name,
	};

	return source_record_remove(transaction, &source, why) &&
	       audit_note(transaction, &event, why);
}

bool sources_remove(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, const char *if_match, struct deployment *deployment, struct failure *why)
{
	struct removal removal = {
		.project = project, .kind = kind, .name = name, .if_match = if_match};

	if (!source_check_name(kind, name, why) ||
		!store_write(vault->store, take_away, &removal, why))
		return false;
	deployment->undeploys = true;
	deploy_project(vault, project, NULL, deployment);
	return true;
}
