#include "jwk/pkcs12_kdf.h"

#include "base/utf8.h"

#include <nettle/sha1.h>
#include <string.h>

#define BLOCK 64 /* of SHA-1 */

static void put_unit(struct buffer *out, uint32_t unit)
{
	buffer_append_byte(out, (uint8_t)(unit >> 8));
	buffer_append_byte(out, (uint8_t)unit);
}

/* UTF-16, big-endian, with the zero that ends it. */
static void put_password(struct buffer *out, const char *password)
{
	uint32_t character;
	size_t left, size;

	if (password == NULL)
		return;
	for (left = strlen(password); (size = utf8_next(password, left, &character)) > 0;
		password += size, left -= size) {
		if (character < 0x10000) {
			put_unit(out, character);
			continue;
		}
		put_unit(out, 0xD800 + ((character - 0x10000) >> 10));
		put_unit(out, 0xDC00 + ((character - 0x10000) & 0x3FF));
	}
	put_unit(out, 0);
}

/* Repeats the bytes until whole blocks are full; nothing stays nothing. */
static void put_repeated(struct buffer *out, const void *bytes, size_t length)
{
	const uint8_t *from = bytes;
	size_t full = (length + BLOCK - 1) / BLOCK * BLOCK;

	for (size_t i = 0; i < full; i++)
		buffer_append_byte(out, from[i % length]);
}

/* Each block of `input` becomes the sum of it, the digest repeated, and 1, modulo 2^512. */
static void add_digest(struct buffer *input, const uint8_t digest[SHA1_DIGEST_SIZE])
{
	uint8_t *at = (uint8_t *)input->data;

	for (size_t block = 0; block < input->length; block += BLOCK) {
		unsigned carry = 1;

		for (size_t i = BLOCK; i-- > 0;) {
			carry += at[block + i] + digest[i % SHA1_DIGEST_SIZE];
			at[block + i] = (uint8_t)carry;
			carry >>= 8;
		}
	}
}

static void hash(const struct buffer *input, enum pkcs12_purpose purpose, unsigned iterations,
	uint8_t digest[SHA1_DIGEST_SIZE])
{
	uint8_t diversifier[BLOCK];
	struct sha1_ctx context;

	memset(diversifier, (int)purpose, sizeof diversifier);
	sha1_init(&context);
	sha1_update(&context, sizeof diversifier, diversifier);
	sha1_update(&context, input->length, (const uint8_t *)input->data);
	sha1_digest(&context, SHA1_DIGEST_SIZE, digest);
	for (unsigned i = 1; i < iterations; i++) {
		sha1_update(&context, SHA1_DIGEST_SIZE, digest);
		sha1_digest(&context, SHA1_DIGEST_SIZE, digest);
	}
	explicit_bzero(&context, sizeof context);
}

void pkcs12_kdf(const char *password, const struct der_reader *salt, unsigned iterations,
	enum pkcs12_purpose purpose, uint8_t *out, size_t length)
{
	buffer_auto text = BUFFER_INIT;
	buffer_auto input = BUFFER_INIT;
	uint8_t digest[SHA1_DIGEST_SIZE];

	put_password(&text, password);
	put_repeated(&input, salt->at, salt->left);
	put_repeated(&input, text.data, text.length);
	while (length > 0) {
		size_t part = length < sizeof digest ? length : sizeof digest;

		hash(&input, purpose, iterations, digest);
		memcpy(out, digest, part);
		out += part;
		length -= part;
		add_digest(&input, digest);
	}
	explicit_bzero(digest, sizeof digest);
}
