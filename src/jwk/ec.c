/* Elliptic curve keys, RFC 7518 section 6.2. */

#include "jwk/family.h"
#include "jwk/koblitz.h"
#include "jwk/members.h"
#include "jwk/nist.h"

#include "base/random.h"

static const struct member members[EC_MEMBERS] = {
	[EC_X] = {"x", false, MEMBER_FULL},
	[EC_Y] = {"y", false, MEMBER_FULL},
	[EC_D] = {"d", true, MEMBER_FULL},
};

/* Who computes on a curve. */
static const struct arithmetic {
	bool (*derive)(const struct curve *curve, const struct buffer *d, struct buffer *x,
		struct buffer *y, struct failure *why);
	bool (*has_point)(const struct curve *curve, const struct buffer *x, const struct buffer *y,
		struct failure *why);
	uint8_t first_byte; /* the bits of it that a private key uses */
} arithmetics[] = {
	[CURVE_P256] = {nist_public, nist_has_point, 0xFF},
	[CURVE_P384] = {nist_public, nist_has_point, 0xFF},
	[CURVE_P521] = {nist_public, nist_has_point, 0x01},
	[CURVE_SECP256K1] = {koblitz_public, koblitz_has_point, 0xFF},
};

static unsigned bits(const struct jwk *jwk)
{
	return (unsigned)(8 * jwk->curve->size);
}

/*
 * Draws until a number is in 1 ... order - 1 (FIPS 186-5 A.2.2): every one is as likely, and all
 * four orders are so close to a power of two that a second draw is a rarity.
 */
static bool generate(unsigned size, struct jwk *jwk, struct failure *why)
{
	const struct curve *curve = jwk->curve;
	const struct arithmetic *arithmetic = &arithmetics[curve->id];
	struct buffer *d = &jwk->member[EC_D];
	bool derived;

	(void)size;
	buffer_reserve(d, curve->size);
	d->length = curve->size;
	d->data[d->length] = '\0';
	do {
		random_bytes(d->data, d->length);
		d->data[0] = (char)(d->data[0] & arithmetic->first_byte);
		derived = arithmetic->derive(curve, d, &jwk->member[EC_X], &jwk->member[EC_Y], why);
	} while (!derived && why->kind == FAILURE_INVALID);
	return derived;
}

static bool derive_point(
	const struct jwk *jwk, struct buffer *x, struct buffer *y, struct failure *why)
{
	return arithmetics[jwk->curve->id].derive(jwk->curve, &jwk->member[EC_D], x, y, why);
}

static bool derive(struct jwk *jwk, struct failure *why)
{
	return derive_point(jwk, &jwk->member[EC_X], &jwk->member[EC_Y], why);
}

static bool check(const struct jwk *jwk, struct failure *why)
{
	const struct arithmetic *arithmetic = &arithmetics[jwk->curve->id];
	buffer_auto x = BUFFER_INIT;
	buffer_auto y = BUFFER_INIT;

	if (!arithmetic->has_point(jwk->curve, &jwk->member[EC_X], &jwk->member[EC_Y], why))
		return false;
	if (jwk->member[EC_D].length == 0)
		return true;
	if (!derive_point(jwk, &x, &y, why))
		return false;
	if (!buffer_equal(&x, &jwk->member[EC_X]) || !buffer_equal(&y, &jwk->member[EC_Y]))
		return fail(why, FAILURE_INVALID,
			"The EC private key \"d\" does not match the public key \"x\", \"y\".");
	return true;
}

const struct family ec_family = {
	.members = members,
	.count = EC_MEMBERS,
	.thumbprint = {"crv", "kty", "x", "y"},
	.bits = bits,
	.generate = generate,
	.derive = derive,
	.check = check,
};
