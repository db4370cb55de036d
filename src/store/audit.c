#include "store/audit.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "store/audit_head.h"
#include "store/record.h"
#include "store/sealing.h"
#include "store/transaction.h"
#include "store/vault.h"

#include <string.h>

/* Of an object, which may be a path. */
#define OBJECT_SIZE 513

const char *const audit_action_names[AUDIT_ACTIONS] = {
	[AUDIT_BEGIN] = "audit.begin",
	[AUDIT_DAMAGED] = "audit.damaged",
	[AUDIT_BACKUP] = "backup",
	[AUDIT_CERTIFICATE_CREATE] = "certificate.create",
	[AUDIT_CERTIFICATE_DELETE] = "certificate.delete",
	[AUDIT_CERTIFICATE_UPDATE] = "certificate.update",
	[AUDIT_DEPLOY] = "deploy",
	[AUDIT_ENVIRONMENT_ADD] = "environment.add",
	[AUDIT_ENVIRONMENT_REMOVE] = "environment.remove",
	[AUDIT_ENVIRONMENT_SET] = "environment.set",
	[AUDIT_JWK_DELETE] = "jwk.delete",
	[AUDIT_JWK_GENERATE] = "jwk.generate",
	[AUDIT_JWK_IMPORT] = "jwk.import",
	[AUDIT_JWK_READ] = "jwk.read",
	[AUDIT_JWK_UPDATE] = "jwk.update",
	[AUDIT_KEY_CREATE] = "key.create",
	[AUDIT_KEY_DELETE] = "key.delete",
	[AUDIT_KEY_READ] = "key.read",
	[AUDIT_KEY_UPDATE] = "key.update",
	[AUDIT_KEYRING_EXPORT] = "keyring.export",
	[AUDIT_KEYSTORE_CREATE] = "keystore.create",
	[AUDIT_KEYSTORE_DELETE] = "keystore.delete",
	[AUDIT_KEYSTORE_READ] = "keystore.read",
	[AUDIT_KEYSTORE_UPDATE] = "keystore.update",
	[AUDIT_LOGIN] = "login",
	[AUDIT_PROJECT_ADD] = "project.add",
	[AUDIT_PROJECT_REMOVE] = "project.remove",
	[AUDIT_REKEY_BEGIN] = "rekey.begin",
	[AUDIT_REKEY_END] = "rekey.end",
	[AUDIT_REKEY_FORGET] = "rekey.forget",
	[AUDIT_REQUEST] = "request",
	[AUDIT_RESTORE] = "restore",
	[AUDIT_SETTINGS_SET] = "settings.set",
	[AUDIT_TOKEN_ISSUE] = "token.issue",
	[AUDIT_TOKEN_REVOKE] = "token.revoke",
	[AUDIT_USER_ADD] = "user.add",
	[AUDIT_USER_REMOVE] = "user.remove",
	[AUDIT_USER_SET] = "user.set",
};

bool audit_is_action(const char *name)
{
	for (size_t i = 0; i < AUDIT_ACTIONS; i++) {
		if (strcmp(audit_action_names[i], name) == 0)
			return true;
	}
	return false;
}

/* Whether the run of this work before was committed, with all that it appended. */
static bool look_at_former_run(
	struct transaction *transaction, bool *was_committed, struct failure *why)
{
	const struct run_mark *former = &transaction->former;
	audit_record_auto record;
	struct failure ignored;
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	audit_record_init(&record);
	*was_committed = false;
	if (!former->is_set)
		return true;
	audit_record_key(former->place.sequence, &key);
	if (!store_get(transaction, &key, &value, was_committed, why))
		return false;
	*was_committed = *was_committed && audit_record_decode(&key, &value, &record, &ignored) &&
			 memcmp(record.place.hash, former->place.hash, AUDIT_HASH_SIZE) == 0;
	return true;
}

static bool take_place(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct audit_place *place = context;
	audit_record_auto record;
	struct failure ignored;

	(void)why;
	audit_record_init(&record);
	*more = false;
	audit_record_decode(key, value, &record, &ignored);
	*place = record.place;
	return true;
}

/* The last row there is, whatever it is worth. */
static bool find_last(struct transaction *transaction, const struct id *store,
	struct audit_place *place, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	const struct store_range range = {.prefix = &prefix, .backwards = true};

	audit_origin(store, place);
	record_key(&prefix, RECORD_AUDIT);
	return store_scan_range(transaction, &range, take_place, place, why);
}

bool audit_is_proven(struct vault *vault, const struct audit_head *head)
{
	struct failure ignored;

	/* A key that is not in the keyring may be newer than what was read of it. */
	if (keyring_find(&vault->keyring, head->key) == NULL)
		vault_refresh(vault, &ignored);
	return audit_head_is_proven(head, &vault->store_id, &vault->keyring);
}

static bool append(struct transaction *transaction, const struct audit_event *event,
	struct audit_place *place, bool *appended, struct failure *why)
{
	const struct audit_actor *actor = &transaction->vault->actor;
	char object[OBJECT_SIZE] = "";
	const char *const texts[AUDIT_TEXTS] = {
		[AUDIT_TEXT_USER] = actor->user,
		[AUDIT_TEXT_TOKEN] = actor->token,
		[AUDIT_TEXT_ACTION] = audit_action_names[event->action],
		[AUDIT_TEXT_PROJECT] = event->project,
		[AUDIT_TEXT_KEY] = event->key,
		[AUDIT_TEXT_KID] = event->kid,
		[AUDIT_TEXT_OBJECT] = object,
		[AUDIT_TEXT_OUTCOME] = event->is_refused ? AUDIT_REFUSED : AUDIT_DONE,
		[AUDIT_TEXT_ADDRESS] = actor->address,
		[AUDIT_TEXT_REQUEST] = actor->request,
	};
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	struct audit_place next;

	if (event->object != NULL)
		memcpy(object, event->object, (size_t)utf8_fit(event->object, sizeof object - 1));
	audit_record_encode(place, clock_milliseconds(), texts, &key, &value, &next);
	if (!store_insert(transaction, &key, &value, appended, why))
		return false;
	if (*appended)
		*place = next;
	return true;
}

/* What was done to the log becomes a part of it, which nobody can take back. */
static bool append_damaged(
	struct transaction *transaction, struct audit_place *place, struct failure *why)
{
	const struct audit_event damaged = {.action = AUDIT_DAMAGED};
	bool appended;

	return find_last(transaction, &transaction->vault->store_id, place, why) &&
	       append(transaction, &damaged, place, &appended, why) &&
	       (appended ||
		       fail(why, FAILURE_INTERNAL, "The audit log has no end. Restore a backup."));
}

/* The first record of a store that was made before there were any. */
static bool append_begin(struct transaction *transaction, struct store_identity *identity,
	struct audit_place *place, struct failure *why)
{
	const struct audit_event begin = {.action = AUDIT_BEGIN};
	const struct vault *vault = transaction->vault;
	bool appended;

	identity->has_audit = true;
	store_identity_seal(identity, &vault->keyring);
	audit_origin(&vault->store_id, place);
	return store_identity_put(transaction, identity, why) &&
	       append(transaction, &begin, place, &appended, why);
}

/* Where a log goes on that the head does not prove. */
static bool find_new_place(struct transaction *transaction, bool has_head,
	struct store_identity *identity, struct audit_place *place, struct failure *why)
{
	if (has_head)
		return append_damaged(transaction, place, why);
	if (!store_identity_prove(identity, &transaction->vault->keyring, why))
		return false;
	return identity->has_audit ? append_damaged(transaction, place, why)
				   : append_begin(transaction, identity, place, why);
}

/* Where the next record goes. */
static bool find_place(
	struct transaction *transaction, struct audit_place *place, struct failure *why)
{
	struct vault *vault = transaction->vault;
	store_identity_auto identity = STORE_IDENTITY_INIT;
	struct audit_head head;
	bool has_head, found;

	if (!audit_head_get(transaction, &head, &has_head, why))
		return false;

	bool proven = has_head && audit_is_proven(vault, &head);
	const uint8_t *newest = vault->keyring.keys[0].id;

	*place = head.place;
	/* Forbidding all keys but one is noted, so that proves the head from then on. */
	if (proven && memcmp(head.key, newest, sizeof head.key) == 0)
		return true;
	if (!store_identity_get(transaction, &identity, &found, why) ||
		!sealing_check_key(&identity, newest, why))
		return false;
	return proven || find_new_place(transaction, has_head, &identity, place, why);
}

static bool append_event(struct transaction *transaction, const struct audit_event *event,
	struct audit_place *place, struct failure *why)
{
	bool appended;

	if (!append(transaction, event, place, &appended, why))
		return false;
	if (appended)
		return true;
	/* Where it belongs is a record that the head knows nothing of. */
	if (!append_damaged(transaction, place, why) ||
		!append(transaction, event, place, &appended, why))
		return false;
	return appended ||
	       fail(why, FAILURE_INTERNAL, "The audit log has no end. Restore a backup.");
}

bool audit_note(
	struct transaction *transaction, const struct audit_event *event, struct failure *why)
{
	struct vault *vault = transaction->vault;
	struct audit_place place;
	bool was_committed;

	if (vault == NULL)
		return fail(why, FAILURE_INTERNAL, "A change belongs to no vault.");
	if (!look_at_former_run(transaction, &was_committed, why))
		return false;
	if (was_committed) {
		transaction->mark = transaction->former;
		return true;
	}
	if (!find_place(transaction, &place, why) ||
		!append_event(transaction, event, &place, why) ||
		!audit_head_put(transaction, &vault->store_id, &vault->keyring, &place, why))
		return false;
	if (!transaction->mark.is_set)
		transaction->mark = (struct run_mark){.is_set = true, .place = place};
	return true;
}
