#include "jwk/koblitz.h"

#include "base/library.h"
#include "base/random.h"

#include <secp256k1.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY    "libsecp256k1.so.1"
#define BROUGHT_BY "libsecp256k1-1"

#define WIDTH        32
#define UNCOMPRESSED (1 + 2 * WIDTH) /* 04 x y, SEC 1 section 2.3.3 */

struct libsecp256k1 {
	__typeof__(secp256k1_context_static) *context_static; /* a variable of the library */
	__typeof__(secp256k1_context_create) *context_create;
	__typeof__(secp256k1_context_destroy) *context_destroy;
	__typeof__(secp256k1_context_randomize) *context_randomize;
	__typeof__(secp256k1_ec_pubkey_create) *pubkey_create;
	__typeof__(secp256k1_ec_pubkey_parse) *pubkey_parse;
	__typeof__(secp256k1_ec_pubkey_serialize) *pubkey_serialize;
};

static bool load(struct libsecp256k1 *library, struct failure *why)
{
	const struct library_function functions[] = {
		{"secp256k1_context_static", &library->context_static},
		{"secp256k1_context_create", &library->context_create},
		{"secp256k1_context_destroy", &library->context_destroy},
		{"secp256k1_context_randomize", &library->context_randomize},
		{"secp256k1_ec_pubkey_create", &library->pubkey_create},
		{"secp256k1_ec_pubkey_parse", &library->pubkey_parse},
		{"secp256k1_ec_pubkey_serialize", &library->pubkey_serialize},
	};

	return library_load(
		LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why);
}

/* Blinded, so that the time and power that a multiplication takes say nothing about the key. */
static secp256k1_context *create(const struct libsecp256k1 *library)
{
	secp256k1_context *context = library->context_create(SECP256K1_CONTEXT_SIGN);
	unsigned char seed[WIDTH];

	random_bytes(seed, sizeof seed);
	if (context == NULL || library->context_randomize(context, seed) == 0)
		abort();
	explicit_bzero(seed, sizeof seed);
	return context;
}

static bool multiply(
	const struct libsecp256k1 *library, const struct buffer *d, secp256k1_pubkey *key)
{
	secp256k1_context *context = create(library);
	bool is_valid = library->pubkey_create(context, key, (const unsigned char *)d->data) != 0;

	library->context_destroy(context);
	return is_valid;
}

bool koblitz_public(const struct curve *curve, const struct buffer *d, struct buffer *x,
	struct buffer *y, struct failure *why)
{
	struct libsecp256k1 library;
	unsigned char bytes[UNCOMPRESSED];
	size_t length = sizeof bytes;
	secp256k1_pubkey key;

	if (!load(&library, why))
		return false;
	if (d->length != curve->size || !multiply(&library, d, &key))
		return curve_fail_scalar(curve, why);
	library.pubkey_serialize(
		*library.context_static, bytes, &length, &key, SECP256K1_EC_UNCOMPRESSED);
	buffer_clear(x);
	buffer_append(x, bytes + 1, WIDTH);
	buffer_clear(y);
	buffer_append(y, bytes + 1 + WIDTH, WIDTH);
	return true;
}

bool koblitz_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y,
	struct failure *why)
{
	struct libsecp256k1 library;
	unsigned char bytes[UNCOMPRESSED] = {4};
	secp256k1_pubkey key;

	if (!load(&library, why))
		return false;
	if (x->length != curve->size || y->length != curve->size)
		return curve_fail_point(curve, why);
	memcpy(bytes + 1, x->data, WIDTH);
	memcpy(bytes + 1 + WIDTH, y->data, WIDTH);
	return library.pubkey_parse(*library.context_static, &key, bytes, sizeof bytes) != 0 ||
	       curve_fail_point(curve, why);
}
