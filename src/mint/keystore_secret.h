/*
 * The file and the password of a keystore as one secret, which is sealed as a whole.
 */
#ifndef JWKMINT_MINT_KEYSTORE_SECRET_H
#define JWKMINT_MINT_KEYSTORE_SECRET_H

#include "base/buffer.h"

/* Each appends; false when the bytes are none of ours. */
void keystore_secret_join(const struct buffer *file, const char *password, struct buffer *secret);
bool keystore_secret_split(
	const struct buffer *secret, struct buffer *file, struct buffer *password);

#endif
