#include "jwk/cipher.h"

#include <nettle/aes.h>
#include <nettle/gcm.h>
#include <nettle/nist-keywrap.h>
#include <string.h>

void cipher_wrap_key(const uint8_t wrapping_key[CIPHER_KEY_SIZE],
	const uint8_t key[CIPHER_KEY_SIZE], uint8_t wrapped[CIPHER_WRAPPED_SIZE])
{
	static const uint8_t iv[8] = {0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6};
	struct aes256_ctx aes;

	aes256_set_encrypt_key(&aes, wrapping_key);
	aes256_keywrap(&aes, iv, CIPHER_WRAPPED_SIZE, wrapped, key);
	explicit_bzero(&aes, sizeof aes);
}

void cipher_seal(const uint8_t key[CIPHER_KEY_SIZE], const uint8_t nonce[CIPHER_NONCE_SIZE],
	const struct buffer *associated, const struct buffer *plain, struct buffer *sealed,
	uint8_t tag[CIPHER_TAG_SIZE])
{
	struct gcm_aes256_ctx gcm;
	uint8_t *out = (uint8_t *)buffer_reserve(sealed, plain->length);

	gcm_aes256_set_key(&gcm, key);
	gcm_aes256_set_iv(&gcm, CIPHER_NONCE_SIZE, nonce);
	gcm_aes256_update(&gcm, associated->length, (const uint8_t *)associated->data);
	gcm_aes256_encrypt(&gcm, plain->length, out, (const uint8_t *)plain->data);
	gcm_aes256_digest(&gcm, CIPHER_TAG_SIZE, tag);
	explicit_bzero(&gcm, sizeof gcm);
	sealed->length += plain->length;
	sealed->data[sealed->length] = '\0';
}
