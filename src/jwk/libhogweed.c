#include "jwk/libhogweed.h"

#include "base/library.h"

#define LIBRARY    "libhogweed.so.6"
#define BROUGHT_BY "libhogweed6"

bool libhogweed_open(struct libhogweed *hogweed, struct failure *why)
{
	const struct library_function functions[] = {
		{"nettle_get_secp_256r1", &hogweed->get_secp_256r1},
		{"nettle_get_secp_384r1", &hogweed->get_secp_384r1},
		{"nettle_get_secp_521r1", &hogweed->get_secp_521r1},
		{"nettle_ecc_size", &hogweed->size},
		{"nettle_ecc_size_a", &hogweed->size_a},
		{"nettle_ecc_point_init", &hogweed->point_init},
		{"nettle_ecc_point_clear", &hogweed->point_clear},
		{"nettle_ecc_point_set", &hogweed->point_set},
		{"nettle_ecc_point_get", &hogweed->point_get},
		{"nettle_ecc_point_mul", &hogweed->point_mul},
		{"nettle_ecc_point_mul_g", &hogweed->point_mul_g},
		{"nettle_ecc_scalar_init", &hogweed->scalar_init},
		{"nettle_ecc_scalar_clear", &hogweed->scalar_clear},
		{"nettle_ecc_scalar_set", &hogweed->scalar_set},
		{"nettle_curve25519_mul", &hogweed->x25519_mul},
		{"nettle_curve25519_mul_g", &hogweed->x25519_mul_g},
		{"nettle_curve448_mul", &hogweed->x448_mul},
		{"nettle_curve448_mul_g", &hogweed->x448_mul_g},
		{"nettle_ed25519_sha512_public_key", &hogweed->ed25519_public_key},
		{"nettle_ed448_shake256_public_key", &hogweed->ed448_public_key},
	};

	return library_load(
		LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why);
}
