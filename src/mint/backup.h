/*
 * Backups: the store in one moment, proved to be whole, without the keyring.
 */
#ifndef JWKMINT_MINT_BACKUP_H
#define JWKMINT_MINT_BACKUP_H

#include "mint/backup_list.h"
#include "mint/verify.h"

/* What is told while it is made. */
struct backup_progress {
	void (*pages)(size_t pages, void *context);
	void (*rows)(const struct verification *verification, void *context);
	void *context;
};

/*
 * Makes a backup in `path`, a directory (0700) that does not exist or is empty, while others work
 * on the store; it shows every change that was done before the call. What is written is durable,
 * then opened as a store of its own with the vault's keyring, and every row of it is looked at and
 * every sealed value opened. `list` says what it is.
 *
 * FAILURE_CONFLICT: `path` holds something. FAILURE_INVALID: it lies in the store or among the
 * bundles. FAILURE_INTERNAL: it can not be written, or what was copied is not whole, and
 * `verification` says why. What was made is removed then.
 */
bool backup_make(struct vault *vault, const char *path, const struct backup_progress *progress,
	struct verification *verification, struct backup_list *list, struct failure *why);

#endif
