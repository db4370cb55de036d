/*
 * Reading a project's JWKs.
 */
#ifndef JWKMINT_MINT_KEYS_H
#define JWKMINT_MINT_KEYS_H

#include "jwk/jwk.h"
#include "mint/look.h"
#include "store/key_record.h"
#include "store/project.h"
#include "store/vault.h"

/* Keys as they stand in the store: a struct key_record for each would be ten times as large. */
struct key_list {
	struct buffer rows; /* owned, one behind the other */
	size_t *ends;       /* owned; where each of them ends */
	size_t count;
	bool more; /* there are keys behind these */
};

#define KEY_LIST_INIT                                                                              \
	{                                                                                          \
		.rows = BUFFER_INIT                                                                \
	}
#define key_list_auto __attribute__((cleanup(key_list_free))) struct key_list
void key_list_free(struct key_list *list);

bool keys_list(struct vault *vault, const struct project *project, const struct list_page *page,
	struct key_list *list, struct failure *why);

/* Reads one of them into `key`, which may be used again for the next. */
bool key_list_get(
	const struct key_list *list, size_t index, struct key_record *key, struct failure *why);

/*
 * One JWK with its private half opened, if it has one. FAILURE_INVALID `JWK (name: X) is not
 * found!`. A private half that is to be shown is noted in the audit log, in the visit that
 * reads it; while the disk is too full for that, it is read nevertheless. `look` NULL: nobody
 * looks.
 */
bool keys_get(struct vault *vault, const struct project *project, const char *name,
	struct look *look, struct key_record *key, struct jwk *jwk, struct failure *why);

#endif
