/*
 * The two ciphers of a JWE, by Nettle: A256GCM for the content, A256KW for the content's key.
 */
#ifndef JWKMINT_JWK_CIPHER_H
#define JWKMINT_JWK_CIPHER_H

#include "base/buffer.h"

#define CIPHER_KEY_SIZE     32
#define CIPHER_WRAPPED_SIZE (CIPHER_KEY_SIZE + 8)
#define CIPHER_NONCE_SIZE   12
#define CIPHER_TAG_SIZE     16

/* AES Key Wrap of one 256-bit key in another, RFC 3394 section 2.2.1 with the default IV. */
void cipher_wrap_key(const uint8_t wrapping_key[CIPHER_KEY_SIZE],
	const uint8_t key[CIPHER_KEY_SIZE], uint8_t wrapped[CIPHER_WRAPPED_SIZE]);

/*
 * AES-256-GCM (SP 800-38D): appends as many bytes as `plain` has to `sealed` and fills `tag`, which
 * vouches for `associated`, too. A nonce is for one message under a key.
 */
void cipher_seal(const uint8_t key[CIPHER_KEY_SIZE], const uint8_t nonce[CIPHER_NONCE_SIZE],
	const struct buffer *associated, const struct buffer *plain, struct buffer *sealed,
	uint8_t tag[CIPHER_TAG_SIZE]);

#endif
