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
	char source[16];        /* GENERATE, ... */
	int64_t not_before;     /* seconds since the epoch, as are the next two */
	int64_t expires;
	int64_t created;
	int64_t password_salt_length; /* bytes, for PBES2; 0: not an oct key */
	int64_t password_iterations;
	struct buffer public_part; /* owned; empty for oct */
};

#define KEY_RECORD_INIT                                                                            \
	{                                                                                          \
		.public_part = BUFFER_INIT                                                         \
	}
#define key_record_auto __attribute__((cleanup(key_record_free))) struct key_record

void key_record_free(struct key_record *key);
void key_record_copy(struct key_record *to, const struct key_record *from);

enum key_taken { KEY_TAKEN_NOTHING, KEY_TAKEN_NAME, KEY_TAKEN_KID };

/*
 * Puts the row, its kid and the sealed private half; `*taken` says what stood in the way, and then
 * nothing was put. A row with the same id is this very insertion seen again: success.
 */
bool key_record_insert(struct transaction *transaction, const struct key_record *key,
	const struct buffer *sealed, enum key_taken *taken, struct failure *why);

bool key_record_find(struct transaction *transaction, const struct id *project, const char *name,
	struct key_record *key, bool *found, struct failure *why);

/* Whether some key of the project has this kid. */
bool key_record_kid_taken(struct transaction *transaction, const struct id *project,
	const char *kid, bool *taken, struct failure *why);

/* The sealed private half of a version; a key whose half is missing is FAILURE_INTERNAL. */
bool key_record_material(struct transaction *transaction, const struct key_record *key,
	struct buffer *sealed, struct failure *why);

typedef bool (*key_record_visit)(
	const struct key_record *key, bool *more, void *context, struct failure *why);

/* The project's keys by name, behind name `after` (NULL: from the first). */
bool key_record_each(struct transaction *transaction, const struct id *project, const char *after,
	key_record_visit visit, void *context, struct failure *why);

/*
 * What sealing binds a private half to, besides its row: a canonical form of everything public that
 * gives the key its meaning (name, kid, type, use, algorithm, times, public part), appended to
 * `out`.
 */
void key_record_binding(const struct key_record *key, struct buffer *out);

#endif
