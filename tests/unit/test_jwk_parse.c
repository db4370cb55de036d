/* Reading a JWK. */

#include "jwk_samples.h"

/* RFC 7517 appendix A.1 to A.3, RFC 8037 appendix A.1 and A.2, and the others: text to text. */
static void samples_come_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].sample == NULL)
			continue;

		jwk_auto key;
		parse_sample(kinds[i].sample, &key);
		buffer_auto text = BUFFER_INIT;

		assert_int_equal(key.type, kinds[i].type);
		assert_ptr_equal(key.curve, kind_curve(&kinds[i]));
		assert_int_equal(jwk_bits(&key), kinds[i].bits);
		assert_true(jwk_is_private(&key));
		write_plain(&key, true, &text);
		assert_string_equal(text.data, kinds[i].sample);
	}
}

/* RFC 7517 appendix A.1, its first key, with white space and members that say nothing to us. */
static void attributes_and_unknown_members_are_ignored(void **state)
{
	jwk_auto key;
	parse_sample("\n{\"kty\" : \"EC\", \"crv\":\"P-256\", \"use\":\"enc\", \"kid\":\"1\",\n"
		     "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\n"
		     "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\",\n"
		     "\"alg\":7, \"key_ops\":[\"sign\"], \"n\":1, \"oth\":[], \"ext\":true}\n",
		&key);
	buffer_auto text = BUFFER_INIT;

	(void)state;
	assert_false(jwk_is_private(&key));
	write_plain(&key, false, &text);
	assert_string_equal(text.data, "{\"kty\":\"EC\",\"crv\":\"P-256\","
				       "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
				       "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}");
}

static void a_used_key_is_replaced(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);
	buffer_auto text = BUFFER_INIT;

	(void)state;
	assert_works(jwk_parse(SAMPLE_OCT, strlen(SAMPLE_OCT), &key, &why), why);
	write_plain(&key, true, &text);
	assert_string_equal(text.data, SAMPLE_OCT);
}

#define X             "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\""
#define Y             "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\""
#define X2            "\"y\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\""
#define P256(members) "{\"kty\":\"EC\",\"crv\":\"P-256\"," members "}"

static void parsing_refuses(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} cases[] = {
		{"", "Invalid JSON"},
		{"{", "Invalid JSON"},
		{"{} {}", "Invalid JSON"},
		{"[]", "object"},
		{"\"EC\"", "object"},
		{"null", "object"},
		{"{}", "\"kty\""},
		{"{\"kty\":1}", "\"kty\" must be a string"},
		{"{\"kty\":null}", "\"kty\" must be a string"},
		{"{\"kty\":\"DSA\"}", "\"kty\" (DSA)"},
		{"{\"kty\":\"OCT\"}", "Valid values: RSA, EC, oct, OKP"},
		{"{\"kty\":\"ec\"}", "\"kty\" (ec)"},
		{"{\"kty\":\"EC\"," X "," Y "}", "\"crv\""},
		{"{\"kty\":\"EC\",\"crv\":256," X "," Y "}", "\"crv\" must be a string"},
		{"{\"kty\":\"EC\",\"crv\":\"P256\"," X "," Y "}",
			"Valid values: P-256, P-384, P-521, secp256k1"},
		{"{\"kty\":\"EC\",\"crv\":\"Ed25519\"," X "," Y "}", "\"crv\" (Ed25519)"},
		{"{\"kty\":\"OKP\",\"crv\":\"P-256\"," X "}",
			"Valid values: Ed25519, X25519, Ed448, X448"},
		{"{\"kty\":\"EC\",\"crv\":\"P-384\"," X "," Y "}", "always 48"},
		{P256(X), "lacks the member \"y\""},
		{P256(Y), "lacks the member \"x\""},
		{P256(X "," Y "," Y), "\"y\" appears twice"},
		{P256(X ",\"y\":[]"), "\"y\" must be a string"},
		{P256(X ",\"y\":null"), "\"y\" must be a string"},
		{P256(X ",\"y\":\"\""), "\"y\" is empty"},
		{P256(X ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM=\""),
			"\"y\" is no base64url"},
		{P256(X ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyN\""),
			"\"y\" is no base64url"},
		{P256(X ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFy\""),
			"\"y\" is no base64url"},
		{P256(X ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4I yM\""),
			"\"y\" is no base64url"},
		{P256(X ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4+FyM\""),
			"\"y\" is no base64url"},
		{P256(X ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFw\""),
			"\"y\" has 31 bytes, but on P-256 it is always 32"},
		{P256(X ",\"y\":\"AOBLZekkVtmIi1Kzeb371R7oae8fD8ZbZllpW2zOCBcj\""),
			"\"y\" has 33 bytes"},
		{P256(X "," Y ",\"d\":\"AQ\""), "\"d\" has 1 bytes"},
		{P256(X "," Y ",\"d\":true"), "\"d\" must be a string"},
		{P256(X "," Y ",\"d\":\"\""), "\"d\" is empty"},
		{P256(X "," X2), "no point on the curve P-256"},
		{"{\"kty\":\"oct\"}", "\"k\""},
		{"{\"kty\":\"oct\",\"k\":\"\"}", "\"k\" is empty"},
		{"{\"kty\":\"oct\",\"k\":5}", "\"k\" must be a string"},
		{"{\"kty\":\"oct\",\"k\":\"A\"}", "\"k\" is no base64url"},
		{"{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}", "lacks the member \"x\""},
		{"{\"kty\":\"OKP\",\"crv\":\"Ed448\"," X "}", "always 57"},
		{"{\"kty\":\"RSA\",\"e\":\"AQAB\"}", "lacks the member \"n\""},
		{"{\"kty\":\"RSA\",\"n\":\"0vx7\"}", "lacks the member \"e\""},
		{"{\"kty\":\"RSA\",\"n\":\"0vx7\",\"e\":\"AQAB\"}", "\"n\" has 24 bits"},
		{"{\"kty\":\"RSA\",\"n\":\"ANL8ew\",\"e\":\"AQAB\"}", "\"n\" begins with a zero"},
		{"{\"kty\":\"RSA\",\"n\":\"0vx7\",\"e\":\"AAEAAQ\"}", "\"e\" begins with a zero"},
		{"{\"kty\":\"RSA\",\"n\":\"0vx7\",\"e\":65537}", "\"e\" must be a string"},
		{"{\"kty\":\"RSA\",\"n\":\"0vx7\",\"e\":\"AQAB\",\"d\":\"AQAB\"}",
			"lacks the member \"p\""},
		{"{\"kty\":\"RSA\",\"n\":\"0vx7\",\"e\":\"AQAB\",\"oth\":[]}", "\"oth\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);

		assert_fails(jwk_parse(cases[i].text, strlen(cases[i].text), &key, &why), why,
			FAILURE_INVALID, cases[i].part);
	}
}

/* What a sentence says of a private key must not be the key. */
static void refusals_do_not_quote_secrets(void **state)
{
	static const char text[] =
		P256(X "," Y ",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAF\"");
	struct failure why;
	jwk_auto key;
	jwk_init(&key);

	(void)state;
	assert_fails(jwk_parse(text, strlen(text), &key, &why), why, FAILURE_INVALID, "\"d\"");
	assert_null(strstr(why.text, "870MB6"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_come_back),
		cmocka_unit_test(attributes_and_unknown_members_are_ignored),
		cmocka_unit_test(a_used_key_is_replaced),
		cmocka_unit_test(parsing_refuses),
		cmocka_unit_test(refusals_do_not_quote_secrets),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk parse", tests, NULL, NULL);
}
