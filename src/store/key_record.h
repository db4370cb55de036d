/*
 * A JWK at rest: a row of metadata that is public, and a row with the sealed private half.
 *
 * What the bytes of a key mean is not known here: `type`, `use` and `algorithm` are text,
 * `public_part` and the sealed half are bytes that jwk/ packs and unpacks.
 */
#ifndef JWKMINT_STORE_KEY_RECORD_H
#define JWKMINT_STORE_KEY_RECORD_H

#include "base/id.h"
#include "base/name.h"
#include "store/store.h"

#define KEY_KID_MAX_CHARACTERS 256
#define KEY_KID_SIZE           (4 * KEY_KID_MAX_CHARACTERS + 1)
#define KEY_NEVER              INT64_MAX

struct key_record {
	struct id project;
	struct id id;
	uint32_t version; /* of the material; from 1 */
	char name[NAME_SIZE];
	char description[DESCRIPTION_SIZE];
	char kid[KEY_KID_SIZE]; /* empty: none */
	char type[8];           /* RSA EC OCT OKP */
	char use[8];            /* sig, enc, or empty */
	char algorithm[32];     /* the JOSE name, or empty */
	char source[16];        /* sourceType: GENERATE, URL, ... */
	struct id
		source_id; /* the key, certificate or keystore that it refers to, when has_source */
	char source_environment[NAME_SIZE]; /* whose entry of it, as is the next */
	char source_alias[NAME_SIZE];
	bool has_source;
	bool public_only;   /* there is no private half */
	uint64_t revision;  /* counts changes to the record; 0 when it was never changed */
	int64_t not_before; /* seconds since the epoch, as are the next two */
	int64_t expires;    /* KEY_NEVER: it does not */
	int64_t created;
	int64_t password_salt_length; /* bytes, for PBES2; 0: not an oct key */
	int64_t password_iterations;
	struct buffer public_part; /* owned; empty for oct */
	struct buffer extra;       /* owned; further public members, as the text of JSON members */
	struct buffer source_url;  /* owned; empty: it did not come from a URL */
};

#define KEY_RECORD_INIT                                                                            \
	{                                                                                          \
		.public_part = BUFFER_INIT, .extra = BUFFER_INIT, .source_url = BUFFER_INIT        \
	}
#define key_record_auto __attribute__((cleanup(key_record_free))) struct key_record

void key_record_free(struct key_record *key);
void key_record_copy(struct key_record *to, const struct key_record *from);

enum key_taken { KEY_TAKEN_NOTHING, KEY_TAKEN_NAME, KEY_TAKEN_KID };

/*
 * Puts the row, its kid, its reference to a source and the sealed private half (none of a key that
 * is public_only); `*taken` says what stood in the way, and then nothing was put. A row with the
 * same id is this very insertion seen again: success.
 */
bool key_record_insert(struct transaction *transaction, const struct key_record *key,
	const struct buffer *sealed, enum key_taken *taken, struct failure *why);

/*
 * Puts `after` in the place of `before`, which is as it stands in the store: the same key, perhaps
 * with another name, kid, source or material. `sealed` (NULL: stays as it is) becomes the private
 * half of after->version; that of a former version goes. `*taken` as above, nothing was put then.
 */
bool key_record_update(struct transaction *transaction, const struct key_record *before,
	const struct key_record *after, const struct buffer *sealed, enum key_taken *taken,
	struct failure *why);

/* Deletes the row, its kid, its reference and its private half. */
bool key_record_remove(
	struct transaction *transaction, const struct key_record *key, struct failure *why);

bool key_record_find(struct transaction *transaction, const struct id *project, const char *name,
	struct key_record *key, bool *found, struct failure *why);

/* Whether some key of the project has this kid. */
bool key_record_kid_taken(struct transaction *transaction, const struct id *project,
	const char *kid, bool *taken, struct failure *why);

/* The name of the key that has this kid. */
bool key_record_kid_holder(struct transaction *transaction, const struct id *project,
	const char *kid, char name[NAME_SIZE], bool *found, struct failure *why);

/*
 * The sealed private half of a version; a key whose half is missing is FAILURE_INTERNAL. Empty for
 * one that is public_only.
 */
bool key_record_material(struct transaction *transaction, const struct key_record *key,
	struct buffer *sealed, struct failure *why);

/* The key of that row; replaces `row`. */
void key_record_material_key(const struct key_record *key, struct buffer *row);

/* Under which name the reference of a key that has a source leads to it. */
bool key_record_reference(struct transaction *transaction, const struct key_record *key,
	char name[NAME_SIZE], bool *found, struct failure *why);

typedef bool (*key_record_name_visit)(
	const char *name, bool *more, void *context, struct failure *why);

/* The names of the keys that refer to a source. */
bool key_record_each_reference(struct transaction *transaction, const struct id *project,
	const struct id *source, key_record_name_visit visit, void *context, struct failure *why);

/*
 * What sealing binds a private half to, besides its row: a canonical form of everything public that
 * gives the key its meaning (name, kid, type, use, algorithm, times, public part), appended to
 * `out`.
 */
void key_record_binding(const struct key_record *key, struct buffer *out);

#endif
