/*
 * The JWKs that refer to a source, and the new material that they get from it.
 */
#ifndef JWKMINT_MINT_SOURCE_REFERENCES_H
#define JWKMINT_MINT_SOURCE_REFERENCES_H

#include "mint/sources.h"

struct source_references {
	struct key_record *keys; /* owned; in order of their ids */
	size_t count;
};

#define SOURCE_REFERENCES_INIT                                                                     \
	{                                                                                          \
		NULL, 0                                                                            \
	}
#define source_references_auto                                                                     \
	__attribute__((cleanup(source_references_free))) struct source_references
void source_references_free(struct source_references *references);

/* Replaces the list with all that refer to the source now. */
bool source_references_read(struct transaction *transaction, const struct source_record *source,
	struct source_references *references, struct failure *why);

/* Whether both lists have the same keys in the same state. */
bool source_references_equal(const struct source_references *a, const struct source_references *b);

/*
 * FAILURE_INVALID, naming up to 20, when there are keys that refer to an environment of the source
 * that is not in `after` (NULL: to any).
 */
bool source_references_refuse(const struct source_record *source, const struct source_record *after,
	const struct source_references *references, struct failure *why);

/* A JWK with new material, sealed. */
struct source_rekey {
	struct key_record after; /* owned */
	struct buffer sealed;    /* owned */
};

struct source_rekeys {
	struct source_rekey *keys; /* owned; as many as there are references, in their order */
	size_t count;
};

#define source_rekeys_auto __attribute__((cleanup(source_rekeys_free))) struct source_rekeys
void source_rekeys_free(struct source_rekeys *rekeys);

/* Gives each of the JWKs the material of `after`; outside of any visit to the store. */
bool source_rekeys_make(struct vault *vault, const struct source_record *after,
	const struct source_references *references, struct source_rekeys *rekeys,
	struct failure *why);

/* Puts them in the place of the references, which are as they stand in the store. */
bool source_rekeys_put(struct transaction *transaction, const struct source_references *references,
	const struct source_rekeys *rekeys, struct failure *why);

#endif
