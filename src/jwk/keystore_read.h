/*
 * What is in a PKCS#12 file (RFC 7292): its bags, opened.
 */
#ifndef JWKMINT_JWK_KEYSTORE_READ_H
#define JWKMINT_JWK_KEYSTORE_READ_H

#include "base/buffer.h"
#include "base/failure.h"

/* More than any keystore of one service has. */
#define KEYSTORE_MAX_ITEMS 256

/*
 * Iterations of password functions, of the file, its encrypted bags and one key together: a few
 * seconds. certtool writes 600,000 for each.
 */
#define KEYSTORE_MAX_ITERATIONS 4000000

enum keystore_item_kind {
	KEYSTORE_CERTIFICATE,
	KEYSTORE_KEY,           /* PKCS#8 */
	KEYSTORE_ENCRYPTED_KEY, /* PKCS#8, encrypted with the password of the file */
};

struct keystore_item {
	enum keystore_item_kind kind;
	struct buffer der;   /* owned, as are the next */
	struct buffer alias; /* friendlyName, UTF-8; empty: none */
	struct buffer id;    /* localKeyId; empty: none */
};

struct keystore_contents {
	struct keystore_item items[KEYSTORE_MAX_ITEMS];
	size_t count;
	/* The password as the file takes it: NULL and "" are two ways to have none. Borrowed. */
	const char *password;
	uint64_t iterations; /* of password functions, done so far */
};

void keystore_contents_free(struct keystore_contents *contents);

/*
 * Checks the integrity of the file with the password, and reads keys and certificates into
 * `contents`, which has a count of 0; what else there is, is passed over. FAILURE_INVALID.
 */
bool keystore_read(const struct buffer *file, const char *password,
	struct keystore_contents *contents, struct failure *why);

/* Appends the unencrypted PKCS#8 of a key. FAILURE_INVALID says why it can not be opened. */
bool keystore_open_key(const struct keystore_contents *contents, const struct keystore_item *item,
	struct buffer *pkcs8, struct failure *why);

#endif
