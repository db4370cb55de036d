/*
 * What a backup says about itself: backup.json, written last, so that a backup which was
 * interrupted has none.
 *
 *   DIRECTORY/backup.json  0600: format, version, time, store, incarnation, JWKs, sealing keys, and
 *                          every file with its size and SHA-256
 *   DIRECTORY/db/          0700: the store's files
 */
#ifndef JWKMINT_MINT_BACKUP_LIST_H
#define JWKMINT_MINT_BACKUP_LIST_H

#include "base/id.h"
#include "store/vault.h"

#include <limits.h>

#define BACKUP_LIST_FILE "backup.json"
#define BACKUP_DATABASE  "db"
#define BACKUP_HASH_TEXT 65 /* SHA-256 in hexadecimal digits, with the NUL */

struct backup_file {
	char name[NAME_MAX + 1];
	int64_t size;
	char sha256[BACKUP_HASH_TEXT];
};

struct backup_list {
	char store[ID_TEXT_SIZE];
	char incarnation[ID_TEXT_SIZE];
	int64_t made;              /* seconds since the epoch */
	int64_t jwks;              /* how many there are */
	struct backup_file *files; /* owned */
	size_t count;
};

#define BACKUP_LIST_INIT                                                                           \
	{                                                                                          \
		.files = NULL                                                                      \
	}
#define backup_list_auto __attribute__((cleanup(backup_list_free))) struct backup_list
void backup_list_free(struct backup_list *list);

/* Replaces the files of the list with those of an open directory, which are read. */
bool backup_list_scan(int database, struct backup_list *list, struct failure *why);

/* Makes backup.json in an open directory, durable. `keyring`: the ids of its keys are noted. */
bool backup_list_write(int directory, const struct backup_list *list, const struct keyring *keyring,
	struct failure *why);

/* FAILURE_INVALID: there is none, so this is no backup, or an interrupted one; or it is not ours.
 */
bool backup_list_read(
	int directory, const char *path, struct backup_list *list, struct failure *why);

/* FAILURE_INVALID names a file of the open directory that is not as the list says. */
bool backup_list_check(
	int database, const char *path, const struct backup_list *list, struct failure *why);

#endif
