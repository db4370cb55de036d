#include "mint/change.h"

#include "base/fault.h"
#include "mint/access.h"
#include "mint/tag.h"

#include <stdio.h>
#include <string.h>

/* How often a change begins anew because the key was changed while it was sealed. */
#define MOST_ATTEMPTS 5

/* A change on its way: the key as it was read, and as it is to be. */
struct alteration {
	struct vault *vault;
	const struct project *project;
	const char *name;
	const struct jwk_change *change;
	struct key_record before; /* owned */
	struct key_record after;  /* owned */
	struct buffer sealed;     /* owned; of `before`, then of `after` */
	bool written;             /* the work put `after`, perhaps in a transaction that was lost */
	bool overtaken;           /* the key is not `before` any more */
	struct snapshot seen;     /* owned; for the deployment */
};

static void alteration_free(struct alteration *alteration)
{
	key_record_free(&alteration->before);
	key_record_free(&alteration->after);
	buffer_free(&alteration->sealed);
	snapshot_free(&alteration->seen);
}

static bool read_before(struct transaction *transaction, void *context, struct failure *why)
{
	struct alteration *alteration = context;
	struct key_record *before = &alteration->before;
	bool found;

	if (!key_record_find(
		    transaction, &alteration->project->id, alteration->name, before, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INVALID,
			"JWK (name: %s) is not found! Try create operation.", alteration->name);
	return key_record_material(transaction, before, &alteration->sealed, why);
}

static bool is_renamed(const struct alteration *alteration)
{
	return strcmp(alteration->before.name, alteration->after.name) != 0;
}

static void detach(struct key_record *key)
{
	key->has_source = false;
	key->source_id = (struct id){{0}};
	key->source_environment[0] = '\0';
	key->source_alias[0] = '\0';
	buffer_clear(&key->source_url);
}

static void make_after(struct alteration *alteration)
{
	const struct jwk_change *change = alteration->change;
	struct key_record *after = &alteration->after;

	key_record_copy(after, &alteration->before);
	if (change->name != NULL)
		snprintf(after->name, sizeof after->name, "%s", change->name);
	if (change->description != NULL)
		snprintf(after->description, sizeof after->description, "%s", change->description);
	detach(after);
	after->revision++;
}

/* The seal is bound to the name. */
static bool seal_again(struct alteration *alteration, struct failure *why)
{
	buffer_auto private_part = BUFFER_INIT;

	if (!is_renamed(alteration) || alteration->before.public_only)
		return true;
	if (!vault_open_seal(alteration->vault, &alteration->before, &alteration->sealed,
		    &private_part, why))
		return false;
	buffer_clear(&alteration->sealed);
	vault_seal(alteration->vault, &alteration->after, &private_part, &alteration->sealed);
	return true;
}

/* Whether the store has the key in this very state. */
static bool find_state(struct transaction *transaction, const struct key_record *state, bool *found,
	struct failure *why)
{
	key_record_auto current = KEY_RECORD_INIT;

	if (!key_record_find(transaction, &state->project, state->name, &current, found, why))
		return false;
	*found = *found && id_equal(&current.id, &state->id) &&
		 current.revision == state->revision &&
		 strcmp(current.description, state->description) == 0;
	return true;
}

static bool put_after(
	struct transaction *transaction, struct alteration *alteration, struct failure *why)
{
	const struct key_record *after = &alteration->after;
	const struct buffer *sealed = is_renamed(alteration) ? &alteration->sealed : NULL;
	enum key_taken taken;
	uint64_t generation;

	if (!key_record_update(transaction, &alteration->before, after, sealed, &taken, why))
		return false;
	if (taken != KEY_TAKEN_NOTHING)
		return fail(why, FAILURE_CONFLICT, "JWK (name: %s) is already exist!", after->name);
	alteration->written = true;

	const struct audit_event event = {
		.action = AUDIT_JWK_UPDATE,
		.project = alteration->project->name,
		.key = alteration->before.name,
		.kid = after->kid,
		.object = is_renamed(alteration) ? after->name : NULL,
	};

	return project_advance(transaction, &after->project, &generation, why) &&
	       audit_note(transaction, &event, why);
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
	alteration->overtaken = !unchanged && !(done && alteration->written);
	return alteration->overtaken ||
	       ((!unchanged || put_after(transaction, alteration, why)) &&
		       snapshot_look(transaction, alteration->project, &alteration->seen, why));
}

/* Opening and sealing are done outside; whoever was faster meanwhile makes it begin anew. */
static bool alter(struct alteration *alteration, struct failure *why)
{
	struct store *store = alteration->vault->store;

	for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
		if (!store_read(store, read_before, alteration, why) ||
			!tag_require(alteration->change->if_match, &alteration->before.id,
				alteration->before.revision, why))
			return false;
		make_after(alteration);
		if (!seal_again(alteration, why) || !fault_point("change.sealed", why) ||
			!store_write(store, write_after, alteration, why))
			return false;
		if (!alteration->overtaken)
			return true;
	}
	return fail(why, FAILURE_BUSY,
		"JWK (name: %s) is being changed by others without a pause! Try again.",
		alteration->name);
}

static bool check(const char *name, const struct jwk_change *change, struct failure *why)
{
	if (change->name == NULL && change->description == NULL)
		return fail(why, FAILURE_INVALID,
			"There is nothing to change! Give name, description, or both.");
	return name_check(name, "JWK name", why) &&
	       (change->name == NULL || name_check(change->name, "JWK name", why)) &&
	       (change->description == NULL ||
		       description_check(change->description, "JWK description", why));
}

bool change_jwk(struct vault *vault, const struct project *project, const char *name,
	const struct jwk_change *change, struct deployment *deployment, struct buffer *tag,
	struct failure *why)
{
	__attribute__((cleanup(alteration_free))) struct alteration alteration = {
		.vault = vault,
		.project = project,
		.name = name,
		.change = change,
		.before = KEY_RECORD_INIT,
		.after = KEY_RECORD_INIT,
		.sealed = BUFFER_INIT,
		.seen = SNAPSHOT_INIT,
	};

	if (!check(name, change, why) || !alter(&alteration, why))
		return false;
	buffer_clear(tag);
	tag_append(&alteration.after.id, alteration.after.revision, tag);
	deploy_project(vault, project, &alteration.seen, deployment);
	return true;
}

struct deletion {
	const struct project *project;
	const char *name;
	const char *if_match;
	bool removed; /* the work removed the key with this id, perhaps in vain */
	struct id id;
	struct snapshot seen; /* owned; for the deployment */
};

static void deletion_free(struct deletion *deletion)
{
	snapshot_free(&deletion->seen);
}

static bool remove_key(
	struct transaction *transaction, struct deletion *deletion, struct failure *why)
{
	key_record_auto key = KEY_RECORD_INIT;
	uint64_t generation;
	bool found;

	if (!access_require_project(transaction, deletion->project, why) ||
		!key_record_find(
			transaction, &deletion->project->id, deletion->name, &key, &found, why))
		return false;
	/* Seen again after a recovery it may be gone already, and that was us. */
	if (deletion->removed && !(found && id_equal(&key.id, &deletion->id)))
		return true;
	if (!found)
		return fail(why, FAILURE_INVALID, "JWK (name: %s) is not found!", deletion->name);
	if (!tag_require(deletion->if_match, &key.id, key.revision, why))
		return false;
	deletion->removed = true;
	deletion->id = key.id;

	const struct audit_event event = {
		.action = AUDIT_JWK_DELETE,
		.project = deletion->project->name,
		.key = key.name,
		.kid = key.kid,
	};

	return key_record_remove(transaction, &key, why) &&
	       project_advance(transaction, &key.project, &generation, why) &&
	       audit_note(transaction, &event, why);
}

static bool take_away(struct transaction *transaction, void *context, struct failure *why)
{
	struct deletion *deletion = context;

	return remove_key(transaction, deletion, why) &&
	       snapshot_look(transaction, deletion->project, &deletion->seen, why);
}

bool delete_jwk(struct vault *vault, const struct project *project, const char *name,
	const char *if_match, struct deployment *deployment, struct failure *why)
{
	__attribute__((cleanup(deletion_free))) struct deletion deletion = {
		.project = project,
		.name = name,
		.if_match = if_match,
		.seen = SNAPSHOT_INIT,
	};

	if (!name_check(name, "JWK name", why) ||
		!store_write(vault->store, take_away, &deletion, why))
		return false;
	deployment->undeploys = true;
	deploy_project(vault, project, &deletion.seen, deployment);
	return true;
}
