/* Octet key pairs, RFC 8037 section 2. */

#include "jwk/edwards.h"
#include "jwk/family.h"
#include "jwk/integer.h"
#include "jwk/libhogweed.h"
#include "jwk/members.h"

#include "base/random.h"

#include <stdlib.h>

static const struct member members[OKP_MEMBERS] = {
	[OKP_X] = {"x", false, MEMBER_FULL},
	[OKP_D] = {"d", true, MEMBER_FULL},
};

/*
 * Whether `x` is below the prime of its field, and its unused bit is zero. RFC 7748 section 5 has
 * functions take others for the same point; but a key that can be written in two ways has two
 * thumbprints, and no one makes such keys.
 */
static bool is_reduced(const struct curve *curve, const struct buffer *x)
{
	integer_auto number;
	integer_init(&number);
	integer_auto prime;
	integer_init(&prime);
	integer_auto middle;
	integer_init(&middle);

	mpz_import(number, x->length, -1, 1, 0, 0, x->data);
	if (curve->id == CURVE_X25519) { /* 2^255 - 19 */
		mpz_setbit(prime, 255);
		mpz_sub_ui(prime, prime, 19);
	} else { /* 2^448 - 2^224 - 1 */
		mpz_setbit(prime, 448);
		mpz_setbit(middle, 224);
		mpz_sub(prime, prime, middle);
		mpz_sub_ui(prime, prime, 1);
	}
	return mpz_cmp(number, prime) < 0;
}

/*
 * Whether `x`, multiplied by a private key, gives anything but zero: points of small order do not
 * (RFC 7748 section 6), whichever private key it is.
 */
static bool agrees(void (*multiply)(uint8_t *, const uint8_t *, const uint8_t *),
	const struct curve *curve, const struct buffer *x)
{
	static const uint8_t any_key[64] = {1};
	uint8_t result[64] = {0};
	uint8_t sum = 0;

	multiply(result, any_key, (const uint8_t *)x->data);
	for (size_t i = 0; i < curve->size; i++)
		sum |= result[i];
	return sum != 0;
}

/* Who computes on a curve. */
struct arithmetic {
	void (*derive)(uint8_t *x, const uint8_t *d);
	void (*multiply)(uint8_t *z, const uint8_t *d, const uint8_t *x); /* NULL: Edwards */
};

static struct arithmetic find_arithmetic(
	const struct libhogweed *hogweed, const struct curve *curve)
{
	switch (curve->id) {
	case CURVE_ED25519:
		return (struct arithmetic){hogweed->ed25519_public_key, NULL};
	case CURVE_X25519:
		return (struct arithmetic){hogweed->x25519_mul_g, hogweed->x25519_mul};
	case CURVE_ED448:
		return (struct arithmetic){hogweed->ed448_public_key, NULL};
	case CURVE_X448:
		return (struct arithmetic){hogweed->x448_mul_g, hogweed->x448_mul};
	default:
		abort();
	}
}

static bool has_point(
	const struct arithmetic *arithmetic, const struct curve *curve, const struct buffer *x)
{
	if (arithmetic->multiply == NULL)
		return edwards_has_point(curve, x);
	return is_reduced(curve, x) && agrees(arithmetic->multiply, curve, x);
}

static unsigned bits(const struct jwk *jwk)
{
	return (unsigned)(8 * jwk->curve->size);
}

/* Replaces what `x` holds by the public key of `d`. */
static void derive_key(const struct arithmetic *arithmetic, const struct curve *curve,
	const struct buffer *d, struct buffer *x)
{
	buffer_clear(x);
	arithmetic->derive((uint8_t *)buffer_reserve(x, curve->size), (const uint8_t *)d->data);
	x->length = curve->size;
	x->data[x->length] = '\0';
}

static bool derive(struct jwk *jwk, struct failure *why)
{
	struct libhogweed hogweed;

	if (!libhogweed_open(&hogweed, why))
		return false;

	const struct arithmetic arithmetic = find_arithmetic(&hogweed, jwk->curve);

	derive_key(&arithmetic, jwk->curve, &jwk->member[OKP_D], &jwk->member[OKP_X]);
	return true;
}

/* Any bytes are a private key: the functions that use one clamp or hash it. */
static bool generate(unsigned size, struct jwk *jwk, struct failure *why)
{
	const struct curve *curve = jwk->curve;
	struct buffer *d = &jwk->member[OKP_D];

	(void)size;
	random_bytes(buffer_reserve(d, curve->size), curve->size);
	d->length = curve->size;
	d->data[d->length] = '\0';
	return derive(jwk, why);
}

static bool check(const struct jwk *jwk, struct failure *why)
{
	struct libhogweed hogweed;
	buffer_auto x = BUFFER_INIT;

	if (!libhogweed_open(&hogweed, why))
		return false;

	const struct arithmetic arithmetic = find_arithmetic(&hogweed, jwk->curve);

	if (!has_point(&arithmetic, jwk->curve, &jwk->member[OKP_X]))
		return fail(why, FAILURE_INVALID,
			"The OKP member \"x\" is no point of %s, not in its only form, or of small "
			"order, which gives no security.",
			jwk->curve->name);
	if (jwk->member[OKP_D].length == 0)
		return true;
	derive_key(&arithmetic, jwk->curve, &jwk->member[OKP_D], &x);
	if (!buffer_equal(&x, &jwk->member[OKP_X]))
		return fail(why, FAILURE_INVALID,
			"The OKP private key \"d\" does not match the public key \"x\".");
	return true;
}

const struct family okp_family = {
	.members = members,
	.count = OKP_MEMBERS,
	.thumbprint = {"crv", "kty", "x"},
	.bits = bits,
	.generate = generate,
	.derive = derive,
	.check = check,
};
