/* JWE and what it is made of. */

#include "jwk_samples.h"

#include "base/base64url.h"
#include "base/json.h"
#include "jwk/cipher.h"
#include "jwk/concat_kdf.h"
#include "jwk/jwe.h"
#include "jwk/members.h"
#include "jwk/nist.h"

#include <nettle/aes.h>
#include <nettle/gcm.h>
#include <nettle/nist-keywrap.h>
#include <stdio.h>

static void from_hex(const char *hex, struct buffer *bytes)
{
	for (; *hex != '\0'; hex += 2) {
		unsigned byte;

		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		buffer_append_byte(bytes, (uint8_t)byte);
	}
}

static void assert_hex(const void *bytes, size_t length, const char *hex)
{
	buffer_auto expected = BUFFER_INIT;

	from_hex(hex, &expected);
	assert_int_equal(length, expected.length);
	assert_memory_equal(bytes, expected.data, length);
}

#define ALICE                                                                                      \
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\"," \
	"\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\","                                   \
	"\"d\":\"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo\"}"
#define BOB                                                                                        \
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ\"," \
	"\"y\":\"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck\","                                   \
	"\"d\":\"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw\"}"

/* RFC 7518 appendix C. */
static void agreement_vector(void **state)
{
	jwk_auto alice;
	parse_sample(ALICE, &alice);
	jwk_auto bob;
	parse_sample(BOB, &bob);
	buffer_auto z = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;
	uint8_t key[16];
	struct failure why;

	(void)state;
	assert_works(nist_agree(alice.curve, &alice.member[EC_D], &bob.member[EC_X],
			     &bob.member[EC_Y], &z, &why),
		why);
	assert_hex(z.data, z.length,
		"9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");
	concat_kdf(&z, "A128GCM", "Alice", "Bob", key, sizeof key);
	base64url_encode(&text, key, sizeof key);
	assert_string_equal(text.data, "VqqN6vgjbSBcIijNcacQGg");
}

/* RFC 3394 section 4.6. */
static void key_wrap_vector(void **state)
{
	buffer_auto wrapping_key = BUFFER_INIT;
	buffer_auto key = BUFFER_INIT;
	uint8_t wrapped[CIPHER_WRAPPED_SIZE];

	(void)state;
	from_hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", &wrapping_key);
	from_hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F", &key);
	cipher_wrap_key((const uint8_t *)wrapping_key.data, (const uint8_t *)key.data, wrapped);
	assert_hex(wrapped, sizeof wrapped,
		"28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326"
		"CBC7F0E71A99F43BFB988B9B7A02DD21");
}

/* The GCM specification submitted to NIST, appendix B, test cases 13, 14 and 16. */
static void gcm_vectors(void **state)
{
	static const struct {
		const char *key, *nonce, *associated, *plain, *sealed, *tag;
	} cases[] = {
		{"0000000000000000000000000000000000000000000000000000000000000000",
			"000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
		{"0000000000000000000000000000000000000000000000000000000000000000",
			"000000000000000000000000", "", "00000000000000000000000000000000",
			"cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
		{"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
			"cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
			"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
			"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
			"76fc6ece0f4e1768cddf8853bb2d551b"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto key = BUFFER_INIT;
		buffer_auto nonce = BUFFER_INIT;
		buffer_auto associated = BUFFER_INIT;
		buffer_auto plain = BUFFER_INIT;
		buffer_auto sealed = BUFFER_INIT;
		uint8_t tag[CIPHER_TAG_SIZE];

		from_hex(cases[i].key, &key);
		from_hex(cases[i].nonce, &nonce);
		from_hex(cases[i].associated, &associated);
		from_hex(cases[i].plain, &plain);
		cipher_seal((const uint8_t *)key.data, (const uint8_t *)nonce.data, &associated,
			&plain, &sealed, tag);
		assert_hex(sealed.data, sealed.length, cases[i].sealed);
		assert_hex(tag, sizeof tag, cases[i].tag);
	}
}

/* RFC 7516 appendix A.1: the content with its encoded header as associated data. */
static void content_vector(void **state)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto nonce = BUFFER_INIT;
	buffer_auto header = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto sealed_text = BUFFER_INIT;
	buffer_auto tag_text = BUFFER_INIT;
	uint8_t tag[CIPHER_TAG_SIZE];

	(void)state;
	from_hex("b1a1f480548fe1733fb403ff6b9ad4f68a076e5b702e22692f82cb2e7aea40fc", &key);
	from_hex("e3c575fc02dbe944b4e14ddb", &nonce);
	buffer_append_string(&header, "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ");
	buffer_append_string(
		&plain, "The true sign of intelligence is not knowledge but imagination.");
	cipher_seal((const uint8_t *)key.data, (const uint8_t *)nonce.data, &header, &plain,
		&sealed, tag);
	base64url_encode(&sealed_text, sealed.data, sealed.length);
	assert_string_equal(sealed_text.data, "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_"
					      "EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A");
	base64url_encode(&tag_text, tag, sizeof tag);
	assert_string_equal(tag_text.data, "XFBoMYUZodetZdvTiFvSkQ");
}

/* What a shared secret begins with is kept, zero bytes, too: both sides derive the same key. */
static void secrets_keep_leading_zeros(void **state)
{
	static const char *const names[] = {"P-256", "P-384", "P-521"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct curve *curve = curve_find(JWK_EC, names[i]);
		bool found = false;

		for (unsigned tries = 0; !found && tries < 10000; tries++) {
			struct failure why;
			jwk_auto a;
			jwk_init(&a);
			jwk_auto b;
			jwk_init(&b);
			buffer_auto ab = BUFFER_INIT;
			buffer_auto ba = BUFFER_INIT;

			assert_works(jwk_generate(JWK_EC, 0, curve, &a, &why), why);
			assert_works(jwk_generate(JWK_EC, 0, curve, &b, &why), why);
			assert_works(nist_agree(curve, &a.member[EC_D], &b.member[EC_X],
					     &b.member[EC_Y], &ab, &why),
				why);
			assert_int_equal(ab.length, curve->size);
			if (ab.data[0] != 0)
				continue;
			found = true;
			assert_works(nist_agree(curve, &b.member[EC_D], &a.member[EC_X],
					     &a.member[EC_Y], &ba, &why),
				why);
			assert_true(buffer_equal(&ab, &ba));
		}
		assert_true(found);
	}
}

#define PARTS 5

/* Takes header.key.iv.ciphertext.tag apart; the encoded header stays in `protected`. */
static void split(const struct buffer *jwe, struct buffer *protected, struct buffer *parts)
{
	const char *at = jwe->data;

	for (size_t i = 0; i < PARTS; i++) {
		size_t length = strcspn(at, ".");

		buffer_init(&parts[i]);
		assert_true(base64url_decode(&parts[i], at, length));
		if (i == 0)
			buffer_append(protected, at, length);
		at += length;
		assert_int_equal(*at, i == PARTS - 1 ? '\0' : '.');
		at++;
	}
}

static void free_parts(struct buffer *parts)
{
	for (size_t i = 0; i < PARTS; i++)
		buffer_free(&parts[i]);
}

static void wrapping_key_of(
	const struct buffer *header, const struct jwk *recipient, uint8_t key[CIPHER_KEY_SIZE])
{
	struct failure why;
	json_auto tree = NULL;
	struct json_object *epk;
	buffer_auto z = BUFFER_INIT;

	assert_works(json_parse(header->data, header->length, &tree, &why), why);
	assert_true(json_object_object_get_ex(tree, "epk", &epk));

	jwk_auto ephemeral;
	parse_sample(json_object_to_json_string(epk), &ephemeral);

	assert_false(jwk_is_private(&ephemeral));
	assert_ptr_equal(ephemeral.curve, recipient->curve);
	assert_works(nist_agree(recipient->curve, &recipient->member[EC_D], &ephemeral.member[EC_X],
			     &ephemeral.member[EC_Y], &z, &why),
		why);
	concat_kdf(&z, "ECDH-ES+A256KW", "", "", key, CIPHER_KEY_SIZE);
}

static void content_key_of(
	const struct buffer *parts, const struct jwk *recipient, uint8_t key[CIPHER_KEY_SIZE])
{
	static const uint8_t iv[8] = {0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6};
	uint8_t wrapping_key[CIPHER_KEY_SIZE];
	struct aes256_ctx aes;

	wrapping_key_of(&parts[0], recipient, wrapping_key);
	assert_int_equal(parts[1].length, CIPHER_WRAPPED_SIZE);
	aes256_set_decrypt_key(&aes, wrapping_key);
	assert_true(
		aes256_keyunwrap(&aes, iv, CIPHER_KEY_SIZE, key, (const uint8_t *)parts[1].data));
}

/* The receiving side, RFC 7516 section 5.2; fails the test when anything does not fit. */
static void decrypt(const struct buffer *jwe, const struct jwk *recipient, struct buffer *plain)
{
	buffer_auto protected = BUFFER_INIT;
	struct buffer parts[PARTS];
	uint8_t key[CIPHER_KEY_SIZE];
	uint8_t tag[CIPHER_TAG_SIZE];
	struct gcm_aes256_ctx gcm;

	split(jwe, &protected, parts);
	content_key_of(parts, recipient, key);
	assert_int_equal(parts[2].length, CIPHER_NONCE_SIZE);
	assert_int_equal(parts[4].length, CIPHER_TAG_SIZE);
	gcm_aes256_set_key(&gcm, key);
	gcm_aes256_set_iv(&gcm, parts[2].length, (const uint8_t *)parts[2].data);
	gcm_aes256_update(&gcm, protected.length, (const uint8_t *)protected.data);
	gcm_aes256_decrypt(&gcm, parts[3].length, (uint8_t *)buffer_reserve(plain, parts[3].length),
		(const uint8_t *)parts[3].data);
	plain->length = parts[3].length;
	plain->data[plain->length] = '\0';
	gcm_aes256_digest(&gcm, sizeof tag, tag);
	assert_memory_equal(tag, parts[4].data, sizeof tag);
	free_parts(parts);
}

/* Makes a recipient and its public half. */
static void make_recipient(const char *curve, struct jwk *recipient, struct jwk *half)
{
	struct failure why;
	buffer_auto text = BUFFER_INIT;

	jwk_init(recipient);
	assert_works(jwk_generate(JWK_EC, 0, curve_find(JWK_EC, curve), recipient, &why), why);
	write_plain(recipient, false, &text);
	parse_sample(text.data, half);
}

static void recipients_can_read(void **state)
{
	static const char *const names[] = {"P-256", "P-384"};
	static const struct jwe_header header = {.content_type = "jwk+json"};

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		struct failure why;
		jwk_auto recipient;
		jwk_auto half;
		make_recipient(names[i % 2], &recipient, &half);
		buffer_auto plain = BUFFER_INIT;
		buffer_auto jwe = BUFFER_INIT;
		buffer_auto again = BUFFER_INIT;

		for (unsigned j = 0; j < i; j++)
			buffer_append_byte(&plain, (uint8_t)(i + j));
		assert_works(jwe_encrypt(&half, &header, &plain, &jwe, &why), why);
		decrypt(&jwe, &recipient, &again);
		assert_true(buffer_equal(&plain, &again));
	}
}

static void header_says_what_was_asked(void **state)
{
	static const struct jwe_header header = {"k\"1", "jwk+json", "production", "My Project"};
	static const char begins[] =
		"{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"kid\":\"k\\\"1\","
		"\"cty\":\"jwk+json\",\"environment\":\"production\",\"project\":\"My Project\","
		"\"epk\":{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"";
	struct failure why;
	jwk_auto recipient;
	jwk_auto half;
	make_recipient("P-384", &recipient, &half);
	buffer_auto plain = BUFFER_INIT;
	buffer_auto jwe = BUFFER_INIT;
	buffer_auto protected = BUFFER_INIT;
	struct buffer parts[PARTS];

	(void)state;
	assert_works(jwe_encrypt(&half, &header, &plain, &jwe, &why), why);
	split(&jwe, &protected, parts);
	assert_memory_equal(parts[0].data, begins, strlen(begins));
	assert_int_equal(parts[0].length, strlen(begins) + 64 + strlen("\",\"y\":\"") + 64 + 3);
	assert_int_equal(parts[3].length, 0);
	free_parts(parts);
}

static void absent_header_members_are_left_out(void **state)
{
	static const struct jwe_header header = {0};
	static const char begins[] = "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"epk\":{";
	struct failure why;
	jwk_auto recipient;
	jwk_auto half;
	make_recipient("P-256", &recipient, &half);
	buffer_auto plain = BUFFER_INIT;
	buffer_auto jwe = BUFFER_INIT;
	buffer_auto protected = BUFFER_INIT;
	struct buffer parts[PARTS];

	(void)state;
	assert_works(jwe_encrypt(&half, &header, &plain, &jwe, &why), why);
	split(&jwe, &protected, parts);
	assert_memory_equal(parts[0].data, begins, strlen(begins));
	free_parts(parts);
}

/* Ephemeral key, content key, nonce, and with them everything else. */
static void everything_is_fresh(void **state)
{
	static const struct jwe_header header = {0};
	struct failure why;
	jwk_auto recipient;
	jwk_auto half;
	make_recipient("P-256", &recipient, &half);
	buffer_auto plain = BUFFER_INIT;
	buffer_auto protected = BUFFER_INIT;
	buffer_auto first = BUFFER_INIT;
	buffer_auto second = BUFFER_INIT;
	struct buffer parts[2][PARTS];
	uint8_t keys[2][CIPHER_KEY_SIZE];

	(void)state;
	buffer_append_string(&plain, "twice the same");
	assert_works(jwe_encrypt(&half, &header, &plain, &first, &why), why);
	assert_works(jwe_encrypt(&half, &header, &plain, &second, &why), why);
	split(&first, &protected, parts[0]);
	split(&second, &protected, parts[1]);
	for (size_t i = 0; i < PARTS; i++)
		assert_false(buffer_equal(&parts[0][i], &parts[1][i]));
	content_key_of(parts[0], &recipient, keys[0]);
	content_key_of(parts[1], &recipient, keys[1]);
	assert_memory_not_equal(keys[0], keys[1], CIPHER_KEY_SIZE);
	free_parts(parts[0]);
	free_parts(parts[1]);
}

static void recipients_are_refused(void **state)
{
	static const struct {
		const char *sample;
		const char *part;
	} cases[] = {{SAMPLE_RSA, "is RSA."}, {SAMPLE_OCT, "is oct."},
		{SAMPLE_P521, "is EC on P-521."}, {SAMPLE_SECP256K1, "is EC on secp256k1."},
		{SAMPLE_X25519, "is OKP on X25519."}, {SAMPLE_P256, "\"d\""},
		{SAMPLE_P384, "\"d\""}};
	static const struct jwe_header header = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct failure why;
		jwk_auto key;
		parse_sample(cases[i].sample, &key);
		buffer_auto plain = BUFFER_INIT;
		buffer_auto jwe = BUFFER_INIT;

		assert_fails(jwe_check_recipient(&key, &why), why, FAILURE_INVALID, cases[i].part);
		assert_fails(jwe_encrypt(&key, &header, &plain, &jwe, &why), why, FAILURE_INVALID,
			cases[i].part);
		assert_int_equal(jwe.length, 0);
	}
}

/* An invalid point would give the ephemeral key away to whoever chose it. */
static void points_off_the_curve_are_refused(void **state)
{
	static const struct jwe_header header = {0};
	struct failure why;
	jwk_auto recipient;
	jwk_auto half;
	make_recipient("P-256", &recipient, &half);
	buffer_auto plain = BUFFER_INIT;
	buffer_auto jwe = BUFFER_INIT;

	(void)state;
	half.member[EC_Y].data[31] ^= 1;
	assert_fails(
		jwe_encrypt(&half, &header, &plain, &jwe, &why), why, FAILURE_INVALID, "no point");
	assert_int_equal(jwe.length, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agreement_vector),
		cmocka_unit_test(key_wrap_vector),
		cmocka_unit_test(gcm_vectors),
		cmocka_unit_test(content_vector),
		cmocka_unit_test(secrets_keep_leading_zeros),
		cmocka_unit_test(recipients_can_read),
		cmocka_unit_test(header_says_what_was_asked),
		cmocka_unit_test(absent_header_members_are_left_out),
		cmocka_unit_test(everything_is_fresh),
		cmocka_unit_test(recipients_are_refused),
		cmocka_unit_test(points_off_the_curve_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk jwe", tests, NULL, NULL);
}
