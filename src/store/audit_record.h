/*
 * A record of the audit log at rest.
 *
 *   key    'z' and the sequence number, from 1, as 8 bytes, big-endian
 *   value  the format byte 1 and fields as in record.h, in this order: sequence (tag 1), time (2),
 *          the texts in the order of enum audit_text (3 to 12, those that are not empty), hash (13)
 *
 * The hash is SHA-256 over the hash of the record before and the value up to the hash's field.
 * Before the first record stands the hash of "jwkmint audit log" and the store's id.
 */
#ifndef JWKMINT_STORE_AUDIT_RECORD_H
#define JWKMINT_STORE_AUDIT_RECORD_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/id.h"

#define AUDIT_HASH_SIZE      32
#define AUDIT_HASH_TEXT_SIZE (2 * AUDIT_HASH_SIZE + 1)

enum audit_text {
	AUDIT_TEXT_USER,
	AUDIT_TEXT_TOKEN,
	AUDIT_TEXT_ACTION,
	AUDIT_TEXT_PROJECT,
	AUDIT_TEXT_KEY,
	AUDIT_TEXT_KID,
	AUDIT_TEXT_OBJECT,
	AUDIT_TEXT_OUTCOME,
	AUDIT_TEXT_ADDRESS,
	AUDIT_TEXT_REQUEST,
	AUDIT_TEXTS
};

/* How a text is called in JSON: "user", "tokenId". */
extern const char *const audit_text_members[AUDIT_TEXTS];

#define AUDIT_DONE    "done"
#define AUDIT_REFUSED "refused"

/* How far the log goes: its newest record, or with sequence 0 what stands before the first. */
struct audit_place {
	uint64_t sequence;
	uint8_t hash[AUDIT_HASH_SIZE];
};

struct audit_record {
	struct audit_place place;
	int64_t time;                     /* ms since the epoch */
	struct buffer texts[AUDIT_TEXTS]; /* owned */
};

/* An audit_record_auto is initialised before anything else is done. */
void audit_record_init(struct audit_record *record);
void audit_record_free(struct audit_record *record);
#define audit_record_auto __attribute__((cleanup(audit_record_free))) struct audit_record

void audit_record_key(uint64_t sequence, struct buffer *key);

/* Where a store's log begins. */
void audit_origin(const struct id *store, struct audit_place *place);

/*
 * Makes the row of a record that follows `former`; `texts` in the order of enum audit_text, NULL or
 * "" for none. `place` becomes its own.
 */
void audit_record_encode(const struct audit_place *former, int64_t time,
	const char *const texts[AUDIT_TEXTS], struct buffer *key, struct buffer *value,
	struct audit_place *place);

/*
 * Reads a row. FAILURE_INTERNAL: it is none, or its key is another record's. What its hash is worth
 * is for audit_record_follows to say.
 */
bool audit_record_decode(const struct buffer *key, const struct buffer *value,
	struct audit_record *record, struct failure *why);

/* Whether the row's hash is that of its bytes, behind `former`. */
bool audit_record_follows(const struct audit_place *former, const struct buffer *value,
	const struct audit_record *record);

void audit_hash_format(const uint8_t hash[AUDIT_HASH_SIZE], char text[AUDIT_HASH_TEXT_SIZE]);

/* "SEQUENCE:HASH" */
#define AUDIT_PLACE_TEXT_SIZE (21 + AUDIT_HASH_TEXT_SIZE)
void audit_place_format(const struct audit_place *place, char text[AUDIT_PLACE_TEXT_SIZE]);

#endif
