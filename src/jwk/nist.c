#include "jwk/nist.h"

#include "jwk/integer.h"

#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <stdlib.h>
#include <string.h>

#define point_auto  __attribute__((cleanup(wipe_point))) struct ecc_point
#define scalar_auto __attribute__((cleanup(wipe_scalar))) struct ecc_scalar

static void wipe_point(struct ecc_point *point)
{
	explicit_bzero(point->p, (size_t)ecc_size_a(point->ecc) * sizeof *point->p);
	ecc_point_clear(point);
}

static void wipe_scalar(struct ecc_scalar *scalar)
{
	explicit_bzero(scalar->p, (size_t)ecc_size(scalar->ecc) * sizeof *scalar->p);
	ecc_scalar_clear(scalar);
}

static const struct ecc_curve *nettle_curve(const struct curve *curve)
{
	switch (curve->id) {
	case CURVE_P256:
		return nettle_get_secp_256r1();
	case CURVE_P384:
		return nettle_get_secp_384r1();
	case CURVE_P521:
		return nettle_get_secp_521r1();
	default:
		abort();
	}
}

static bool set_scalar(struct ecc_scalar *scalar, const struct buffer *d)
{
	integer_auto number;
	integer_init_bytes(&number, d);

	return ecc_scalar_set(scalar, number) != 0;
}

static bool set_point(struct ecc_point *point, const struct buffer *x, const struct buffer *y)
{
	integer_auto x_number;
	integer_init_bytes(&x_number, x);
	integer_auto y_number;
	integer_init_bytes(&y_number, y);

	return ecc_point_set(point, x_number, y_number) != 0;
}

/* `y` may be NULL. */
static void get_point(
	const struct ecc_point *point, size_t width, struct buffer *x, struct buffer *y)
{
	integer_auto x_number;
	integer_init(&x_number);
	integer_auto y_number;
	integer_init(&y_number);

	ecc_point_get(point, x_number, y_number);
	integer_to_bytes(x_number, width, x);
	if (y != NULL)
		integer_to_bytes(y_number, width, y);
}

bool nist_public(
	const struct curve *curve, const struct buffer *d, struct buffer *x, struct buffer *y)
{
	const struct ecc_curve *ecc = nettle_curve(curve);
	scalar_auto scalar;
	ecc_scalar_init(&scalar, ecc);
	point_auto point;
	ecc_point_init(&point, ecc);

	if (!set_scalar(&scalar, d))
		return false;
	ecc_point_mul_g(&point, &scalar);
	get_point(&point, curve->size, x, y);
	return true;
}

bool nist_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y)
{
	point_auto point;
	ecc_point_init(&point, nettle_curve(curve));

	return set_point(&point, x, y);
}

bool nist_agree(const struct curve *curve, const struct buffer *d, const struct buffer *x,
	const struct buffer *y, struct buffer *z)
{
	const struct ecc_curve *ecc = nettle_curve(curve);
	scalar_auto scalar;
	ecc_scalar_init(&scalar, ecc);
	point_auto point;
	ecc_point_init(&point, ecc);

	if (!set_scalar(&scalar, d) || !set_point(&point, x, y))
		return false;
	ecc_point_mul(&point, &scalar, &point);
	get_point(&point, curve->size, z, NULL);
	return true;
}
