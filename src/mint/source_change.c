#include "mint/access.h"
#include "mint/source_build.h"
#include "mint/source_place.h"
#include "mint/source_references.h"
#include "mint/tag.h"

#include <stdio.h>
#include <string.h>

/* How often a change begins anew because something was changed while it was made. */
#define MOST_ATTEMPTS 5

/* A change on its way: the source and its JWKs as they were read, and as they are to be. */
struct alteration {
	struct vault *vault;
	const struct project *project;
	enum source_kind kind;
	const char *name;
	const struct source_request *request;
	struct source_record before; /* owned, as are the next four */
	struct source_record after;
	struct source_references references; /* when the environments change */
	struct source_references current;    /* the same, as they are when it is written */
	struct source_rekeys rekeys;         /* when JWKs change with it */
	bool written;   /* the work put `after`, perhaps in a transaction that was lost */
	bool overtaken; /* something is not as it was read any more */
};

static void alteration_free(struct alteration *alteration)
{
	source_record_free(&alteration->before);
	source_record_free(&alteration->after);
	source_references_free(&alteration->references);
	source_references_free(&alteration->current);
	source_rekeys_free(&alteration->rekeys);
}

static bool read_before(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;
	struct source_record *before = &alteration->before;
	bool found;

	if (!source_record_find(transaction, &alteration->project->id, alteration->kind,
		    alteration->name, true, before, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INVALID,
			"%s (name: %s) is not found! Try create operation.",
			source_words[alteration->kind].title, alteration->name);
	return !source_has_content(alteration->request) ||
	       source_references_read(transaction, before, &alteration->references, why);
}

/* Before the work of parsing keys; the write has the last word. */
static bool look_ahead(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;

	return source_require_environments(
		transaction, alteration->project, &alteration->after, &alteration->before, why);
}

static bool build_entries(struct alteration *alteration, struct failure *why)
{
	const struct source_request *request = alteration->request;
	struct source_record *after = &alteration->after;

	after->entries = NULL;
	after->count = 0;
	return source_build_environments(request, &alteration->before, after, why) &&
	       store_read(alteration->vault->store, look_ahead, alteration, why) &&
	       source_build(alteration->vault, request, &alteration->before, after, why);
}

static bool make_after(struct alteration *alteration, struct failure *why)
{
	const struct source_request *request = alteration->request;
	struct source_record *after = &alteration->after;

	source_record_free(after);
	if (source_has_content(request)) {
		*after = alteration->before;
		if (!build_entries(alteration, why))
			return false;
	} else {
		source_record_copy(after, &alteration->before);
	}
	if (request->name != NULL)
		snprintf(after->name, sizeof after->name, "%s", request->name);
	if (request->description != NULL)
		snprintf(after->description, sizeof after->description, "%s", request->description);
	after->revision++;
	return source_references_refuse(&alteration->before, after, &alteration->references, why);
}

static bool same_state(const struct source_record *a, const struct source_record *b)
{
	if (!id_equal(&a->id, &b->id) || a->revision != b->revision ||
		strcmp(a->description, b->description) != 0 || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct source_entry *entry = &a->entries[i], *other = &b->entries[i];

		if (strcmp(entry->environment, other->environment) != 0 ||
			strcmp(entry->alias, other->alias) != 0 ||
			!buffer_equal(&entry->public_part, &other->public_part))
			return false;
	}
	return true;
}

/* Whether the store has the source in this very state. */
static bool find_state(struct transaction *transaction, const struct source_record *state,
	bool *found, struct failure *why)
{
	source_record_auto current = SOURCE_RECORD_INIT;

	if (!source_record_find(transaction, &state->project, state->kind, state->name, false,
		    &current, found, why))
		return false;
	*found = *found && same_state(&current, state);
	return true;
}

static bool note(
	struct transaction *transaction, const struct alteration *alteration, struct failure *why)
{
	const char *name = alteration->before.name;
	const char *next = alteration->after.name;
	const struct audit_event event = {
		.action = source_words[alteration->kind].updated,
		.project = alteration->project->name,
		.key = name,
		.object = strcmp(name, next) == 0 ? NULL : next,
	};

	return audit_note(transaction, &event, why);
}

/* Each JWK that got new material was changed, too. */
static bool note_rekeys(
	struct transaction *transaction, const struct alteration *alteration, struct failure *why)
{
	for (size_t i = 0; i < alteration->rekeys.count; i++) {
		const struct key_record *key = &alteration->rekeys.keys[i].after;
		const struct audit_event event = {
			.action = AUDIT_JWK_UPDATE,
			.project = alteration->project->name,
			.key = key->name,
			.kid = key->kid,
		};

		if (!audit_note(transaction, &event, why))
			return false;
	}
	return true;
}

static bool put_after(
	struct transaction *transaction, struct alteration *alteration, struct failure *why)
{
	const struct source_record *after = &alteration->after;
	uint64_t generation;
	bool updated;

	if (!source_require_environments(
		    transaction, alteration->project, after, &alteration->before, why) ||
		!source_require_aliases(transaction, after, why) ||
		!source_record_update(transaction, &alteration->before, after, &updated, why))
		return false;
	if (!updated)
		return fail(why, FAILURE_CONFLICT, "%s (name: %s) is already exist!",
			source_words[after->kind].title, after->name);
	alteration->written = true;
	if (!note(transaction, alteration, why))
		return false;
	return alteration->rekeys.count == 0 ||
	       (source_rekeys_put(transaction, &alteration->references, &alteration->rekeys, why) &&
		       note_rekeys(transaction, alteration, why) &&
		       project_advance(transaction, &after->project, &generation, why));
}

static bool write_after(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;
	bool done, unchanged;

	alteration->overtaken = false;
	if (!access_require_project(transaction, alteration->project, why) ||
		!find_state(transaction, &alteration->after, &done, why) ||
		!find_state(transaction, &alteration->before, &unchanged, why))
		return false;
	if (!unchanged) {
		alteration->overtaken = !(done && alteration->written);
		return true;
	}
	if (source_has_content(alteration->request)) {
		if (!source_references_read(
			    transaction, &alteration->before, &alteration->current, why))
			return false;
		if (!source_references_equal(&alteration->references, &alteration->current)) {
			alteration->overtaken = true;
			return true;
		}
	}
	return put_after(transaction, alteration, why);
}

static bool attempt(struct alteration *alteration, struct failure *why)
{
	const struct source_request *request = alteration->request;
	struct store *store = alteration->vault->store;

	if (!store_read(store, read_before, alteration, why) ||
		!tag_require(request->if_match, &alteration->before.id, alteration->before.revision,
			why) ||
		!make_after(alteration, why))
		return false;
	if (request->update_referenced && source_has_content(request) &&
		!source_rekeys_make(alteration->vault, &alteration->after, &alteration->references,
			&alteration->rekeys, why))
		return false;
	return store_write(store, write_after, alteration, why);
}

/* Parsing and sealing are done outside; whoever was faster meanwhile makes it begin anew. */
static bool alter(struct alteration *alteration, struct failure *why)
{
	for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
		if (!attempt(alteration, why))
			return false;
		if (!alteration->overtaken)
			return true;
	}
	return fail(why, FAILURE_BUSY,
		"%s (name: %s) is being changed by others without a pause! Try again.",
		source_words[alteration->kind].title, alteration->name);
}

static bool check(enum source_kind kind, const char *name, const struct source_request *request,
	struct failure *why)
{
	if (request->name == NULL && request->description == NULL && !source_has_content(request))
		return fail(why, FAILURE_INVALID,
			"There is nothing to change! Give a new name, description or content.");
	return source_check_name(kind, name, why) && source_check_texts(kind, request, why);
}

bool sources_change(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, const struct source_request *request, struct deployment *deployment,
	struct buffer *tag, struct failure *why)
{
	__attribute__((cleanup(alteration_free))) struct alteration alteration = {
		.vault = vault,
		.project = project,
		.kind = kind,
		.name = name,
		.request = request,
		.before = SOURCE_RECORD_INIT,
		.after = SOURCE_RECORD_INIT,
	};

	if (!check(kind, name, request, why) || !alter(&alteration, why))
		return false;
	buffer_clear(tag);
	tag_append(&alteration.after.id, alteration.after.revision, tag);
	deploy_project(vault, project, NULL, deployment);
	return true;
}
