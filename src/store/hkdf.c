#include "store/hkdf.h"

#include <nettle/hkdf.h>
#include <nettle/hmac.h>
#include <string.h>

/* Nettle calls its hashes with a context of no type. */
static void update(void *context, size_t length, const uint8_t *data)
{
	hmac_sha256_update(context, length, data);
}

static void digest(void *context, size_t length, uint8_t *out)
{
	hmac_sha256_digest(context, length, out);
}

void hkdf_sha256(const uint8_t *key, size_t key_length, const uint8_t *info, size_t info_length,
	uint8_t *derived, size_t size)
{
	/* No salt stands for as many zeros as the hash is long (section 2.2). */
	static const uint8_t no_salt[SHA256_DIGEST_SIZE];
	struct hmac_sha256_ctx hmac;
	uint8_t pseudo_random[SHA256_DIGEST_SIZE];

	hmac_sha256_set_key(&hmac, sizeof no_salt, no_salt);
	hkdf_extract(&hmac, update, digest, SHA256_DIGEST_SIZE, key_length, key, pseudo_random);
	hmac_sha256_set_key(&hmac, sizeof pseudo_random, pseudo_random);
	hkdf_expand(&hmac, update, digest, SHA256_DIGEST_SIZE, info_length, info, size, derived);
	explicit_bzero(&hmac, sizeof hmac);
	explicit_bzero(pseudo_random, sizeof pseudo_random);
}
