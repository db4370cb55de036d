/*
 * Which sealing key what is written has to be sealed with.
 */
#ifndef JWKMINT_STORE_SEALING_H
#define JWKMINT_STORE_SEALING_H

#include "store/store.h"

/*
 * Where the store allows only one sealing key, because the others are being forgotten, FAILURE_BUSY
 * for what another one sealed: a process that read the keyring before would make a row that nobody
 * can open.
 */
bool sealing_check(
	struct transaction *transaction, const struct buffer *sealed, struct failure *why);

#endif
