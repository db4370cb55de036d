/*
 * The sealing keys: a small file that only its owner may read.
 *
 * One line for each key, the newest first: `ID KEY CREATED`, where ID is 8 hexadecimal digits, KEY
 * is 32 bytes in base64url and CREATED is an ISO 8601 time; # begins a comment. The newest key
 * seals, every key opens what it sealed.
 */
#ifndef JWKMINT_STORE_KEYRING_H
#define JWKMINT_STORE_KEYRING_H

#include "base/buffer.h"
#include "base/failure.h"

#include <sys/types.h>
#include <time.h>

#define KEYRING_KEY_SIZE 32
#define KEYRING_ID_SIZE  4
#define KEYRING_MAX_KEYS 64

struct sealing_key {
	uint8_t id[KEYRING_ID_SIZE];
	uint8_t key[KEYRING_KEY_SIZE];
};

struct keyring {
	/* Owned, newest first: pages of their own, locked where allowed, never in a core dump. */
	struct sealing_key *keys;
	size_t count;
	/* Beside them: audit_key.h of the newest, which each look at a key needs twice. */
	uint8_t *audit_key;
};

/*
 * Reads the keyring. FAILURE_INTERNAL with a sentence that names the file and the remedy when it is
 * missing, not a regular file, not ours, open to group or others, truncated or malformed.
 */
bool keyring_load(const char *path, struct keyring *keyring, struct failure *why);

/* What tells one state of a keyring's file from another without reading it. */
struct keyring_stamp {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

/* Of the file as it is now; zeros when it can not be looked at. */
struct keyring_stamp keyring_stamp(const char *path);
bool keyring_stamp_equal(const struct keyring_stamp *a, const struct keyring_stamp *b);

/* Wipes and unmaps. */
void keyring_free(struct keyring *keyring);

/* The key with this id, NULL when there is none. */
const struct sealing_key *keyring_find(
	const struct keyring *keyring, const uint8_t id[KEYRING_ID_SIZE]);

#endif
