#include "jwk/algorithm.h"

#include <string.h>

#define RSA (1U << JWK_RSA)
#define EC  (1U << JWK_EC)
#define OCT (1U << JWK_OCT)
#define OKP (1U << JWK_OKP)

#define P256      (1U << CURVE_P256)
#define P384      (1U << CURVE_P384)
#define P521      (1U << CURVE_P521)
#define SECP256K1 (1U << CURVE_SECP256K1)
#define ED25519   (1U << CURVE_ED25519)
#define ED448     (1U << CURVE_ED448)
#define AGREEMENT (P256 | P384 | P521 | 1U << CURVE_X25519 | 1U << CURVE_X448)

#define SIG JWK_SIGNATURE
#define ENC JWK_ENCRYPTION

const struct algorithm algorithms[] = {
	{"RS256", "RSA256", SIG, RSA, 0, 0, false},
	{"RS384", "RSA384", SIG, RSA, 0, 0, false},
	{"RS512", "RSA512", SIG, RSA, 0, 0, false},
	{"PS256", "PS256", SIG, RSA, 0, 0, false},
	{"PS384", "PS384", SIG, RSA, 0, 0, false},
	{"PS512", "PS512", SIG, RSA, 0, 0, false},
	{"RSA1_5", "RSA1_5", ENC, RSA, 0, 0, false},
	{"RSA-OAEP", "RSA_OAEP", ENC, RSA, 0, 0, false},
	{"RSA-OAEP-256", "RSA_OAEP_256", ENC, RSA, 0, 0, false},
	{"RSA-OAEP-384", "RSA_OAEP_384", ENC, RSA, 0, 0, false},
	{"RSA-OAEP-512", "RSA_OAEP_512", ENC, RSA, 0, 0, false},
	{"ES256", "ES256", SIG, EC, P256, 0, false},
	{"ES384", "ES384", SIG, EC, P384, 0, false},
	{"ES512", "ES512", SIG, EC, P521, 0, false},
	{"ES256K", "ES256K", SIG, EC, SECP256K1, 0, false},
	{"EdDSA", "EDDSA", SIG, OKP, ED25519 | ED448, 0, false},
	{"Ed25519", "ED25519", SIG, OKP, ED25519, 0, false},
	{"Ed448", "ED448", SIG, OKP, ED448, 0, false},
	{"ECDH-ES", "ECDH_ES", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-ES+A128KW", "ECDH_ES_A128KW", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-ES+A192KW", "ECDH_ES_A192KW", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-ES+A256KW", "ECDH_ES_A256KW", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-1PU", "ECDH_1PU", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-1PU+A128KW", "ECDH_1PU_A128KW", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-1PU+A192KW", "ECDH_1PU_A192KW", ENC, EC | OKP, AGREEMENT, 0, false},
	{"ECDH-1PU+A256KW", "ECDH_1PU_A256KW", ENC, EC | OKP, AGREEMENT, 0, false},
	{"HS256", "HS256", SIG, OCT, 0, 256, false},
	{"HS384", "HS384", SIG, OCT, 0, 384, false},
	{"HS512", "HS512", SIG, OCT, 0, 512, false},
	{"A128KW", "A128KW", ENC, OCT, 0, 128, true},
	{"A192KW", "A192KW", ENC, OCT, 0, 192, true},
	{"A256KW", "A256KW", ENC, OCT, 0, 256, true},
	{"A128GCMKW", "A128GCMKW", ENC, OCT, 0, 128, true},
	{"A192GCMKW", "A192GCMKW", ENC, OCT, 0, 192, true},
	{"A256GCMKW", "A256GCMKW", ENC, OCT, 0, 256, true},
	{"dir", "DIR", ENC, OCT, 0, 0, false},
	{"PBES2-HS256+A128KW", "PBES2_HS256_A128KW", ENC, OCT, 0, 0, false},
	{"PBES2-HS384+A192KW", "PBES2_HS384_A192KW", ENC, OCT, 0, 0, false},
	{"PBES2-HS512+A256KW", "PBES2_HS512_A256KW", ENC, OCT, 0, 0, false},
};

const size_t algorithm_count = sizeof algorithms / sizeof *algorithms;

const struct algorithm *algorithm_find(const char *name)
{
	for (size_t i = 0; i < algorithm_count; i++)
		if (strcmp(algorithms[i].name, name) == 0 ||
			strcmp(algorithms[i].request_name, name) == 0)
			return &algorithms[i];
	return NULL;
}

bool algorithm_fits(const struct algorithm *algorithm, enum jwk_type type,
	const struct curve *curve, unsigned bits)
{
	if ((algorithm->types & 1U << type) == 0)
		return false;
	if (algorithm->curves != 0)
		return curve != NULL && (algorithm->curves & 1U << curve->id) != 0;
	return algorithm->exact ? bits == algorithm->bits : bits >= algorithm->bits;
}

void algorithm_list(struct buffer *out, enum jwk_type type, enum jwk_use use)
{
	const char *separator = "";

	for (size_t i = 0; i < algorithm_count; i++) {
		const struct algorithm *algorithm = &algorithms[i];

		if ((algorithm->types & 1U << type) == 0 ||
			(use != JWK_NO_USE && algorithm->use != use))
			continue;
		buffer_printf(out, "%s%s", separator, algorithm->name);
		separator = ", ";
	}
}
