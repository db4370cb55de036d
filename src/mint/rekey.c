#include "mint/rekey.h"

#include "base/array.h"
#include "base/fault.h"
#include "base/file.h"
#include "mint/operation.h"
#include "store/identity.h"
#include "store/inspect.h"
#include "store/keyring_change.h"
#include "store/row_list.h"
#include "store/seal.h"
#include "store/sealed_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many values a transaction: one wait for the disk, a visit of some milliseconds. */
#define BATCH 256

/* More often than that nobody seals with an old key who looks at the keyring before each request.
 */
#define MOST_PASSES 20

/* A sealed row as it was found, and as it is to be. */
struct reseal {
	struct buffer row; /* owned, as are the next */
	struct buffer before;
	struct buffer after;
};

struct pass {
	struct vault *vault;
	struct rekeying *rekeying;
	struct reseal *batch; /* owned */
	size_t count;
	struct row_list unwanted; /* owned; keys of the pool go: others are made in spare time */
	size_t outdated;          /* values that were found */
	bool failed;              /* `why` says what was first */
	struct failure why;
};

static void clear_batch(struct pass *pass)
{
	for (size_t i = 0; i < pass->count; i++) {
		buffer_free(&pass->batch[i].row);
		buffer_free(&pass->batch[i].before);
		buffer_free(&pass->batch[i].after);
	}
	free(pass->batch);
	pass->batch = NULL;
	pass->count = 0;
	row_list_free(&pass->unwanted);
}

static void note(struct pass *pass, const struct failure *why)
{
	if (!pass->failed)
		pass->why = *why;
	pass->failed = true;
}

/* What was changed since it was found is somebody else's; the next pass looks at it. */
static bool put_batch(struct transaction *transaction, void *context, struct failure *why)
{
	const struct pass *pass = context;
	buffer_auto present = BUFFER_INIT;

	for (size_t i = 0; i < pass->count; i++) {
		const struct reseal *reseal = &pass->batch[i];
		bool found;

		if (!store_get(transaction, &reseal->row, &present, &found, why))
			return false;
		if (found && buffer_equal(&present, &reseal->before) &&
			!store_put(transaction, &reseal->row, &reseal->after, why))
			return false;
	}
	return row_list_delete(transaction, &pass->unwanted, why);
}

static void flush(struct pass *pass)
{
	struct rekeying *rekeying = pass->rekeying;
	struct failure why;

	if (pass->count == 0 && pass->unwanted.count == 0)
		return;
	if (fault_point("rekey.batch-sealed", &why) &&
		store_write(pass->vault->store, put_batch, pass, &why))
		rekeying->resealed += pass->count;
	else
		note(pass, &why);
	clear_batch(pass);
	if (rekeying->progress != NULL)
		rekeying->progress(rekeying, rekeying->context);
}

static struct reseal *add(struct pass *pass, const struct buffer *sealed)
{
	pass->batch = array_grow(pass->batch, pass->count, sizeof *pass->batch);

	struct reseal *reseal = &pass->batch[pass->count++];

	*reseal = (struct reseal){BUFFER_INIT, BUFFER_INIT, BUFFER_INIT};
	buffer_append(&reseal->before, sealed->data, sealed->length);
	pass->outdated++;
	return reseal;
}

static bool is_newest(const struct pass *pass, const struct buffer *sealed)
{
	return seal_is_by(sealed, pass->vault->keyring.keys[0].id);
}

static bool look_at_key(const struct key_record *key, const struct buffer *sealed, void *context,
	struct failure *why)
{
	struct pass *pass = context;
	buffer_auto private_part = BUFFER_INIT;

	if (key->public_only || is_newest(pass, sealed))
		return true;
	if (!vault_open_seal(pass->vault, key, sealed, &private_part, why))
		return false;

	struct reseal *reseal = add(pass, sealed);

	key_record_material_key(key, &reseal->row);
	vault_seal(pass->vault, key, &private_part, &reseal->after);
	if (pass->count == BATCH)
		flush(pass);
	return true;
}

static void look_at_entry(
	struct pass *pass, const struct source_record *source, const struct source_entry *entry)
{
	struct source_entry after = *entry;
	buffer_auto secret = BUFFER_INIT;
	struct failure why;

	if (entry->sealed.length == 0 || is_newest(pass, &entry->sealed))
		return;
	if (!vault_open_entry(pass->vault, source, entry, &secret, &why)) {
		note(pass, &why);
		return;
	}

	struct reseal *reseal = add(pass, &entry->sealed);

	buffer_init(&after.sealed);
	source_record_secret_key(source, entry, &reseal->row);
	vault_seal_entry(pass->vault, source, &after, &secret);
	buffer_swap(&reseal->after, &after.sealed);
	if (pass->count == BATCH)
		flush(pass);
}

static void look_at_source(const struct source_record *source, void *context)
{
	for (size_t i = 0; i < source->count; i++)
		look_at_entry(context, source, &source->entries[i]);
}

static void look_at_pooled(const struct pool_record *record, void *context)
{
	struct pass *pass = context;
	buffer_auto row = BUFFER_INIT;

	if (is_newest(pass, &record->sealed))
		return;
	pool_record_key(record, &row);
	row_list_add(&pass->unwanted, &row);
	pass->outdated++;
	if (pass->unwanted.count == BATCH)
		flush(pass);
}

static void note_problem(const char *sentence, void *context)
{
	struct failure why;

	fail(&why, FAILURE_INTERNAL, "%s", sentence);
	note(context, &why);
}

/* Once through the store; `*outdated` becomes how much was not sealed with the newest key. */
static bool go_through(
	struct vault *vault, struct rekeying *rekeying, size_t *outdated, struct failure *why)
{
	struct pass pass = {.vault = vault, .rekeying = rekeying, .unwanted = ROW_LIST_INIT};
	const struct inspection inspection = {
		.key = look_at_key,
		.source = look_at_source,
		.pooled = look_at_pooled,
		.problem = note_problem,
		.context = &pass,
	};
	size_t counts[INSPECT_KINDS];
	bool done = inspect(vault->store, &inspection, counts, why);

	if (done)
		flush(&pass);
	clear_batch(&pass);
	*outdated = pass.outdated;
	if (done && pass.failed) {
		*why = pass.why;
		return fail_within(why, "The rest is sealed anew, but: ");
	}
	return done;
}

/* What others seal with an old key while a pass goes by is found by a look at all that is sealed.
 */
static bool reseal_all(struct vault *vault, struct rekeying *rekeying, struct failure *why)
{
	size_t outdated;

	for (int passes = 0; passes < MOST_PASSES; passes++) {
		bool done;

		if (!go_through(vault, rekeying, &outdated, why))
			return false;
		done = outdated == 0;
		if (!done && !sealed_scan_sole(vault->store, vault->keyring.keys[0].id, &done, why))
			return false;
		if (done)
			return true;
	}
	return fail(why, FAILURE_BUSY,
		"Some process goes on sealing with an old key: restart the service, then run this "
		"again.");
}

/* What is to become of the row that says who the store is. */
struct decision {
	const struct keyring *keyring;
	bool seal;                       /* the check is sealed with the newest key: all is done */
	bool has_sole;                   /* and no other may be used */
	bool is_finished;                /* how it was */
	const struct audit_event *event; /* for the audit log; not when another run began it */
};

static bool decide(struct transaction *transaction, void *context, struct failure *why)
{
	struct decision *decision = context;
	store_identity_auto identity = STORE_IDENTITY_INIT;
	const uint8_t *newest = decision->keyring->keys[0].id;
	bool found;

	if (!store_identity_get(transaction, &identity, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INTERNAL, "The store does not say who it is.");
	decision->is_finished = seal_is_by(&identity.check, newest);
	if (!store_identity_prove(&identity, decision->keyring, why))
		return false;
	if (decision->seal)
		store_identity_seal(&identity, decision->keyring);
	identity.has_sole = decision->has_sole;
	memcpy(identity.sole, newest, sizeof identity.sole);
	if (!store_identity_put(transaction, &identity, why))
		return false;
	return decision->event == NULL || (!decision->seal && !decision->is_finished) ||
	       audit_note(transaction, decision->event, why);
}

static void tell_keys(const struct vault *vault, struct rekeying *rekeying)
{
	const uint8_t *id = vault->keyring.keys[0].id;

	rekeying->keys = vault->keyring.count;
	snprintf(rekeying->newest, sizeof rekeying->newest, "%02x%02x%02x%02x", id[0], id[1], id[2],
		id[3]);
}

/* Everything sealed with the newest key there is, and the store says so. */
static bool finish(struct vault *vault, struct rekeying *rekeying, const struct audit_event *event,
	struct failure *why)
{
	struct decision decision = {.keyring = &vault->keyring, .seal = true, .event = event};

	return reseal_all(vault, rekeying, why) && fault_point("rekey.resealed", why) &&
	       store_write(vault->store, decide, &decision, why) &&
	       fault_point("rekey.decided", why);
}

bool rekey(struct vault *vault, struct rekeying *rekeying, struct failure *why)
{
	const struct audit_event begin = {.action = AUDIT_REKEY_BEGIN};
	const struct audit_event end = {.action = AUDIT_REKEY_END};
	struct decision decision = {.keyring = &vault->keyring, .event = &begin};
	file_auto lock = -1;

	/* From here on the keyring is what it was when it is read: nobody else changes it. */
	if (!operation_begin(&vault->home, &lock, why) || !vault_refresh(vault, why) ||
		!store_write(vault->store, decide, &decision, why))
		return false;
	if (!fault_point("rekey.begun", why))
		return false;
	rekeying->continued = !decision.is_finished;
	if (decision.is_finished &&
		(!keyring_add(vault->home.keyring, why) || !vault_refresh(vault, why)))
		return false;
	tell_keys(vault, rekeying);
	return finish(vault, rekeying, &end, why);
}

bool rekey_forget_old(struct vault *vault, struct rekeying *rekeying, struct failure *why)
{
	const struct audit_event forget = {.action = AUDIT_REKEY_FORGET};
	struct decision decision = {
		.keyring = &vault->keyring, .seal = true, .has_sole = true, .event = &forget};
	file_auto lock = -1;

	if (!operation_begin(&vault->home, &lock, why) || !vault_refresh(vault, why))
		return false;

	size_t before = vault->keyring.count;

	if (!finish(vault, rekeying, NULL, why) ||
		!store_write(vault->store, decide, &decision, why) ||
		!fault_point("rekey.before-forgetting", why) || !reseal_all(vault, rekeying, why) ||
		!keyring_forget_old(vault->home.keyring, why) || !vault_refresh(vault, why))
		return false;
	tell_keys(vault, rekeying);
	rekeying->forgotten = before - vault->keyring.count;
	return true;
}
