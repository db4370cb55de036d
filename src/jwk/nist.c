#include "jwk/nist.h"

#include "jwk/integer.h"
#include "jwk/libhogweed.h"

#include <stdlib.h>
#include <string.h>

#define computation_auto __attribute__((cleanup(end))) struct computation

/* What is computed with, wiped when its scope ends; initialise it with {.has_begun = false}. */
struct computation {
	struct libhogweed hogweed;
	bool has_begun;
	struct ecc_scalar scalar;
	struct ecc_point point;
};

static void end(struct computation *on)
{
	struct ecc_scalar *scalar = &on->scalar;
	struct ecc_point *point = &on->point;

	if (!on->has_begun)
		return;
	explicit_bzero(scalar->p, (size_t)on->hogweed.size(scalar->ecc) * sizeof *scalar->p);
	on->hogweed.scalar_clear(scalar);
	explicit_bzero(point->p, (size_t)on->hogweed.size_a(point->ecc) * sizeof *point->p);
	on->hogweed.point_clear(point);
}

static const struct ecc_curve *find_curve(
	const struct libhogweed *hogweed, const struct curve *curve)
{
	switch (curve->id) {
	case CURVE_P256:
		return hogweed->get_secp_256r1();
	case CURVE_P384:
		return hogweed->get_secp_384r1();
	case CURVE_P521:
		return hogweed->get_secp_521r1();
	default:
		abort();
	}
}

static bool begin(struct computation *on, const struct curve *curve, struct failure *why)
{
	if (!libhogweed_open(&on->hogweed, why))
		return false;

	const struct ecc_curve *ecc = find_curve(&on->hogweed, curve);

	on->hogweed.scalar_init(&on->scalar, ecc);
	on->hogweed.point_init(&on->point, ecc);
	on->has_begun = true;
	return true;
}

static bool set_scalar(struct computation *on, const struct curve *curve, const struct buffer *d,
	struct failure *why)
{
	integer_auto number;
	integer_init_bytes(&number, d);

	return on->hogweed.scalar_set(&on->scalar, number) != 0 || curve_fail_scalar(curve, why);
}

static bool set_point(struct computation *on, const struct curve *curve, const struct buffer *x,
	const struct buffer *y, struct failure *why)
{
	integer_auto x_number;
	integer_init_bytes(&x_number, x);
	integer_auto y_number;
	integer_init_bytes(&y_number, y);

	return on->hogweed.point_set(&on->point, x_number, y_number) != 0 ||
	       curve_fail_point(curve, why);
}

/* `y` may be NULL. */
static void get_point(
	const struct computation *on, size_t width, struct buffer *x, struct buffer *y)
{
	integer_auto x_number;
	integer_init(&x_number);
	integer_auto y_number;
	integer_init(&y_number);

	on->hogweed.point_get(&on->point, x_number, y_number);
	integer_to_bytes(x_number, width, x);
	if (y != NULL)
		integer_to_bytes(y_number, width, y);
}

bool nist_public(const struct curve *curve, const struct buffer *d, struct buffer *x,
	struct buffer *y, struct failure *why)
{
	computation_auto on = {.has_begun = false};

	if (!begin(&on, curve, why) || !set_scalar(&on, curve, d, why))
		return false;
	on.hogweed.point_mul_g(&on.point, &on.scalar);
	get_point(&on, curve->size, x, y);
	return true;
}

bool nist_has_point(const struct curve *curve, const struct buffer *x, const struct buffer *y,
	struct failure *why)
{
	computation_auto on = {.has_begun = false};

	return begin(&on, curve, why) && set_point(&on, curve, x, y, why);
}

bool nist_agree(const struct curve *curve, const struct buffer *d, const struct buffer *x,
	const struct buffer *y, struct buffer *z, struct failure *why)
{
	computation_auto on = {.has_begun = false};

	if (!begin(&on, curve, why) || !set_scalar(&on, curve, d, why) ||
		!set_point(&on, curve, x, y, why))
		return false;
	on.hogweed.point_mul(&on.point, &on.scalar, &on.point);
	get_point(&on, curve->size, z, NULL);
	return true;
}
