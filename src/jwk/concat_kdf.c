#include "jwk/concat_kdf.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

static void hash_number(struct sha256_ctx *hash, size_t number)
{
	const uint8_t bytes[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16),
		(uint8_t)(number >> 8), (uint8_t)number};

	sha256_update(hash, sizeof bytes, bytes);
}

static void hash_string(struct sha256_ctx *hash, const char *string)
{
	hash_number(hash, strlen(string));
	sha256_update(hash, strlen(string), (const uint8_t *)string);
}

void concat_kdf(const struct buffer *z, const char *algorithm, const char *party_u,
	const char *party_v, uint8_t *key, size_t length)
{
	struct sha256_ctx hash;

	if (length == 0 || length > CONCAT_KDF_MAX)
		abort();
	sha256_init(&hash);
	hash_number(&hash, 1); /* the round */
	sha256_update(&hash, z->length, (const uint8_t *)z->data);
	hash_string(&hash, algorithm);
	hash_string(&hash, party_u);
	hash_string(&hash, party_v);
	hash_number(&hash, 8 * length); /* SuppPubInfo */
	sha256_digest(&hash, length, key);
	explicit_bzero(&hash, sizeof hash);
}
