/* The tables: types, uses, curves, algorithms. */

#include "unit.h"

#include "jwk/algorithm.h"

static const struct curve *curve(const char *name)
{
	const struct curve *ec = curve_find(JWK_EC, name);

	return ec != NULL ? ec : curve_find(JWK_OKP, name);
}

static void types_are_found(void **state)
{
	enum jwk_type type;

	(void)state;
	for (unsigned i = 0; i < JWK_TYPES; i++) {
		assert_int_equal(jwk_type_names[i].type, i);
		assert_true(jwk_type_find(jwk_type_names[i].name, &type));
		assert_int_equal(type, i);
	}
	assert_false(jwk_type_find("oct", &type));
	assert_false(jwk_type_find("", &type));
	assert_false(jwk_type_find("RSA ", &type));
}

static void uses_are_found(void **state)
{
	static const char *const names[] = {"", "sig", "enc"};
	enum jwk_use use;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		assert_string_equal(jwk_use_name((enum jwk_use)i), names[i]);
		assert_true(jwk_use_find(names[i], &use));
		assert_int_equal(use, i);
	}
	assert_false(jwk_use_find("SIGNATURE", &use));
}

static void curves_have_two_names(void **state)
{
	static const char *const names[][2] = {{"P-256", "P256"}, {"P-384", "P384"},
		{"P-521", "P521"}, {"secp256k1", "SECP256K1"}, {"Ed25519", "ED25519"},
		{"X25519", "X25519"}, {"Ed448", "ED448"}, {"X448", "X448"}};

	(void)state;
	assert_int_equal(curve_count, sizeof names / sizeof *names);
	for (size_t i = 0; i < curve_count; i++) {
		assert_int_equal(curves[i].id, i);
		assert_ptr_equal(curve(names[i][0]), &curves[i]);
		assert_ptr_equal(curve(names[i][1]), &curves[i]);
	}
	assert_null(curve_find(JWK_OKP, "P-256"));
	assert_null(curve_find(JWK_EC, "X25519"));
	assert_null(curve_find(JWK_RSA, "P-256"));
	assert_null(curve_find(JWK_EC, "p-256"));
	assert_null(curve_find(JWK_EC, ""));
}

static void algorithms_have_two_names(void **state)
{
	static const char *const names[][2] = {{"RS256", "RSA256"}, {"RS512", "RSA512"},
		{"PS256", "PS256"}, {"RSA1_5", "RSA1_5"}, {"RSA-OAEP", "RSA_OAEP"},
		{"RSA-OAEP-256", "RSA_OAEP_256"}, {"ES256K", "ES256K"}, {"ECDH-ES", "ECDH_ES"},
		{"ECDH-ES+A128KW", "ECDH_ES_A128KW"}, {"ECDH-1PU+A256KW", "ECDH_1PU_A256KW"},
		{"EdDSA", "EDDSA"}, {"Ed25519", "ED25519"}, {"Ed448", "ED448"}, {"dir", "DIR"},
		{"PBES2-HS256+A128KW", "PBES2_HS256_A128KW"}};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct algorithm *algorithm = algorithm_find(names[i][0]);

		assert_non_null(algorithm);
		assert_string_equal(algorithm->name, names[i][0]);
		assert_ptr_equal(algorithm_find(names[i][1]), algorithm);
	}
	assert_null(algorithm_find("none"));
	assert_null(algorithm_find("rs256"));
	assert_null(algorithm_find(""));
}

static void spellings_are_unambiguous(void **state)
{
	(void)state;
	for (size_t i = 0; i < algorithm_count; i++) {
		assert_ptr_equal(algorithm_find(algorithms[i].name), &algorithms[i]);
		assert_ptr_equal(algorithm_find(algorithms[i].request_name), &algorithms[i]);
	}
}

static void algorithms_fit(void **state)
{
	static const struct {
		const char *algorithm;
		enum jwk_type type;
		const char *curve;
		unsigned bits;
		bool fits;
	} cases[] = {
		{"RS256", JWK_RSA, NULL, 2048, true},
		{"RS256", JWK_EC, "P-256", 256, false},
		{"RS256", JWK_OCT, NULL, 256, false},
		{"ES256", JWK_EC, "P-256", 256, true},
		{"ES256", JWK_EC, "P-384", 384, false},
		{"ES256", JWK_EC, "secp256k1", 256, false},
		{"ES256K", JWK_EC, "secp256k1", 256, true},
		{"ES256K", JWK_EC, "P-256", 256, false},
		{"ES512", JWK_EC, "P-521", 528, true},
		{"EdDSA", JWK_OKP, "Ed25519", 256, true},
		{"EdDSA", JWK_OKP, "Ed448", 456, true},
		{"EdDSA", JWK_OKP, "X25519", 256, false},
		{"Ed25519", JWK_OKP, "Ed448", 456, false},
		{"Ed448", JWK_OKP, "Ed448", 456, true},
		{"ECDH-ES", JWK_EC, "P-521", 528, true},
		{"ECDH-ES", JWK_EC, "secp256k1", 256, false},
		{"ECDH-ES", JWK_OKP, "X448", 448, true},
		{"ECDH-1PU+A192KW", JWK_OKP, "X25519", 256, true},
		{"ECDH-ES", JWK_OKP, "Ed25519", 256, false},
		{"ECDH-ES", JWK_EC, NULL, 256, false},
		{"HS256", JWK_OCT, NULL, 256, true},
		{"HS256", JWK_OCT, NULL, 512, true},
		{"HS256", JWK_OCT, NULL, 248, false},
		{"HS512", JWK_OCT, NULL, 384, false},
		{"A128KW", JWK_OCT, NULL, 128, true},
		{"A128KW", JWK_OCT, NULL, 256, false},
		{"A192GCMKW", JWK_OCT, NULL, 192, true},
		{"A192GCMKW", JWK_OCT, NULL, 128, false},
		{"dir", JWK_OCT, NULL, 8, true},
		{"PBES2-HS512+A256KW", JWK_OCT, NULL, 128, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct algorithm *algorithm = algorithm_find(cases[i].algorithm);

		assert_non_null(algorithm);
		if (algorithm_fits(algorithm, cases[i].type,
			    cases[i].curve == NULL ? NULL : curve(cases[i].curve),
			    cases[i].bits) != cases[i].fits)
			fail_test("%s, case %zu", cases[i].algorithm, i);
	}
}

static void assert_list(enum jwk_type type, enum jwk_use use, const char *expected)
{
	buffer_auto list = BUFFER_INIT;

	algorithm_list(&list, type, use);
	assert_buffer_string(list, expected);
}

#define RSA_SIG "RS256, RS384, RS512, PS256, PS384, PS512"
#define RSA_ENC "RSA1_5, RSA-OAEP, RSA-OAEP-256, RSA-OAEP-384, RSA-OAEP-512"
#define AGREEMENT                                                                                  \
	"ECDH-ES, ECDH-ES+A128KW, ECDH-ES+A192KW, ECDH-ES+A256KW, "                                \
	"ECDH-1PU, ECDH-1PU+A128KW, ECDH-1PU+A192KW, ECDH-1PU+A256KW"

static void algorithms_are_listed(void **state)
{
	(void)state;
	assert_list(JWK_RSA, JWK_SIGNATURE, RSA_SIG);
	assert_list(JWK_RSA, JWK_ENCRYPTION, RSA_ENC);
	assert_list(JWK_RSA, JWK_NO_USE, RSA_SIG ", " RSA_ENC);
	assert_list(JWK_EC, JWK_SIGNATURE, "ES256, ES384, ES512, ES256K");
	assert_list(JWK_EC, JWK_ENCRYPTION, AGREEMENT);
	assert_list(JWK_OKP, JWK_SIGNATURE, "EdDSA, Ed25519, Ed448");
	assert_list(JWK_OKP, JWK_ENCRYPTION, AGREEMENT);
	assert_list(JWK_OCT, JWK_SIGNATURE, "HS256, HS384, HS512");
	assert_list(JWK_OCT, JWK_ENCRYPTION,
		"A128KW, A192KW, A256KW, A128GCMKW, A192GCMKW, A256GCMKW, dir, "
		"PBES2-HS256+A128KW, PBES2-HS384+A192KW, PBES2-HS512+A256KW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_found),
		cmocka_unit_test(uses_are_found),
		cmocka_unit_test(curves_have_two_names),
		cmocka_unit_test(algorithms_have_two_names),
		cmocka_unit_test(spellings_are_unambiguous),
		cmocka_unit_test(algorithms_fit),
		cmocka_unit_test(algorithms_are_listed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk algorithm", tests, NULL, NULL);
}
