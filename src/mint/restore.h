/*
 * Restoring: a backup in the place of a home's store.
 */
#ifndef JWKMINT_MINT_RESTORE_H
#define JWKMINT_MINT_RESTORE_H

#include "mint/backup_list.h"
#include "mint/verify.h"

struct restore_request {
	const char *path;                /* of the backup */
	bool force;                      /* when there is a store: move it aside */
	const struct audit_actor *actor; /* for the audit log of the restored store */
};

struct restored {
	struct backup_list backup; /* owned */
	char aside[PATH_MAX];      /* where the former store is; empty: there was none */
};

#define RESTORED_INIT                                                                              \
	{                                                                                          \
		.backup = BACKUP_LIST_INIT                                                         \
	}
#define restored_auto __attribute__((cleanup(restored_free))) struct restored
void restored_free(struct restored *restored);

/*
 * Copies the backup beside the store, compares it with its list, proves it as verify_store does
 * with the home's keyring, which has to be there, gives it a new incarnation, and puts it in the
 * store's place in one step. Whoever dies before leaves the former store as it was. Bundles are not
 * looked at; all of them are behind afterwards.
 *
 * FAILURE_CONFLICT: there is a store, and `force` is not set. FAILURE_INVALID: this is no whole
 * backup. FAILURE_INTERNAL: the keyring is missing or not its, or what was copied is not whole, and
 * `verification` says why.
 */
bool restore(const struct home *home, const struct restore_request *request,
	struct verification *verification, struct restored *restored, struct failure *why);

#endif
