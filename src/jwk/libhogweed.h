/*
 * Hogweed, the half of Nettle that computes on curves, loaded when a key has to be made or looked
 * at: its functions are members here.
 */
#ifndef JWKMINT_JWK_LIBHOGWEED_H
#define JWKMINT_JWK_LIBHOGWEED_H

#include "base/failure.h"

#include <nettle/curve25519.h>
#include <nettle/curve448.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/eddsa.h>

struct libhogweed {
	__typeof__(nettle_get_secp_256r1) *get_secp_256r1;
	__typeof__(nettle_get_secp_384r1) *get_secp_384r1;
	__typeof__(nettle_get_secp_521r1) *get_secp_521r1;
	__typeof__(nettle_ecc_size) *size;
	__typeof__(nettle_ecc_size_a) *size_a;
	__typeof__(nettle_ecc_point_init) *point_init;
	__typeof__(nettle_ecc_point_clear) *point_clear;
	__typeof__(nettle_ecc_point_set) *point_set;
	__typeof__(nettle_ecc_point_get) *point_get;
	__typeof__(nettle_ecc_point_mul) *point_mul;
	__typeof__(nettle_ecc_point_mul_g) *point_mul_g;
	__typeof__(nettle_ecc_scalar_init) *scalar_init;
	__typeof__(nettle_ecc_scalar_clear) *scalar_clear;
	__typeof__(nettle_ecc_scalar_set) *scalar_set;
	__typeof__(nettle_curve25519_mul) *x25519_mul;
	__typeof__(nettle_curve25519_mul_g) *x25519_mul_g;
	__typeof__(nettle_curve448_mul) *x448_mul;
	__typeof__(nettle_curve448_mul_g) *x448_mul_g;
	__typeof__(nettle_ed25519_sha512_public_key) *ed25519_public_key;
	__typeof__(nettle_ed448_shake256_public_key) *ed448_public_key;
};

/* Loads it, the first time that a process asks; it stays. FAILURE_INTERNAL, as library_load. */
bool libhogweed_open(struct libhogweed *hogweed, struct failure *why);

#endif
