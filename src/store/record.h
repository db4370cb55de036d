/*
 * How rows look: keys begin with a prefix for their kind, values are tagged fields.
 *
 *   key    one byte for the kind (enum record_kind), then parts; a part has a fixed length (an id)
 *          or ends with a NUL (a name, which holds none), so prefixes never mix.
 *   value  a format byte (1), then fields: tag (1 byte), length (4 bytes, big-endian), bytes.
 *
 * A reader skips tags that it does not know; a field that is missing reads as zero or empty, and
 * zeros and empty strings are not written. So fields can be added without touching stored rows.
 */
#ifndef JWKMINT_STORE_RECORD_H
#define JWKMINT_STORE_RECORD_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/id.h"
#include "store/id_list.h"

enum record_kind {
	RECORD_META = 'm',        /* store identity, keyring check, head of the audit log */
	RECORD_PROJECT = 'p',     /* name -> struct project */
	RECORD_ENVIRONMENT = 'e', /* name -> struct environment */
	RECORD_USER = 'u',        /* name -> struct user */
	RECORD_TOKEN = 't',       /* SHA-256 of the token -> struct token */
	RECORD_PASSING = 'y',     /* expiry, SHA-256 of a token that goes when it has expired */
	RECORD_KEY = 'j',         /* project id, name -> struct key_record */
	RECORD_KID = 'k',         /* project id, kid -> name */
	RECORD_MATERIAL = 's',    /* project id, key id, version -> sealed private half */
	RECORD_REFERENCE = 'r',  /* project id, source id, key id -> name of the key made from it */
	RECORD_SOURCE = 'o',     /* project id, kind, name -> struct source_record */
	RECORD_SECRET = 'x',     /* project id, source id, environment -> a source's sealed part */
	RECORD_POOL = 'q',       /* place, bits, pool id -> struct pool_record */
	RECORD_SETTING = 'c',    /* name -> values */
	RECORD_LEFTOVER = 'l',   /* change id, environment, project -> struct leftover */
	RECORD_GENERATION = 'g', /* project id -> number of the newest change to its keys */

	/*
	 * Sequence number -> struct audit_record. The last of all letters: what is appended at the
	 * end of the whole key space fills pages, anywhere else it leaves them half empty.
	 */
	RECORD_AUDIT = 'z',
};

/* Whether a row of this kind says who may do what: a token, a user, a project, a setting. */
bool record_gives_rights(char kind);

void record_key(struct buffer *key, enum record_kind kind); /* starts anew */
void record_key_id(struct buffer *key, const struct id *id);
void record_key_name(struct buffer *key, const char *name);
void record_key_u32(struct buffer *key, uint32_t number);
void record_key_bytes(struct buffer *key, const void *bytes, size_t length);

void record_begin(struct buffer *value);
void record_put_bytes(struct buffer *value, uint8_t tag, const void *bytes, size_t length);
void record_put_string(struct buffer *value, uint8_t tag, const char *string);
void record_put_i64(struct buffer *value, uint8_t tag, int64_t number);

/*
 * Whether this is a row that we can read at all: FAILURE_INTERNAL for an unknown format ("written
 * by a newer version") or fields that do not add up ("damaged"). Call it before the getters.
 */
bool record_check(const struct buffer *value, struct failure *why);

/* `*bytes` points into `value`; length 0 when the field is missing. */
void record_get_bytes(
	const struct buffer *value, uint8_t tag, const uint8_t **bytes, size_t *length);

/* Copies into an array of `size` bytes, with NUL; a field that does not fit is FAILURE_INTERNAL. */
bool record_get_string(
	const struct buffer *value, uint8_t tag, char *string, size_t size, struct failure *why);

/* The same for a text of any length: replaces what `text` holds. */
bool record_get_text(
	const struct buffer *value, uint8_t tag, struct buffer *text, struct failure *why);
int64_t record_get_i64(const struct buffer *value, uint8_t tag);

/* An id that is missing or has another length is FAILURE_INTERNAL. */
bool record_get_id(const struct buffer *value, uint8_t tag, struct id *id, struct failure *why);

/* Replaces the list with the ids of a field; bytes that are no whole ids are FAILURE_INTERNAL. */
bool record_get_ids(
	const struct buffer *value, uint8_t tag, struct id_list *list, struct failure *why);

/*
 * The same for kinds with many fields, where to look for each would cost more than to read them:
 * all fields with a tag below `count`, by tag, pointing into `value`. Checks as record_check.
 */
struct record_field {
	uint8_t tag;
	const uint8_t *bytes; /* NULL when it is missing; the length is 0 then */
	size_t length;
};

bool record_split(
	const struct buffer *value, struct record_field *fields, size_t count, struct failure *why);
bool record_field_string(
	const struct record_field *field, char *string, size_t size, struct failure *why);
bool record_field_text(const struct record_field *field, struct buffer *text, struct failure *why);
int64_t record_field_i64(const struct record_field *field);
bool record_field_id(const struct record_field *field, struct id *id, struct failure *why);

#endif
