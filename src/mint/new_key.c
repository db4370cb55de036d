#include "mint/new_key.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/utf8.h"
#include "mint/access.h"

#include <stdio.h>
#include <string.h>

void new_key_init(struct new_key *key, struct vault *vault, const struct project *project)
{
	*key = (struct new_key){
		.vault = vault,
		.project = project,
		.record = KEY_RECORD_INIT,
		.claim = POOL_CLAIM_INIT,
		.seen = SNAPSHOT_INIT,
		.sealed = BUFFER_INIT,
	};
	jwk_init(&key->jwk);
}

void new_key_free(struct new_key *key)
{
	jwk_free(&key->jwk);
	key_record_free(&key->record);
	pool_claim_free(&key->claim);
	snapshot_free(&key->seen);
	buffer_free(&key->sealed);
}

static bool fail_name(struct failure *why, const char *name)
{
	return fail(why, FAILURE_CONFLICT,
		"JWK (name: %s) is already exist! Try update operation if want to change its "
		"value.",
		name);
}

static bool fail_kid(struct failure *why, const char *kid)
{
	return fail(why, FAILURE_CONFLICT,
		"JWK kid (%.*s) is already used in this project! Choose another one, or leave it "
		"out to have one made.",
		UTF8_SHOWN(kid));
}

struct look {
	const struct project *project;
	const char *name;
	const char *kid;
};

static bool look(struct transaction *transaction, void *context, struct failure *why)
{
	const struct look *wanted = context;
	key_record_auto existing = KEY_RECORD_INIT;
	bool found, taken = false;

	if (!key_record_find(
		    transaction, &wanted->project->id, wanted->name, &existing, &found, why))
		return false;
	if (found)
		return fail_name(why, wanted->name);
	if (wanted->kid != NULL &&
		!key_record_kid_taken(transaction, &wanted->project->id, wanted->kid, &taken, why))
		return false;
	return !taken || fail_kid(why, wanted->kid);
}

bool new_key_look_ahead(struct vault *vault, const struct project *project, const char *name,
	const char *kid, struct failure *why)
{
	struct look wanted = {.project = project, .name = name, .kid = kid};

	return store_read(vault->store, look, &wanted, why);
}

static void copy_text(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from == NULL ? "" : from);
}

static void describe_material(struct new_key *key)
{
	buffer_clear(&key->record.public_part);
	if (key->jwk.type != JWK_OCT)
		jwk_pack_public(&key->jwk, &key->record.public_part);
}

void new_key_describe(struct new_key *key, const struct new_key_terms *terms)
{
	struct key_record *record = &key->record;
	const struct algorithm *algorithm = terms->algorithm;

	id_make(&record->id);
	record->project = key->project->id;
	record->version = 1;
	copy_text(record->name, sizeof record->name, terms->name);
	copy_text(record->description, sizeof record->description, terms->description);
	copy_text(record->type, sizeof record->type, jwk_type_names[key->jwk.type].name);
	copy_text(record->use, sizeof record->use, jwk_use_name(terms->use));
	copy_text(record->algorithm, sizeof record->algorithm,
		algorithm == NULL ? NULL : algorithm->name);
	copy_text(record->source, sizeof record->source, terms->source);
	record->public_only = !jwk_is_private(&key->jwk);
	record->not_before = terms->not_before;
	record->expires = terms->expires;
	record->created = clock_seconds();
	record->password_salt_length = terms->password_salt_length;
	record->password_iterations = terms->password_iterations;
	describe_material(key);
	key->kid_milliseconds = clock_milliseconds();
}

/* Names the key and seals it under that name: the seal is bound to the kid. */
static void name_and_seal(struct new_key *key)
{
	buffer_auto kid = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;

	if (key->kid != NULL)
		buffer_append_string(&kid, key->kid);
	else
		kid_make(key->kid_type, &key->jwk, key->kid_milliseconds, &kid);
	copy_text(key->record.kid, sizeof key->record.kid, kid.data);
	buffer_clear(&key->sealed);
	if (key->record.public_only)
		return;
	jwk_pack_private(&key->jwk, &private_part);
	vault_seal(key->vault, &key->record, &private_part, &key->sealed);
}

/* Where the kid is a time that is taken: the next millisecond that is not. */
static bool find_free_time(
	struct transaction *transaction, struct new_key *key, struct failure *why)
{
	bool taken = true;

	while (taken) {
		buffer_auto kid = BUFFER_INIT;

		key->kid_milliseconds++;
		kid_make(key->kid_type, &key->jwk, key->kid_milliseconds, &kid);
		if (!key_record_kid_taken(transaction, &key->project->id, kid.data, &taken, why))
			return false;
	}
	return true;
}

/* Whether another has taken the key from the pool; not so when it was this very insertion. */
static bool check_claim(struct transaction *transaction, struct new_key *key, struct failure *why)
{
	key_record_auto present = KEY_RECORD_INIT;
	const struct key_record *record = &key->record;
	bool holds, found;

	key->claim_is_lost = false;
	if (!pool_claim_holds(transaction, &key->claim, &holds, why))
		return false;
	if (holds)
		return true;
	if (!key_record_find(transaction, &record->project, record->name, &present, &found, why))
		return false;
	key->claim_is_lost = !found || !id_equal(&present.id, &record->id);
	return true;
}

static bool note(struct transaction *transaction, const struct new_key *key, struct failure *why)
{
	const struct audit_event event = {
		.action = key->action,
		.project = key->project->name,
		.key = key->record.name,
		.kid = key->record.kid,
	};

	return audit_note(transaction, &event, why);
}

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	struct new_key *key = context;
	uint64_t generation;

	if (!access_require_project(transaction, key->project, why) ||
		!check_claim(transaction, key, why))
		return false;
	if (key->claim_is_lost)
		return true;
	if (!key_record_insert(transaction, &key->record, &key->sealed, &key->taken, why))
		return false;
	switch (key->taken) {
	case KEY_TAKEN_NAME:
		return fail_name(why, key->record.name);
	case KEY_TAKEN_KID:
		if (key->kid != NULL)
			return fail_kid(why, key->record.kid);
		if (key->kid_type == KID_TIMESTAMP || key->kid_type == KID_ISO_DATE)
			return find_free_time(transaction, key, why);
		return true;
	default:
		return (key->require == NULL || key->require(transaction, key, why)) &&
		       pool_claim_settle(transaction, &key->claim, why) &&
		       project_advance(transaction, &key->project->id, &generation, why) &&
		       note(transaction, key, why) &&
		       snapshot_look(transaction, key->project, &key->seen, why);
	}
}

bool new_key_store(struct new_key *key, struct failure *why)
{
	for (;;) {
		name_and_seal(key);
		if (!fault_point("key.sealed", why) ||
			!store_write(key->vault->store, insert, key, why))
			return false;
		if (!key->claim_is_lost && key->taken == KEY_TAKEN_NOTHING)
			return true;
		if (!key->claim_is_lost && key->kid_type != KID_SHA256 && key->kid_type != KID_SHA1)
			continue;
		if (!key->renew(key, why))
			return false;
		describe_material(key);
	}
}
