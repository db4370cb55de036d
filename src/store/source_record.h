/*
 * A source at rest: a Key, Certificate or Keystore of a project, from which JWKs are made.
 *
 * One row with what is public, and for each environment a row with what is sealed.
 */
#ifndef JWKMINT_STORE_SOURCE_RECORD_H
#define JWKMINT_STORE_SOURCE_RECORD_H

#include "base/id.h"
#include "base/name.h"
#include "store/list_page.h"
#include "store/store.h"

enum source_kind { SOURCE_KEY, SOURCE_CERTIFICATE, SOURCE_KEYSTORE };
#define SOURCE_KINDS 3

/* What it is in one environment. */
struct source_entry {
	char environment[NAME_SIZE];
	char alias[NAME_SIZE];     /* certificates; else empty */
	struct buffer public_part; /* owned; Key: SubjectPublicKeyInfo, DER; Certificate: the
				      certificates, DER, one behind the other; Keystore: empty */
	struct buffer
		sealed; /* owned; Key: the sealed PKCS#8, or empty; Keystore: file and password */
};

struct source_record {
	struct id project;
	struct id id;
	enum source_kind kind;
	char name[NAME_SIZE];
	char description[DESCRIPTION_SIZE];
	char type[16];                /* Key: RSA EC OKP; Keystore: PKCS12; else empty */
	uint64_t revision;            /* counts its changes; from 1 */
	int64_t created;              /* seconds since the epoch */
	struct source_entry *entries; /* owned */
	size_t count;
};

#define SOURCE_RECORD_INIT                                                                         \
	{                                                                                          \
		.entries = NULL                                                                    \
	}
#define source_record_auto __attribute__((cleanup(source_record_free))) struct source_record

void source_record_free(struct source_record *source);
void source_record_copy(struct source_record *to, const struct source_record *from);

/* Adds an entry and returns it; valid until the next is added. */
struct source_entry *source_record_add(struct source_record *source, const char *environment);

/* The entry of an environment, or NULL. */
struct source_entry *source_record_entry(
	const struct source_record *source, const char *environment);

/*
 * `*inserted` is false when the name is taken by one of this kind with another id. Names of
 * different kinds do not meet.
 */
bool source_record_insert(struct transaction *transaction, const struct source_record *source,
	bool *inserted, struct failure *why);

/* Reads the public rows; `sealed` stays empty unless `with_sealed`. */
bool source_record_find(struct transaction *transaction, const struct id *project,
	enum source_kind kind, const char *name, bool with_sealed, struct source_record *source,
	bool *found, struct failure *why);

/*
 * Puts `after` (the same id, perhaps another name) with all that is sealed in it in the place of
 * `before`, which is as it stands in the store. `*updated` is false when the name is taken by
 * another of this kind, and then nothing is changed.
 */
bool source_record_update(struct transaction *transaction, const struct source_record *before,
	const struct source_record *after, bool *updated, struct failure *why);

bool source_record_remove(
	struct transaction *transaction, const struct source_record *source, struct failure *why);

typedef bool (*source_record_visit)(
	const struct source_record *source, bool *more, void *context, struct failure *why);

/* A page of the project's sources of a kind, without what is sealed; `*more` says whether something
 * is behind it. */
bool source_record_page(struct transaction *transaction, const struct id *project,
	enum source_kind kind, const struct list_page *page, source_record_visit visit,
	void *context, bool *more, struct failure *why);

/* The project's sources of a kind by name, behind name `after`, without what is sealed. */
bool source_record_each(struct transaction *transaction, const struct id *project,
	enum source_kind kind, const char *after, source_record_visit visit, void *context,
	struct failure *why);

/*
 * What sealing binds an entry's sealed part to besides its row: environment, kind and public part.
 * Names are not bound: renaming opens nothing.
 */
void source_entry_binding(
	const struct source_record *source, const struct source_entry *entry, struct buffer *out);

#endif
