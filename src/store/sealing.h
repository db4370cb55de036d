/*
 * Which sealing key what is written has to be sealed with.
 */
#ifndef JWKMINT_STORE_SEALING_H
#define JWKMINT_STORE_SEALING_H

#include "store/identity.h"

/*
 * Where the store allows only one sealing key, because the others are being forgotten, FAILURE_BUSY
 * for what another one sealed: a process that read the keyring before would make a row that nobody
 * can open.
 */
bool sealing_check(
	struct transaction *transaction, const struct buffer *sealed, struct failure *why);

/* The same for what is to be sealed with the key of this id. */
bool sealing_check_key(const struct store_identity *identity, const uint8_t key[KEYRING_ID_SIZE],
	struct failure *why);

#endif
