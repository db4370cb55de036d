/*
 * A point is x and y with a x^2 + y^2 = 1 + d x^2 y^2 modulo p; a key is y and the sign of x. Only
 * x^2 = (1 - y^2) / (a - d y^2) is ever needed here, never x. Nothing here is secret.
 */

#include "jwk/edwards.h"

#include "jwk/integer.h"

#include <stdlib.h>

struct edwards {
	mpz_t p, a, d;
	unsigned doublings; /* log2 of the cofactor */
};

/* RFC 8032 sections 5.1 and 5.2. */
static void edwards_init(struct edwards *edwards, enum curve_id id)
{
	mpz_inits(edwards->p, edwards->a, edwards->d, NULL);
	switch (id) {
	case CURVE_ED25519: /* p = 2^255 - 19, a = -1, d = -121665/121666 */
		mpz_setbit(edwards->p, 255);
		mpz_sub_ui(edwards->p, edwards->p, 19);
		mpz_set_si(edwards->a, -1);
		mpz_set_ui(edwards->d, 121666);
		mpz_invert(edwards->d, edwards->d, edwards->p);
		mpz_mul_si(edwards->d, edwards->d, -121665);
		edwards->doublings = 3;
		break;
	case CURVE_ED448: /* p = 2^448 - 2^224 - 1, a = 1, d = -39081 */
		mpz_setbit(edwards->p, 448);
		mpz_setbit(edwards->d, 224);
		mpz_sub(edwards->p, edwards->p, edwards->d);
		mpz_sub_ui(edwards->p, edwards->p, 1);
		mpz_set_si(edwards->a, 1);
		mpz_set_si(edwards->d, -39081);
		edwards->doublings = 2;
		break;
	default:
		abort();
	}
}

static void edwards_free(struct edwards *edwards)
{
	mpz_clears(edwards->p, edwards->a, edwards->d, NULL);
}

/* quotient = numerator / denominator mod p. */
static void divide(mpz_t quotient, const mpz_t numerator, const mpz_t denominator, const mpz_t p)
{
	mpz_t inverse;

	mpz_init(inverse);
	/* On these curves no denominator is zero: d is no square, and a is one. */
	mpz_invert(inverse, denominator, p);
	mpz_mul(quotient, numerator, inverse);
	mpz_mod(quotient, quotient, p);
	mpz_clear(inverse);
}

static void square_of_x(const struct edwards *edwards, mpz_t xx, const mpz_t yy)
{
	mpz_t numerator, denominator;

	mpz_inits(numerator, denominator, NULL);
	mpz_ui_sub(numerator, 1, yy);
	mpz_mul(denominator, edwards->d, yy);
	mpz_sub(denominator, edwards->a, denominator);
	divide(xx, numerator, denominator, edwards->p);
	mpz_clears(numerator, denominator, NULL);
}

/* y of twice the point: (y^2 - a x^2) / (2 - a x^2 - y^2). */
static void double_y(const struct edwards *edwards, mpz_t y)
{
	mpz_t xx, yy, denominator;

	mpz_inits(xx, yy, denominator, NULL);
	mpz_mul(yy, y, y);
	square_of_x(edwards, xx, yy);
	mpz_mul(xx, xx, edwards->a);
	mpz_ui_sub(denominator, 2, xx);
	mpz_sub(denominator, denominator, yy);
	mpz_sub(yy, yy, xx);
	divide(y, yy, denominator, edwards->p);
	mpz_clears(xx, yy, denominator, NULL);
}

/* y, below p and with an x. Which of the two x makes no difference to what is asked here. */
static bool is_point(const struct edwards *edwards, const mpz_t y)
{
	mpz_t xx;

	if (mpz_cmp(y, edwards->p) >= 0)
		return false;
	mpz_init(xx);
	mpz_mul(xx, y, y);
	square_of_x(edwards, xx, xx);

	bool is_square = mpz_legendre(xx, edwards->p) >= 0;

	mpz_clear(xx);
	return is_square;
}

bool edwards_has_point(const struct curve *curve, const struct buffer *key)
{
	__attribute__((cleanup(edwards_free))) struct edwards edwards;
	edwards_init(&edwards, curve->id);
	integer_auto y;
	integer_init(&y);

	/* Little-endian; the top bit is the sign of x. */
	mpz_import(y, key->length, -1, 1, 0, 0, key->data);
	mpz_clrbit(y, 8 * key->length - 1);
	if (!is_point(&edwards, y))
		return false;
	for (unsigned i = 0; i < edwards.doublings; i++)
		double_y(&edwards, y);
	return mpz_cmp_ui(y, 1) != 0;
}
