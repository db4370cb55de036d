/* JWKs and JWK Sets from outside. */

#include "certificate_samples.h"
#include "jwk_samples.h"

#include "jwk/import.h"
#include "jwk/kid.h"
#include "jwk/members.h"

#include "base/clock.h"

static bool import_text(
	const char *text, const char *kid, struct import *import, struct failure *why)
{
	return import_jwk_text(text, strlen(text), kid, import, why);
}

static void read_text(const char *text, struct import *import)
{
	struct failure why;

	import_init(import);
	assert_works(import_text(text, NULL, import, &why), why);
}

static void refuse_text(const char *text, const char *part)
{
	struct failure why;
	import_auto import;
	import_init(&import);

	assert_fails(import_text(text, NULL, &import, &why), why, FAILURE_INVALID, part);
}

/* A sample with further members behind its own. */
static void extend(const char *sample, const char *members, struct buffer *text)
{
	buffer_clear(text);
	buffer_append(text, sample, strlen(sample) - 1);
	buffer_printf(text, "%s%s}", members[0] == '\0' ? "" : ",", members);
}

static void read_extended(const char *sample, const char *members, struct import *import)
{
	buffer_auto text = BUFFER_INIT;

	extend(sample, members, &text);
	read_text(text.data, import);
}

static void refuse_extended(const char *sample, const char *members, const char *part)
{
	buffer_auto text = BUFFER_INIT;

	extend(sample, members, &text);
	refuse_text(text.data, part);
}

#define P256_MEMBERS                                                                               \
	"\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","                 \
	"\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\""
#define P256_PUBLIC "{\"kty\":\"EC\"," P256_MEMBERS "}"
#define RSA_N                                                                                      \
	"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"  \
	"BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_" \
	"FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"        \
	"bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
#define RSA_PUBLIC "{\"kty\":\"RSA\",\"n\":\"" RSA_N "\",\"e\":\"AQAB\"}"
#define ED25519_PUBLIC                                                                             \
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define X25519_PUBLIC                                                                              \
	"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\"}"

/* RFC 7517 appendix A.1: a set of public keys. */
static void rfc7517_a1(void **state)
{
	static const char set[] =
		"{\"keys\":[{\"kty\":\"EC\"," P256_MEMBERS ",\"use\":\"enc\",\"kid\":\"1\"},"
		"{\"kty\":\"RSA\",\"n\":\"" RSA_N "\",\"e\":\"AQAB\",\"alg\":\"RS256\","
		"\"kid\":\"2011-04-29\"}]}";
	struct failure why;
	import_auto import;
	import_init(&import);
	buffer_auto kid = BUFFER_INIT;

	(void)state;
	assert_works(import_text(set, "1", &import, &why), why);
	assert_int_equal(import.jwk.type, JWK_EC);
	assert_int_equal(import.use, JWK_ENCRYPTION);
	assert_null(import.algorithm);
	assert_buffer_string(import.kid, "1");
	assert_false(jwk_is_private(&import.jwk));

	assert_works(import_text(set, "2011-04-29", &import, &why), why);
	assert_int_equal(import.jwk.type, JWK_RSA);
	assert_int_equal(import.use, JWK_SIGNATURE);
	assert_string_equal(import.algorithm->name, "RS256");
	assert_int_equal(import.expires, IMPORT_NEVER);
	assert_int_equal(import.not_before, 0);
	assert_int_equal(import.extra.length, 0);
	/* RFC 7638 section 3.1 */
	kid_thumbprint(&import.jwk, &kid);
	assert_buffer_string(kid, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

	assert_fails(import_text(set, NULL, &import, &why), why, FAILURE_INVALID,
		"has 2 keys: kid must name one of them! It has: 1, 2011-04-29");
	assert_fails(import_text(set, "2", &import, &why), why, FAILURE_INVALID,
		"There is no key with kid (2) in the JWK Set! It has: 1, 2011-04-29");
}

/* Appendices A.2 and A.3 and RFC 8037 appendix A: private keys come as they are. */
static void samples_are_imported(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].sample == NULL)
			continue;

		import_auto import;
		read_text(kinds[i].sample, &import);
		jwk_auto key;
		parse_sample(kinds[i].sample, &key);

		assert_same_key(&import.jwk, &key);
		assert_true(jwk_is_private(&import.jwk));
		assert_int_equal(import.kid.length, 0);
	}
}

static void rfc7517_a3(void **state)
{
	static const char set[] =
		"{\"keys\":[{\"kty\":\"oct\",\"alg\":\"A128KW\",\"k\":\"GawgguFyGrWKav7AX4VKUg\"},"
		"{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aK"
		"tMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\","
		"\"kid\":\"HMAC key used in JWS spec Appendix A.1 example\"}]}";
	struct failure why;
	import_auto import;
	import_init(&import);

	(void)state;
	assert_works(
		import_text(set, "HMAC key used in JWS spec Appendix A.1 example", &import, &why),
		why);
	assert_int_equal(jwk_bits(&import.jwk), 512);
	assert_int_equal(import.use, JWK_NO_USE);
	assert_fails(import_text(set, NULL, &import, &why), why, FAILURE_INVALID,
		"It has: a key without kid, HMAC key");
}

#define RFC7517_B(n, x5c)                                                                          \
	"{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"1b94c\",\"n\":\"" n "\",\"e\":\"AQAB\","       \
	"\"x5c\":" x5c "}"

/* RFC 7517 appendix B: a certificate beside its key. */
static void rfc7517_b(void **state)
{
	import_auto import;
	read_text(RFC7517_B(RFC7517_B_N, "[\"" RFC7517_B_X5C "\"]"), &import);

	(void)state;
	assert_buffer_string(import.kid, "1b94c");
	assert_buffer_string(import.extra, "\"x5c\":[\"" RFC7517_B_X5C "\"]");
	refuse_text(RFC7517_B(RSA_N, "[\"" RFC7517_B_X5C "\"]"),
		"\"x5c\" is of another key than the JWK");
}

/* jose jwk gen -i '{"alg":"ES256","kid":"jose"}', jose jwk pub, jose jwk thp */
#define JOSE_MEMBERS                                                                               \
	"\"kid\":\"jose\",\"kty\":\"EC\",\"x\":\"3tfTpAVFo9t5DFK84UBZzBKN8q8lX-2nWrBrj6p4cPs\","   \
	"\"y\":\"ZS9IuKXaPjomj8iyd0VkVNOybzv8I5GgYe_iMZ0LvwQ\"}"
#define JOSE_PRIVATE                                                                               \
	"{\"alg\":\"ES256\",\"crv\":\"P-256\",\"d\":\"H8Bb8WNtTC75VCgeIklSGVridjLuWmp55wtR3N5O8M"  \
	"M\",\"key_ops\":[\"sign\",\"verify\"]," JOSE_MEMBERS
#define JOSE_PUBLIC "{\"alg\":\"ES256\",\"crv\":\"P-256\",\"key_ops\":[\"verify\"]," JOSE_MEMBERS

static void keys_of_jose(void **state)
{
	import_auto private_half;
	read_text(JOSE_PRIVATE, &private_half);
	import_auto public_half;
	read_text(JOSE_PUBLIC, &public_half);
	buffer_auto kid = BUFFER_INIT;

	(void)state;
	assert_int_equal(private_half.use, JWK_SIGNATURE);
	assert_int_equal(private_half.extra.length, 0);
	assert_true(jwk_is_private(&private_half.jwk));
	kid_thumbprint(&private_half.jwk, &kid);
	assert_buffer_string(kid, "RoY21aFbJyb2br3CDbNg7zluQhZkm-bL7zvP5FclXl8");
	assert_int_equal(public_half.use, JWK_SIGNATURE);
	assert_buffer_string(public_half.extra, "\"key_ops\":[\"verify\"]");
	assert_true(import_same_key(&private_half.jwk, &public_half.jwk));
}

static void sets_are_searched(void **state)
{
	static const char *const refused[][2] = {
		{"[]", "must be a JSON object"},
		{"{}", "lacks the member \"kty\""},
		{"{\"keys\":{}}", "\"keys\" of a JWK Set must be an array"},
		{"{\"keys\":[]}", "has no keys"},
		{"{\"keys\":[7]}", "A JWK must be a JSON object"},
		{"{\"keys\":[{}]}", "lacks the member \"kty\""},
	};
	static const char twice[] = "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"a\"," P256_MEMBERS
				    "},{\"kid\":\"a\"},{\"kid\":7},null]}";
	struct failure why;
	import_auto import;
	import_init(&import);

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		refuse_text(refused[i][0], refused[i][1]);
	assert_works(
		import_text("{\"x\":[],\"keys\":[" P256_PUBLIC "]}", NULL, &import, &why), why);
	assert_fails(import_text(twice, "a", &import, &why), why, FAILURE_INVALID,
		"There are 2 keys with kid (a)");
	assert_fails(import_text(twice, "b", &import, &why), why, FAILURE_INVALID,
		"It has: a, a, a key without kid, a key without kid");
}

static void a_single_jwk_must_have_the_kid(void **state)
{
	static const char with[] = "{\"kty\":\"EC\",\"kid\":\"a\"," P256_MEMBERS "}";
	struct failure why;
	import_auto import;
	import_init(&import);

	(void)state;
	assert_works(import_text(with, "a", &import, &why), why);
	assert_fails(import_text(with, "b", &import, &why), why, FAILURE_INVALID,
		"There is no key with kid (b)! The kid of the JWK is: a");
	assert_fails(import_text(P256_PUBLIC, "b", &import, &why), why, FAILURE_INVALID,
		"The JWK has no kid, but the one with kid (b) is asked for");
}

/* A list of kids that is too long for a sentence is cut. */
static void long_sets_are_cut(void **state)
{
	buffer_auto set = BUFFER_INIT;
	struct failure why;
	import_auto import;
	import_init(&import);

	(void)state;
	buffer_append_string(&set, "{\"keys\":[");
	for (int i = 0; i < 1000; i++)
		buffer_printf(&set, "%s{\"kid\":\"key-%d\"}", i == 0 ? "" : ",", i);
	buffer_append_string(&set, "]}");
	assert_fails(
		import_text(set.data, "x", &import, &why), why, FAILURE_INVALID, "key-0, key-1,");
	assert_non_null(strstr(why.text, " more"));
	assert_null(strstr(why.text, "key-999"));
}

static void uses_come_from_many_places(void **state)
{
	static const struct {
		const char *sample;
		const char *members;
		enum jwk_use use;
		const char *algorithm;
		const char *extra;
	} cases[] = {
		{P256_PUBLIC, "", JWK_NO_USE, NULL, ""},
		{P256_PUBLIC, "\"use\":\"sig\"", JWK_SIGNATURE, NULL, ""},
		{P256_PUBLIC, "\"use\":\"enc\",\"alg\":\"ECDH-ES\"", JWK_ENCRYPTION, "ECDH-ES", ""},
		{P256_PUBLIC, "\"alg\":\"ES256\"", JWK_SIGNATURE, "ES256", ""},
		{P256_PUBLIC, "\"key_ops\":[\"deriveKey\",\"deriveBits\"]", JWK_ENCRYPTION, NULL,
			"\"key_ops\":[\"deriveKey\",\"deriveBits\"]"},
		{P256_PUBLIC, "\"key_ops\":[]", JWK_NO_USE, NULL, "\"key_ops\":[]"},
		{P256_PUBLIC, "\"key_ops\":[\"other\"],\"use\":\"sig\"", JWK_SIGNATURE, NULL,
			"\"key_ops\":[\"other\"]"},
		{SAMPLE_P256, "\"key_ops\":[\"unwrapKey\",\"other\"]", JWK_ENCRYPTION, NULL, ""},
		{SAMPLE_P256, "\"key_ops\":[\"sign\"],\"use\":\"sig\",\"alg\":\"ES256\"",
			JWK_SIGNATURE, "ES256", ""},
		{SAMPLE_OCT, "\"alg\":\"A128KW\"", JWK_ENCRYPTION, "A128KW", ""},
		{SAMPLE_OCT, "\"key_ops\":[\"decrypt\"]", JWK_ENCRYPTION, NULL, ""},
		{X25519_PUBLIC, "", JWK_ENCRYPTION, NULL, ""},
		{ED25519_PUBLIC, "", JWK_SIGNATURE, NULL, ""},
		{ED25519_PUBLIC, "\"alg\":\"EdDSA\"", JWK_SIGNATURE, "EdDSA", ""},
		{RSA_PUBLIC, "\"alg\":\"RSA-OAEP\",\"key_ops\":[\"encrypt\"]", JWK_ENCRYPTION,
			"RSA-OAEP", "\"key_ops\":[\"encrypt\"]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		import_auto import;
		read_extended(cases[i].sample, cases[i].members, &import);

		assert_int_equal(import.use, cases[i].use);
		if (cases[i].algorithm == NULL)
			assert_null(import.algorithm);
		else
			assert_string_equal(import.algorithm->name, cases[i].algorithm);
		assert_buffer_string(import.extra, cases[i].extra);
	}
}

/* One input for each check, which breaks only that. */
static void members_are_checked(void **state)
{
	static const struct {
		const char *sample;
		const char *members;
		const char *part;
	} cases[] = {
		{P256_PUBLIC, "\"use\":\"both\"",
			"\"use\" (both) is not supported! Valid values: sig, enc"},
		{P256_PUBLIC, "\"use\":\"\"", "\"use\" () is not supported"},
		{P256_PUBLIC, "\"use\":7", "\"use\" must be a string"},
		{P256_PUBLIC, "\"use\":null", "\"use\" must be a string"},
		{P256_PUBLIC, "\"alg\":\"ES255\"",
			"\"alg\" (ES255) is not supported! Valid values: RS256"},
		{P256_PUBLIC, "\"alg\":\"ECDH_ES\"", "\"alg\" (ECDH_ES) is not supported"},
		{P256_PUBLIC, "\"alg\":[]", "\"alg\" must be a string"},
		{P256_PUBLIC, "\"alg\":\"RS256\"",
			"\"alg\" (RS256) does not fit an EC key on P-256! Valid values: ES256, ECDH-ES"},
		{P256_PUBLIC, "\"alg\":\"ES384\"",
			"\"alg\" (ES384) does not fit an EC key on P-256"},
		{SAMPLE_OCT, "\"alg\":\"HS256\"",
			"\"alg\" (HS256) does not fit an oct key of 128 bits"},
		{SAMPLE_OCT, "\"alg\":\"A256KW\"", "\"alg\" (A256KW) does not fit"},
		{SAMPLE_SECP256K1, "\"alg\":\"ECDH-ES\"",
			"does not fit an EC key on secp256k1! Valid values: ES256K"},
		{P256_PUBLIC, "\"use\":\"enc\",\"alg\":\"ES256\"",
			"\"alg\" is for signatures, which contradicts \"use\""},
		{P256_PUBLIC, "\"use\":\"sig\",\"key_ops\":[\"deriveBits\"]",
			"\"key_ops\" is for encryption, which contradicts \"use\""},
		{P256_PUBLIC, "\"alg\":\"ES256\",\"key_ops\":[\"wrapKey\"]",
			"\"key_ops\" is for encryption, which contradicts \"alg\""},
		{P256_PUBLIC, "\"key_ops\":[\"verify\",\"encrypt\"]",
			"operations of signatures (sign, verify) and of encryption"},
		{P256_PUBLIC, "\"key_ops\":[\"verify\",\"verify\"]",
			"\"key_ops\" has the value (verify) twice"},
		{P256_PUBLIC, "\"key_ops\":\"verify\"", "\"key_ops\" must be an array of strings"},
		{P256_PUBLIC, "\"key_ops\":[\"verify\",1]",
			"\"key_ops\" must be an array of strings"},
		{X25519_PUBLIC, "\"use\":\"sig\"",
			"A key on X25519 can not be used for signatures, only for encryption"},
		{ED25519_PUBLIC, "\"use\":\"enc\"",
			"A key on Ed25519 can not be used for encryption, only for signatures"},
		{SAMPLE_SECP256K1, "\"key_ops\":[\"deriveKey\"]",
			"A key on secp256k1 can not be used for encryption"},
		{P256_PUBLIC, "\"kid\":\"\"", "\"kid\" is empty"},
		{P256_PUBLIC, "\"kid\":5", "\"kid\" must be a string"},
		{P256_PUBLIC, "\"kid\":\"a\\nb\"", "\"kid\" must not contain control characters"},
		{P256_PUBLIC, "\"kid\":\"\\u0085\"", "\"kid\" must not contain control characters"},
		{P256_PUBLIC, "\"exp\":\"5\"", "\"exp\" (\"5\") is not supported"},
		{P256_PUBLIC, "\"exp\":null", "\"exp\" (null) is not supported"},
		{P256_PUBLIC, "\"exp\":253402300800", "from 0 to 253402300799"},
		{P256_PUBLIC, "\"nbf\":-1", "\"nbf\" (-1) is not supported"},
		{P256_PUBLIC, "\"nbf\":1e400", "\"nbf\""},
		{P256_PUBLIC, "\"nbf\":5,\"exp\":5", "\"exp\" (5) must be after \"nbf\" (5)"},
		{P256_PUBLIC, "\"dp\":\"AQAB\"",
			"The EC key has the member \"dp\", which is a private one of RSA keys"},
		{P256_PUBLIC, "\"k\":\"AQAB\"", "a private one of oct keys"},
		{RSA_PUBLIC, "\"k\":\"AQAB\"", "a private one of oct keys"},
		{P256_PUBLIC, "\"oth\":[]", "\"oth\""},
		{RSA_PUBLIC, "\"oth\":[]", "more than two primes"},
		{P256_PUBLIC, "\"x5u\":\"\"", "\"x5u\" must be a URL"},
		{P256_PUBLIC, "\"x5u\":[]", "\"x5u\" must be a string"},
		{P256_PUBLIC, "\"x5t\":\"AQAB\"",
			"\"x5t\" must be the base64url, without padding, of 20 bytes"},
		{P256_PUBLIC, "\"x5t#S256\":\"AQAB\"",
			"\"x5t#S256\" must be the base64url, without padding, of 32 bytes"},
		{P256_PUBLIC, "\"x5t\":\"eF2KgjuBGG2kWigIapeyzKiG1bs=\"",
			"\"x5t\" must be the base64url"},
		{P256_PUBLIC, "\"x5c\":\"\"", "\"x5c\" must be an array of 1 to 16 certificates"},
		{P256_PUBLIC, "\"x5c\":[]", "\"x5c\" must be an array of 1 to 16 certificates"},
		{P256_PUBLIC, "\"x5c\":[1]",
			"Element 1 of the JWK member \"x5c\" must be a string"},
		{P256_PUBLIC, "\"x5c\":[\"\"]",
			"Element 1 of the JWK member \"x5c\" must be a string"},
		{P256_PUBLIC, "\"x5c\":[\"MAA-\"]",
			"Element 1 of the JWK member \"x5c\" must be a string"},
		{P256_PUBLIC, "\"x5c\":[\"MA A=\"]",
			"Element 1 of the JWK member \"x5c\" must be a string"},
		{P256_PUBLIC, "\"x5c\":[\"MAA=\"]",
			"\"x5c\" can not be used. Certificate 1 is no X.509"},
		{SAMPLE_OCT, "\"x5t\":\"AQAB\"", "The oct key has the member \"x5t\""},
		{SAMPLE_OCT, "\"x5u\":\"https://example.com/\"",
			"The oct key has the member \"x5u\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuse_extended(cases[i].sample, cases[i].members, cases[i].part);
}

static void kids_have_a_length(void **state)
{
	(void)state;
	for (unsigned characters = 256; characters <= 257; characters++) {
		buffer_auto members = BUFFER_INIT;

		buffer_append_string(&members, "\"kid\":\"");
		for (unsigned i = 0; i < characters; i++)
			buffer_append_string(&members, "\xC3\xBC");
		buffer_append_string(&members, "\"");
		if (characters > 256) {
			refuse_extended(P256_PUBLIC, members.data, "has 257 characters! 1 to 256");
			continue;
		}

		import_auto import;
		read_extended(P256_PUBLIC, members.data, &import);

		assert_int_equal(import.kid.length, 2 * characters);
	}
}

static void times_are_read(void **state)
{
	import_auto import;
	read_extended(P256_PUBLIC, "\"nbf\":1700000000,\"exp\":1800000000.9", &import);
	import_auto last;
	read_extended(P256_PUBLIC, "\"exp\":253402300799", &last);

	(void)state;
	assert_int_equal(import.not_before, 1700000000);
	assert_int_equal(import.expires, 1800000000);
	assert_int_equal(import.extra.length, 0);
	assert_int_equal(last.expires, CLOCK_LATEST);
}

#define UNKNOWN                                                                                    \
	"\"iat\":1.50,\"n\":\"other\",\"a\\\"b\":{\"x\":[1,null,true,\"\\u00e9\\n/\"],"            \
	"\"y\":-9223372036854775808},\"z\":{}"

static void unknown_members_are_kept_of_public_keys(void **state)
{
	import_auto import;
	read_extended(P256_PUBLIC,
		"\"use\":\"sig\", " UNKNOWN " , \"x5u\":\"https://example.com/\"", &import);
	import_auto private_half;
	read_extended(SAMPLE_P256, UNKNOWN ",\"x5u\":\"https://example.com/\"", &private_half);

	(void)state;
	assert_buffer_string(import.extra,
		"\"iat\":1.50,\"n\":\"other\",\"a\\\"b\":{\"x\":[1,null,true,\"\xC3\xA9\\n/\"],"
		"\"y\":-9223372036854775808},\"z\":{},\"x5u\":\"https://example.com/\"");
	assert_buffer_string(private_half.extra, "\"x5u\":\"https://example.com/\"");
}

static void extra_has_a_size(void **state)
{
	(void)state;
	/* "a":"..." is the text around them */
	for (size_t length = 65536; length <= 65537; length++) {
		buffer_auto members = BUFFER_INIT;

		buffer_append_string(&members, "\"a\":\"");
		while (members.length < length - 1)
			buffer_append_byte(&members, 'x');
		buffer_append_byte(&members, '"');
		if (length > 65536) {
			refuse_extended(P256_PUBLIC, members.data, "up to \"a\"! At most 65536");
			continue;
		}

		import_auto import;
		read_extended(P256_PUBLIC, members.data, &import);

		assert_int_equal(import.extra.length, length);
	}
}

/* An import that held something holds nothing of it afterwards. */
static void a_used_import_is_replaced(void **state)
{
	struct failure why;
	import_auto import;
	read_extended(P256_PUBLIC, "\"kid\":\"a\",\"alg\":\"ES256\",\"nbf\":5,\"exp\":6,\"b\":7",
		&import);

	(void)state;
	assert_works(import_text(SAMPLE_OCT, NULL, &import, &why), why);
	assert_int_equal(import.jwk.type, JWK_OCT);
	assert_int_equal(import.kid.length, 0);
	assert_null(import.algorithm);
	assert_int_equal(import.use, JWK_NO_USE);
	assert_int_equal(import.not_before, 0);
	assert_int_equal(import.expires, IMPORT_NEVER);
	assert_int_equal(import.extra.length, 0);
}

static void halves_are_compared(void **state)
{
	import_auto p256;
	read_text(P256_PUBLIC, &p256);
	import_auto rsa;
	read_text(RSA_PUBLIC, &rsa);
	import_auto ed25519;
	read_text(ED25519_PUBLIC, &ed25519);
	jwk_auto key;
	parse_sample(SAMPLE_P256, &key);
	jwk_auto oct;
	parse_sample(SAMPLE_OCT, &oct);
	jwk_auto other;
	parse_sample(JOSE_PUBLIC, &other);

	(void)state;
	assert_true(import_same_key(&p256.jwk, &key));
	assert_true(import_same_key(&key, &p256.jwk));
	assert_false(import_same_key(&p256.jwk, &rsa.jwk));
	assert_false(import_same_key(&p256.jwk, &ed25519.jwk));
	assert_false(import_same_key(&p256.jwk, &other));
	assert_false(import_same_key(&oct, &oct));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc7517_a1),
		cmocka_unit_test(samples_are_imported),
		cmocka_unit_test(rfc7517_a3),
		cmocka_unit_test(rfc7517_b),
		cmocka_unit_test(keys_of_jose),
		cmocka_unit_test(sets_are_searched),
		cmocka_unit_test(a_single_jwk_must_have_the_kid),
		cmocka_unit_test(long_sets_are_cut),
		cmocka_unit_test(uses_come_from_many_places),
		cmocka_unit_test(members_are_checked),
		cmocka_unit_test(kids_have_a_length),
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(unknown_members_are_kept_of_public_keys),
		cmocka_unit_test(extra_has_a_size),
		cmocka_unit_test(a_used_import_is_replaced),
		cmocka_unit_test(halves_are_compared),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
