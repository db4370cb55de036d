#include "store/audit_record.h"

#include "base/hex.h"
#include "store/record.h"
#include "store/row_parts.h"

#include <inttypes.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

enum field { FIELD_SEQUENCE = 1, FIELD_TIME, FIELD_TEXTS, FIELD_HASH = FIELD_TEXTS + AUDIT_TEXTS };

#define SEQUENCE_SIZE 8
#define ORIGIN        "jwkmint audit log"

/* The field of the hash: tag, length, bytes. */
#define HASH_FIELD_SIZE (5 + AUDIT_HASH_SIZE)

const char *const audit_text_members[AUDIT_TEXTS] = {
	[AUDIT_TEXT_USER] = "user",
	[AUDIT_TEXT_TOKEN] = "tokenId",
	[AUDIT_TEXT_ACTION] = "action",
	[AUDIT_TEXT_PROJECT] = "project",
	[AUDIT_TEXT_KEY] = "key",
	[AUDIT_TEXT_KID] = "kid",
	[AUDIT_TEXT_OBJECT] = "object",
	[AUDIT_TEXT_OUTCOME] = "outcome",
	[AUDIT_TEXT_ADDRESS] = "clientAddress",
	[AUDIT_TEXT_REQUEST] = "requestId",
};

void audit_record_init(struct audit_record *record)
{
	*record = (struct audit_record){.time = 0};
	for (size_t i = 0; i < AUDIT_TEXTS; i++)
		buffer_init(&record->texts[i]);
}

void audit_record_free(struct audit_record *record)
{
	for (size_t i = 0; i < AUDIT_TEXTS; i++)
		buffer_free(&record->texts[i]);
}

void audit_record_key(uint64_t sequence, struct buffer *key)
{
	record_key(key, RECORD_AUDIT);
	record_key_u32(key, (uint32_t)(sequence >> 32));
	record_key_u32(key, (uint32_t)sequence);
}

void audit_origin(const struct id *store, struct audit_place *place)
{
	struct sha256_ctx hash;

	place->sequence = 0;
	sha256_init(&hash);
	sha256_update(&hash, strlen(ORIGIN), (const uint8_t *)ORIGIN);
	sha256_update(&hash, sizeof store->bytes, store->bytes);
	sha256_digest(&hash, sizeof place->hash, place->hash);
}

static void hash_row(const struct audit_place *former, const char *bytes, size_t length,
	uint8_t digest[AUDIT_HASH_SIZE])
{
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, sizeof former->hash, former->hash);
	sha256_update(&hash, length, (const uint8_t *)bytes);
	sha256_digest(&hash, AUDIT_HASH_SIZE, digest);
}

void audit_record_encode(const struct audit_place *former, int64_t time,
	const char *const texts[AUDIT_TEXTS], struct buffer *key, struct buffer *value,
	struct audit_place *place)
{
	place->sequence = former->sequence + 1;
	audit_record_key(place->sequence, key);
	record_begin(value);
	record_put_i64(value, FIELD_SEQUENCE, (int64_t)place->sequence);
	record_put_i64(value, FIELD_TIME, time);
	for (size_t i = 0; i < AUDIT_TEXTS; i++) {
		if (texts[i] != NULL)
			record_put_string(value, (uint8_t)(FIELD_TEXTS + i), texts[i]);
	}
	hash_row(former, value->data, value->length, place->hash);
	record_put_bytes(value, FIELD_HASH, place->hash, sizeof place->hash);
}

static bool decode_sequence(const struct buffer *key, uint64_t *sequence, struct failure *why)
{
	struct row_parts parts = row_parts_of(key);
	uint8_t bytes[SEQUENCE_SIZE] = {0};

	row_parts_take(&parts, bytes, sizeof bytes);
	*sequence = 0;
	for (size_t i = 0; i < sizeof bytes; i++)
		*sequence = *sequence << 8 | bytes[i];
	return row_parts_end(&parts, why);
}

static bool decode_hash(
	const struct buffer *value, struct audit_record *record, struct failure *why)
{
	const uint8_t *hash;
	size_t length;

	record_get_bytes(value, FIELD_HASH, &hash, &length);
	if (length != AUDIT_HASH_SIZE || value->length < HASH_FIELD_SIZE ||
		hash + length != (const uint8_t *)value->data + value->length)
		return fail(why, FAILURE_INTERNAL,
			"Record %" PRIu64 " of the audit log has no hash.", record->place.sequence);
	memcpy(record->place.hash, hash, length);
	return true;
}

bool audit_record_decode(const struct buffer *key, const struct buffer *value,
	struct audit_record *record, struct failure *why)
{
	uint64_t *sequence = &record->place.sequence;

	if (!decode_sequence(key, sequence, why))
		return false;
	if (!record_check(value, why))
		return fail_within(why, "Record %" PRIu64 " of the audit log: ", *sequence);

	uint64_t stored = (uint64_t)record_get_i64(value, FIELD_SEQUENCE);

	if (stored != *sequence)
		return fail(why, FAILURE_INTERNAL,
			"In the place of record %" PRIu64 " of the audit log is record %" PRIu64
			".",
			*sequence, stored);
	record->time = record_get_i64(value, FIELD_TIME);
	for (size_t i = 0; i < AUDIT_TEXTS; i++) {
		if (!record_get_text(value, (uint8_t)(FIELD_TEXTS + i), &record->texts[i], why))
			return fail_within(why, "Record %" PRIu64 " of the audit log: ", *sequence);
	}
	return decode_hash(value, record, why);
}

bool audit_record_follows(const struct audit_place *former, const struct buffer *value,
	const struct audit_record *record)
{
	uint8_t digest[AUDIT_HASH_SIZE];

	hash_row(former, value->data, value->length - HASH_FIELD_SIZE, digest);
	return record->place.sequence == former->sequence + 1 &&
	       memcmp(digest, record->place.hash, sizeof digest) == 0;
}

void audit_hash_format(const uint8_t hash[AUDIT_HASH_SIZE], char text[AUDIT_HASH_TEXT_SIZE])
{
	hex_encode(hash, AUDIT_HASH_SIZE, text);
}

void audit_place_format(const struct audit_place *place, char text[AUDIT_PLACE_TEXT_SIZE])
{
	int length = snprintf(text, AUDIT_PLACE_TEXT_SIZE, "%" PRIu64 ":", place->sequence);

	audit_hash_format(place->hash, text + length);
}
