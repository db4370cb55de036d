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

struct key_list {
	struct key_record *keys; /* owned */
	size_t count;
	bool more; /* there are keys behind these */
};

#define KEY_LIST_INIT                                                                              \
	{                                                                                          \
		.keys = NULL                                                                       \
	}
#define key_list_auto __attribute__((cleanup(key_list_free))) struct key_list
void key_list_free(struct key_list *list);

bool keys_list(struct vault *vault, const struct project *project, const struct list_page *page,
	struct key_list *list, struct failure *why);

/*
 * One JWK with its private half opened, if it has one. FAILURE_INVALID `JWK (name: X) is not
 * found!`. A private half that is to be shown is noted in the audit log, in the visit that
 * reads it; while the disk is too full for that, it is read nevertheless. `look` NULL: nobody
 * looks.
 */
bool keys_get(struct vault *vault, const struct project *project, const char *name,
	struct look *look, struct key_record *key, struct jwk *jwk, struct failure *why);

#endif
