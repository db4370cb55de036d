#include "store/audit.h"
#include "store/audit_head.h"
#include "store/audit_read.h"
#include "store/identity.h"
#include "store/record.h"

#include <inttypes.h>
#include <string.h>

/* How often progress is told. */
#define PROGRESS_RECORDS 256

struct walk {
	struct vault *vault;
	const struct audit_place *expected; /* NULL: none */
	struct audit_proof *proof;
	struct audit_head head; /* when the walk began */
	bool has_head;
	bool is_proven;            /* the head is */
	bool was_begun;            /* the store says that there is a log */
	bool goes_on;              /* there was a row behind the head */
	struct audit_place former; /* the last record that fits, or what is before the first */
};

static bool note_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	(void)key;
	(void)value;
	(void)why;
	*(bool *)context = true;
	*more = false;
	return true;
}

/* What is appended later does not count, so it is looked for in the same visit. */
static bool look_behind_head(
	struct transaction *transaction, struct walk *walk, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	buffer_auto last = BUFFER_INIT;

	walk->goes_on = false;
	record_key(&prefix, RECORD_AUDIT);
	audit_record_key(walk->head.place.sequence, &last);
	return store_scan(transaction, &prefix, &last, note_row, &walk->goes_on, why);
}

static bool look_at_head(struct transaction *transaction, void *context, struct failure *why)
{
	struct walk *walk = context;
	struct vault *vault = walk->vault;
	store_identity_auto identity = STORE_IDENTITY_INIT;
	bool found;

	if (!audit_head_get(transaction, &walk->head, &walk->has_head, why) ||
		!store_identity_get(transaction, &identity, &found, why) ||
		!store_identity_prove(&identity, &vault->keyring, why))
		return false;
	walk->is_proven = walk->has_head && audit_is_proven(vault, &walk->head);
	walk->was_begun = identity.has_audit;
	return look_behind_head(transaction, walk, why);
}

/* A record of the log about the log. */
static bool check_action(const struct walk *walk, const struct audit_record *record)
{
	const char *action = record->texts[AUDIT_TEXT_ACTION].data;

	return strcmp(action, audit_action_names[AUDIT_DAMAGED]) != 0 ||
	       fail(&walk->proof->finding, FAILURE_CONFLICT,
		       "Record %" PRIu64 " of the audit log says that the log was damaged when it "
		       "was written.",
		       record->place.sequence);
}

static bool check_expected(const struct walk *walk, const struct audit_place *place)
{
	const struct audit_place *expected = walk->expected;

	return expected == NULL || expected->sequence != place->sequence ||
	       memcmp(expected->hash, place->hash, AUDIT_HASH_SIZE) == 0 ||
	       fail(&walk->proof->finding, FAILURE_CONFLICT,
		       "Record %" PRIu64
		       " of the audit log has another hash than the expected one.",
		       place->sequence);
}

static bool check_row(
	const struct walk *walk, const struct buffer *value, const struct audit_record *record)
{
	struct failure *finding = &walk->proof->finding;
	uint64_t wanted = walk->former.sequence + 1;
	uint64_t sequence = record->place.sequence;

	if (sequence != wanted)
		return fail(finding, FAILURE_CONFLICT,
			"Record %" PRIu64 " of the audit log is missing.", wanted);
	if (!audit_record_follows(&walk->former, value, record))
		return fail(finding, FAILURE_CONFLICT,
			"Record %" PRIu64 " of the audit log is not what was written there.",
			sequence);
	return check_action(walk, record) && check_expected(walk, &record->place);
}

static bool has_reached_head(const struct walk *walk)
{
	return walk->is_proven && walk->former.sequence == walk->head.place.sequence;
}

static bool look_at_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	struct walk *walk = context;
	struct audit_proof *proof = walk->proof;
	audit_record_auto record;

	(void)why;
	audit_record_init(&record);
	proof->is_whole = audit_record_decode(key, value, &record, &proof->finding) &&
			  check_row(walk, value, &record);
	if (proof->is_whole)
		walk->former = record.place;
	*more = proof->is_whole && !has_reached_head(walk);
	if (proof->progress != NULL && walk->former.sequence % PROGRESS_RECORDS == 0)
		proof->progress(walk->former.sequence, proof->context);
	return true;
}

/* Whether the records end where they have to. */
static bool check_end(const struct walk *walk)
{
	struct failure *finding = &walk->proof->finding;
	const struct audit_place *head = &walk->head.place;
	uint64_t last = walk->former.sequence;

	if (!walk->has_head)
		return (!walk->was_begun && last == 0) ||
		       fail(finding, FAILURE_CONFLICT, "The head of the audit log is missing.");
	if (!walk->is_proven)
		return fail(finding, FAILURE_CONFLICT,
			"The head of the audit log, record %" PRIu64
			", was not written with this keyring.",
			head->sequence);
	if (last < head->sequence)
		return fail(finding, FAILURE_CONFLICT,
			"The audit log is cut off: record %" PRIu64
			" is missing, and all from there to record %" PRIu64 ", the newest.",
			last + 1, head->sequence);
	if (memcmp(walk->former.hash, head->hash, AUDIT_HASH_SIZE) != 0)
		return fail(finding, FAILURE_CONFLICT,
			"Record %" PRIu64
			" of the audit log, the newest, has another hash than its "
			"head says.",
			last);
	if (walk->goes_on)
		return fail(finding, FAILURE_CONFLICT,
			"There are rows behind record %" PRIu64 ", with which the audit log ends.",
			last);
	return walk->expected == NULL || walk->expected->sequence <= last ||
	       fail(finding, FAILURE_CONFLICT,
		       "The audit log ends with record %" PRIu64
		       ", before the expected record %" PRIu64 ".",
		       last, walk->expected->sequence);
}

bool audit_verify(struct vault *vault, const struct audit_place *expected,
	struct audit_proof *proof, struct failure *why)
{
	struct walk walk = {.vault = vault, .expected = expected, .proof = proof};

	proof->is_whole = true;
	audit_origin(&vault->store_id, &walk.former);
	if (!store_read(vault->store, look_at_head, &walk, why))
		return false;
	if (!has_reached_head(&walk) && !audit_each(vault->store, false, look_at_row, &walk, why))
		return false;
	proof->is_whole = proof->is_whole && check_end(&walk);
	proof->newest = walk.former;
	return true;
}
