/*
 * With which sealing key the rows of a store are sealed, by what each says itself.
 */
#ifndef JWKMINT_STORE_SEALED_SCAN_H
#define JWKMINT_STORE_SEALED_SCAN_H

#include "store/keyring.h"
#include "store/store.h"

/*
 * Whether the sealing key with this id sealed everything: `*sole`. Reads only sealed rows, in short
 * visits, each row once at some moment; what is not as it must be is left to store/inspect.
 */
bool sealed_scan_sole(
	struct store *store, const uint8_t id[KEYRING_ID_SIZE], bool *sole, struct failure *why);

#endif
