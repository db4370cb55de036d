/* What a generate request becomes: every rule about its values, without a store. */

#include "unit.h"

#include "base/clock.h"
#include "mint/plan.h"

#include <stdlib.h>

#define NOW 1801353600 /* 2027-01-31T00:00:00Z */

static struct generate_request request_of(const char *type)
{
	return (struct generate_request){.name = "a key", .type = type};
}

static void assert_refused(const struct generate_request *request, const char *sentence)
{
	struct failure why;
	struct plan plan;

	if (plan_make(request, NOW, &plan, &why))
		fail_test("accepted, but expected: %s", sentence);
	assert_int_equal(why.kind, FAILURE_INVALID);
	assert_string_equal(why.text, sentence);
}

static struct plan assert_planned(const struct generate_request *request)
{
	struct failure why;
	struct plan plan;

	assert_works(plan_make(request, NOW, &plan, &why), why);
	return plan;
}

static void required_members_come_first(void **state)
{
	struct generate_request request = {.name = NULL, .size = NULL};

	(void)state;
	assert_refused(&request, "JWK name can not be empty!");
	request.name = "";
	request.type = "X";
	assert_refused(&request, "JWK name can not be empty!");
	request.name = "a/b";
	request.type = "";
	assert_refused(&request, "JWK type can not be empty!");
	request.type = NULL;
	assert_refused(&request, "JWK type can not be empty!");
	request = request_of("rsa");
	assert_refused(
		&request, "JWK type (rsa) is not supported! Valid values: RSA, EC, OCT, OKP");
}

static void defaults(void **state)
{
	static const struct {
		const char *type;
		unsigned bits;
		const char *curve;
		enum jwk_use use;
		enum kid_type kid_type;
	} expected[] = {
		{"RSA", 2048, NULL, JWK_SIGNATURE, KID_SHA256},
		{"EC", 0, "P-256", JWK_SIGNATURE, KID_SHA256},
		{"OCT", 256, NULL, JWK_SIGNATURE, KID_RANDOM},
		{"OKP", 0, "Ed25519", JWK_SIGNATURE, KID_SHA256},
	};

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct generate_request request = request_of(expected[i].type);
		struct plan plan = assert_planned(&request);

		assert_int_equal(plan.bits, expected[i].bits);
		if (expected[i].curve == NULL)
			assert_null(plan.curve);
		else
			assert_string_equal(plan.curve->name, expected[i].curve);
		assert_int_equal(plan.use, expected[i].use);
		assert_int_equal(plan.kid_type, expected[i].kid_type);
		assert_null(plan.algorithm);
		assert_int_equal(plan.not_before, NOW);
		assert_int_equal(plan.expires, NOW + 365 * 86400);
	}
}

/* Type, algorithm as asked, then what must come of it: JOSE name, use, curve, bits. */
static void algorithms_choose_what_fits_them(void **state)
{
	static const struct {
		const char *type, *asked, *name;
		enum jwk_use use;
		const char *curve;
		unsigned bits;
	} expected[] = {
		{"RSA", "RSA256", "RS256", JWK_SIGNATURE, NULL, 2048},
		{"RSA", "PS512", "PS512", JWK_SIGNATURE, NULL, 2048},
		{"RSA", "RSA_OAEP_256", "RSA-OAEP-256", JWK_ENCRYPTION, NULL, 2048},
		{"RSA", "RSA1_5", "RSA1_5", JWK_ENCRYPTION, NULL, 2048},
		{"EC", "ES256", "ES256", JWK_SIGNATURE, "P-256", 0},
		{"EC", "ES384", "ES384", JWK_SIGNATURE, "P-384", 0},
		{"EC", "ES512", "ES512", JWK_SIGNATURE, "P-521", 0},
		{"EC", "ES256K", "ES256K", JWK_SIGNATURE, "secp256k1", 0},
		{"EC", "ECDH_ES_A128KW", "ECDH-ES+A128KW", JWK_ENCRYPTION, "P-256", 0},
		{"OKP", "ECDH-1PU", "ECDH-1PU", JWK_ENCRYPTION, "X25519", 0},
		{"OKP", "EdDSA", "EdDSA", JWK_SIGNATURE, "Ed25519", 0},
		{"OKP", "Ed448", "Ed448", JWK_SIGNATURE, "Ed448", 0},
		{"OCT", "HS256", "HS256", JWK_SIGNATURE, NULL, 256},
		{"OCT", "HS384", "HS384", JWK_SIGNATURE, NULL, 384},
		{"OCT", "HS512", "HS512", JWK_SIGNATURE, NULL, 512},
		{"OCT", "A128KW", "A128KW", JWK_ENCRYPTION, NULL, 128},
		{"OCT", "A192GCMKW", "A192GCMKW", JWK_ENCRYPTION, NULL, 192},
		{"OCT", "DIR", "dir", JWK_ENCRYPTION, NULL, 256},
		{"OCT", "PBES2_HS256_A128KW", "PBES2-HS256+A128KW", JWK_ENCRYPTION, NULL, 256},
	};

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct generate_request request = request_of(expected[i].type);

		request.algorithm = expected[i].asked;
		struct plan plan = assert_planned(&request);

		assert_string_equal(plan.algorithm->name, expected[i].name);
		assert_int_equal(plan.use, expected[i].use);
		assert_int_equal(plan.bits, expected[i].bits);
		if (expected[i].curve != NULL)
			assert_string_equal(plan.curve->name, expected[i].curve);
	}
}

static void curves_and_uses_agree(void **state)
{
	struct generate_request request = request_of("OKP");

	(void)state;
	request.use = "ENCRYPTION";
	assert_string_equal(assert_planned(&request).curve->name, "X25519");
	request.curve = "X448";
	request.use = NULL;
	assert_int_equal(assert_planned(&request).use, JWK_ENCRYPTION);
	request.use = "SIGNATURE";
	assert_refused(&request,
		"JWK curveType (X448) is not supported for keyUseType SIGNATURE! Valid values: "
		"ED25519, ED448");
	request.curve = "ED25519";
	request.use = "ENCRYPTION";
	assert_refused(&request,
		"JWK curveType (ED25519) is not supported for keyUseType ENCRYPTION! Valid values: "
		"X25519, X448");
	request = request_of("EC");
	request.curve = "secp256k1";
	request.use = "ENCRYPTION";
	assert_refused(&request, "JWK curveType (secp256k1) is not supported for keyUseType "
				 "ENCRYPTION! Valid values: "
				 "P256, P384, P521");
	request.use = NULL;
	request.curve = "P-384";
	request.algorithm = "ES256";
	assert_refused(&request,
		"JWK curveType (P-384) is not supported for algorithm ES256! Valid values: P256");
	request.curve = "P-999";
	assert_refused(&request,
		"JWK curveType (P-999) is not supported! Valid values: P256, P384, "
		"P521, SECP256K1");
	request = request_of("RSA");
	request.use = "sig";
	assert_refused(&request,
		"JWK keyUseType (sig) is not supported! Valid values: SIGNATURE, ENCRYPTION");
	request.use = "ENCRYPTION";
	request.algorithm = "RS256";
	assert_refused(&request,
		"JWK algorithm (RS256) is not supported for keyUseType ENCRYPTION! "
		"Valid values: RSA1_5, RSA-OAEP, RSA-OAEP-256, RSA-OAEP-384, "
		"RSA-OAEP-512");
}

static void sizes(void **state)
{
	int64_t size = 1024;
	struct generate_request request = request_of("RSA");

	(void)state;
	request.size = &size;
	assert_refused(
		&request, "JWK keySize (1024) is not supported! Valid values: 2048, 3072, 4096");
	size = 4096;
	assert_int_equal(assert_planned(&request).bits, 4096);
	request.type = "OCT";
	assert_refused(&request,
		"JWK keySize (4096) is not supported! Valid values: 128, 192, 256, 384, 512");
	size = 192;
	assert_int_equal(assert_planned(&request).bits, 192);
	request.algorithm = "HS256";
	assert_refused(&request, "JWK keySize (192) is not supported for algorithm HS256! Valid "
				 "values: 256, 384, 512");
	size = 512;
	assert_int_equal(assert_planned(&request).bits, 512);
	request.algorithm = "A256KW";
	assert_refused(&request,
		"JWK keySize (512) is not supported for algorithm A256KW! Valid values: 256");
}

static void key_ids(void **state)
{
	struct generate_request request = request_of("OCT");
	char kid[KEY_KID_MAX_CHARACTERS * 2 + 3];

	(void)state;
	request.kid_type = "SHA256";
	assert_refused(&request,
		"JWK keyIdType (SHA256) is not supported for type OCT, a hash would "
		"leak the key! Valid values: TIMESTAMP, ISO_DATE, NONE, or leave it "
		"out for a random kid.");
	request.kid_type = "NONE";
	assert_int_equal(assert_planned(&request).kid_type, KID_NONE);
	request.kid_type = "RANDOM";
	assert_refused(&request, "JWK keyIdType (RANDOM) is not supported! Valid values: SHA256, "
				 "SHA1, TIMESTAMP, ISO_DATE, NONE");
	request.kid_type = NULL;
	request.kid = "";
	assert_refused(&request, "JWK kid can not be empty! Leave it out to have one made.");
	request.kid = "a\nb";
	assert_refused(&request, "JWK kid must not contain control characters! 1 to 256 printable "
				 "characters are allowed.");
	for (size_t i = 0; i <= KEY_KID_MAX_CHARACTERS; i++)
		memcpy(kid + 2 * i, "\xC3\xA9", 3);
	request.kid = kid;
	struct failure why;
	struct plan plan;

	assert_fails(plan_make(&request, NOW, &plan, &why), why, FAILURE_INVALID, "257 characters");
	kid[2 * (size_t)KEY_KID_MAX_CHARACTERS] = '\0';
	assert_planned(&request);
}

static void times(void **state)
{
	struct generate_request request = request_of("EC");

	(void)state;
	request.not_before = "2027-06-01T00:00:00+02:00";
	struct plan plan = assert_planned(&request);

	assert_int_equal(plan.not_before, 1811800800);
	assert_int_equal(plan.expires, 1811800800 + 366 * 86400);
	request.expiration = "2027-05-31T22:00:00Z";
	assert_refused(&request,
		"JWK expirationTime (2027-05-31T22:00:00Z) is not supported! It must "
		"be after notBeforeTime (2027-05-31T22:00:00Z).");
	request.expiration = "tomorrow";
	assert_refused(&request,
		"JWK expirationTime (tomorrow) is not supported! Valid values: an ISO "
		"8601 date and time with offset, like 2027-01-31T00:00:00Z");
}

static void password_parameters(void **state)
{
	int64_t salt = 7, iterations = 999;
	struct generate_request request = request_of("OCT");
	struct plan plan = assert_planned(&request);

	(void)state;
	assert_int_equal(plan.password_salt_length, 16);
	assert_int_equal(plan.password_iterations, 310000);
	request.password_iterations = &iterations;
	assert_refused(&request, "JWK passwordIterationCount (999) is not supported! Valid values: "
				 "1000 to 100000000");
	iterations = 1000;
	request.password_salt_length = &salt;
	assert_refused(
		&request, "JWK passwordSaltLength (7) is not supported! Valid values: 8 to 1024");
	salt = 8;
	assert_int_equal(assert_planned(&request).password_salt_length, 8);
}

static void parameters_of_other_types_are_refused(void **state)
{
	const int64_t number = 4096;
	struct generate_request request;

	(void)state;
	request = request_of("RSA");
	request.curve = "P256";
	assert_refused(&request, "curveType is not allowed in rsa! No RSA key has it.");
	request.type = "OCT";
	assert_refused(&request, "curveType is not allowed in oct! No OCT key has it.");
	request = request_of("EC");
	request.size = &number;
	assert_refused(&request, "keySize is not allowed in ec! No EC key has it.");
	request = request_of("OKP");
	request.password_salt_length = &number;
	assert_refused(&request, "passwordSaltLength is not allowed in okp! No OKP key has it.");
	request = request_of("RSA");
	request.password_iterations = &number;
	assert_refused(
		&request, "passwordIterationCount is not allowed in rsa! No RSA key has it.");
}

static void long_values_are_shown_in_part(void **state)
{
	char value[4000];
	struct generate_request request = request_of(value);
	struct failure why;
	struct plan plan;

	(void)state;
	memset(value, 'x', sizeof value - 1);
	value[sizeof value - 1] = '\0';
	assert_fails(plan_make(&request, NOW, &plan, &why), why, FAILURE_INVALID,
		"is not supported! Valid values: RSA, EC, OCT, OKP");
	assert_true(strlen(why.text) < 250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(required_members_come_first),
		cmocka_unit_test(defaults),
		cmocka_unit_test(algorithms_choose_what_fits_them),
		cmocka_unit_test(curves_and_uses_agree),
		cmocka_unit_test(sizes),
		cmocka_unit_test(key_ids),
		cmocka_unit_test(times),
		cmocka_unit_test(password_parameters),
		cmocka_unit_test(parameters_of_other_types_are_refused),
		cmocka_unit_test(long_values_are_shown_in_part),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
