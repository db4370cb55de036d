/* The use and algorithm that a request names for a key from outside. */

#include "jwk_samples.h"

#include "jwk/import.h"

static void import_sample(const char *sample, struct import *import)
{
	struct failure why;

	import_init(import);
	assert_works(import_jwk_text(sample, strlen(sample), NULL, import, &why), why);
}

static void what_fits_is_taken(void **state)
{
	static const struct {
		const char *sample;
		const char *use;
		const char *algorithm;
		enum jwk_use expected_use;
		const char *expected_algorithm;
	} cases[] = {
		{SAMPLE_P256, NULL, NULL, JWK_NO_USE, NULL},
		{SAMPLE_P256, "SIGNATURE", NULL, JWK_SIGNATURE, NULL},
		{SAMPLE_P256, "ENCRYPTION", NULL, JWK_ENCRYPTION, NULL},
		{SAMPLE_P256, NULL, "ES256", JWK_SIGNATURE, "ES256"},
		{SAMPLE_P256, "ENCRYPTION", "ECDH_ES_A128KW", JWK_ENCRYPTION, "ECDH-ES+A128KW"},
		{SAMPLE_RSA, "SIGNATURE", "RSA256", JWK_SIGNATURE, "RS256"},
		{SAMPLE_RSA, NULL, "PS512", JWK_SIGNATURE, "PS512"},
		{SAMPLE_X25519, NULL, NULL, JWK_ENCRYPTION, NULL},
		{SAMPLE_X25519, "ENCRYPTION", "ECDH-ES", JWK_ENCRYPTION, "ECDH-ES"},
		{SAMPLE_ED448, "SIGNATURE", "EdDSA", JWK_SIGNATURE, "EdDSA"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct failure why;
		import_auto import;
		import_sample(cases[i].sample, &import);

		assert_works(
			import_designate(&import, cases[i].use, cases[i].algorithm, &why), why);
		assert_int_equal(import.use, cases[i].expected_use);
		if (cases[i].expected_algorithm == NULL)
			assert_null(import.algorithm);
		else
			assert_string_equal(import.algorithm->name, cases[i].expected_algorithm);
	}
}

static void what_does_not_is_refused(void **state)
{
	static const struct {
		const char *sample;
		const char *use;
		const char *algorithm;
		const char *part;
	} cases[] = {
		{SAMPLE_P256, "SIG", NULL,
			"JWK useType (SIG) is not supported! Valid values: SIGNATURE, ENCRYPTION"},
		{SAMPLE_P256, "", NULL, "JWK useType () is not supported"},
		{SAMPLE_P256, NULL, "ES255",
			"JWK algorithm (ES255) is not supported! Valid values: ES256, ES384"},
		{SAMPLE_P256, NULL, "", "JWK algorithm () is not supported"},
		{SAMPLE_P256, NULL, "RS256",
			"JWK algorithm (RS256) does not fit an EC key on P-256! Valid values: "
			"ES256"},
		{SAMPLE_P256, NULL, "ES384",
			"JWK algorithm (ES384) does not fit an EC key on P-256"},
		{SAMPLE_P256, "ENCRYPTION", "ES256",
			"JWK useType (ENCRYPTION) contradicts the algorithm ES256, which is for "
			"signatures"},
		{SAMPLE_SECP256K1, "ENCRYPTION", NULL,
			"A key on secp256k1 can not be used for encryption"},
		{SAMPLE_ED25519, "ENCRYPTION", NULL,
			"A key on Ed25519 can not be used for encryption"},
		{SAMPLE_X448, "SIGNATURE", NULL, "A key on X448 can not be used for signatures"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct failure why;
		import_auto import;
		import_sample(cases[i].sample, &import);

		assert_fails(import_designate(&import, cases[i].use, cases[i].algorithm, &why), why,
			FAILURE_INVALID, cases[i].part);
	}
}

/* What the key brought along stays, and is not contradicted. */
static void the_key_has_a_say(void **state)
{
	struct failure why;
	import_auto import;
	import_sample(SAMPLE_P256, &import);

	(void)state;
	assert_works(import_designate(&import, NULL, "ES256", &why), why);
	assert_works(import_designate(&import, NULL, NULL, &why), why);
	assert_works(import_designate(&import, "SIGNATURE", "ES256", &why), why);
	assert_string_equal(import.algorithm->name, "ES256");
	assert_fails(import_designate(&import, NULL, "ECDH-ES", &why), why, FAILURE_INVALID,
		"JWK algorithm (ECDH-ES) contradicts the key, whose \"alg\" is ES256");
	assert_fails(import_designate(&import, "ENCRYPTION", NULL, &why), why, FAILURE_INVALID,
		"contradicts the algorithm ES256");
	import.algorithm = NULL;
	assert_fails(import_designate(&import, "ENCRYPTION", NULL, &why), why, FAILURE_INVALID,
		"The key is for signatures and can not be designated for encryption");
	assert_int_equal(import.use, JWK_SIGNATURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_is_taken),
		cmocka_unit_test(what_does_not_is_refused),
		cmocka_unit_test(the_key_has_a_say),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("import designate", tests, NULL, NULL);
}
