#include "jwk/koblitz.h"

#include "base/random.h"

#include <secp256k1.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH        32
#define UNCOMPRESSED (1 + 2 * WIDTH) /* 04 x y, SEC 1 section 2.3.3 */

#define context_auto __attribute__((cleanup(destroy))) secp256k1_context *

static void destroy(secp256k1_context **context)
{
	secp256k1_context_destroy(*context);
}

/* Blinded, so that the time and power that a multiplication takes say nothing about the key. */
static secp256k1_context *create(void)
{
	secp256k1_context *context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
	unsigned char seed[WIDTH];

	random_bytes(seed, sizeof seed);
	if (context == NULL || secp256k1_context_randomize(context, seed) == 0)
		abort();
	explicit_bzero(seed, sizeof seed);
	return context;
}

bool koblitz_public(
	const struct curve *curve, const struct buffer *d, struct buffer *x, struct buffer *y)
{
	context_auto context = create();
	unsigned char bytes[UNCOMPRESSED];
	size_t length = sizeof bytes;
	secp256k1_pubkey key;

	if (d->length != curve->size ||
		secp256k1_ec_pubkey_create(context, &key, (const unsigned char *)d->data) == 0)
		return false;
	secp256k1_ec_pubkey_serialize(context, bytes, &length, &key, SECP256K1_EC_UNCOMPRESSED);
	buffer_clear(x);
	buffer_append(x, bytes + 1, WIDTH);
	buffer_clear(y);
	buffer_append(y, bytes + 1 + WIDTH, WIDTH);
	return true;
}

bool koblitz_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y)
{
	unsigned char bytes[UNCOMPRESSED] = {4};
	secp256k1_pubkey key;

	if (x->length != curve->size || y->length != curve->size)
		return false;
	memcpy(bytes + 1, x->data, WIDTH);
	memcpy(bytes + 1 + WIDTH, y->data, WIDTH);
	return secp256k1_ec_pubkey_parse(secp256k1_context_static, &key, bytes, sizeof bytes) != 0;
}
