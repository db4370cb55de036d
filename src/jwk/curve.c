#include "jwk/curve.h"

#include <string.h>

#define SIG  (1U << JWK_SIGNATURE)
#define ENC  (1U << JWK_ENCRYPTION)
#define BOTH (SIG | ENC)

const struct curve curves[] = {
	{CURVE_P256, JWK_EC, "P-256", "P256", 32, BOTH},
	{CURVE_P384, JWK_EC, "P-384", "P384", 48, BOTH},
	{CURVE_P521, JWK_EC, "P-521", "P521", 66, BOTH},
	{CURVE_SECP256K1, JWK_EC, "secp256k1", "SECP256K1", 32, SIG},
	{CURVE_ED25519, JWK_OKP, "Ed25519", "ED25519", 32, SIG},
	{CURVE_X25519, JWK_OKP, "X25519", "X25519", 32, ENC},
	{CURVE_ED448, JWK_OKP, "Ed448", "ED448", 57, SIG},
	{CURVE_X448, JWK_OKP, "X448", "X448", 56, ENC},
};

const size_t curve_count = sizeof curves / sizeof *curves;

const struct curve *curve_find(enum jwk_type type, const char *name)
{
	for (size_t i = 0; i < curve_count; i++)
		if (curves[i].type == type && (strcmp(curves[i].name, name) == 0 ||
						      strcmp(curves[i].request_name, name) == 0))
			return &curves[i];
	return NULL;
}

bool curve_fail_scalar(const struct curve *curve, struct failure *why)
{
	return fail(why, FAILURE_INVALID,
		"The EC private key \"d\" is zero, or not below the order of %s.", curve->name);
}

bool curve_fail_point(const struct curve *curve, struct failure *why)
{
	return fail(why, FAILURE_INVALID,
		"The EC members \"x\" and \"y\" are no point on the curve %s.", curve->name);
}
