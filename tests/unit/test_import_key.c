/* Keys from PEM, base64 of DER, and DER. */

#include "jwk_samples.h"
#include "key_samples.h"

#include "jwk/import.h"
#include "jwk/key_der.h"
#include "jwk/kid.h"
#include "jwk/members.h"
#include "jwk/pem.h"

#include <nettle/base64.h>

#define WHAT "the key of environment 'test'"

typedef bool (*importer)(
	const char *text, size_t length, const char *what, struct jwk *jwk, struct failure *why);

static void read_key(importer import, const char *text, size_t length, struct jwk *jwk)
{
	struct failure why;

	jwk_init(jwk);
	assert_works(import(text, length, WHAT, jwk, &why), why);
}

static void refuse(importer import, const char *text, size_t length, const char *part)
{
	struct failure why;
	jwk_auto key;
	jwk_init(&key);

	assert_fails(import(text, length, WHAT, &key, &why), why, FAILURE_INVALID, part);
	assert_memory_equal(why.text, WHAT " can not be used. ", strlen(WHAT " can not be used. "));
}

static void refuse_der(importer import, const struct buffer *der, const char *part)
{
	refuse(import, der->data, der->length, part);
}

static void write_der(const struct jwk *jwk, bool is_private, struct buffer *der)
{
	struct failure why;

	buffer_clear(der);
	if (!is_private)
		spki_write(jwk, der);
	else
		assert_works(pkcs8_write(jwk, der, &why), why);
}

static void encode(const struct buffer *der, size_t line, struct buffer *text)
{
	for (size_t at = 0; at < der->length; at += line) {
		size_t length = der->length - at < line ? der->length - at : line;
		size_t size = BASE64_ENCODE_RAW_LENGTH(length);

		base64_encode_raw(
			buffer_reserve(text, size), length, (const uint8_t *)der->data + at);
		text->length += size;
		buffer_append_string(text, "\r\n");
	}
}

/* Every kind of key: both halves, as DER, base64 in one line and in many, and PEM. */
static void what_is_written_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].sample == NULL || kinds[i].type == JWK_OCT)
			continue;

		jwk_auto key;
		parse_sample(kinds[i].sample, &key);

		for (int is_private = 0; is_private < 2; is_private++) {
			importer import = is_private ? import_private_key : import_public_key;
			struct failure why;
			struct buffer forms[4] = {
				BUFFER_INIT, BUFFER_INIT, BUFFER_INIT, BUFFER_INIT};

			write_der(&key, is_private, &forms[0]);
			encode(&forms[0], forms[0].length, &forms[1]);
			encode(&forms[0], 48, &forms[2]);
			assert_works((is_private ? pem_write_private : pem_write_public)(
					     &key, &forms[3], &why),
				why);
			for (size_t form = 0; form < 4; form++) {
				jwk_auto again;
				read_key(import, forms[form].data, forms[form].length, &again);

				assert_int_equal(jwk_is_private(&again), is_private);
				assert_true(import_same_key(&again, &key));
				if (is_private)
					assert_same_key(&again, &key);
			}
			for (size_t form = 0; form < 4; form++)
				buffer_free(&forms[form]);
		}
	}
}

/* What openssl writes of the samples. */
static void forms_of_openssl_are_read(void **state)
{
	static const struct {
		const char *text;
		importer import;
		const char *sample;
	} cases[] = {
		{RSA_PKCS8, import_private_key, SAMPLE_RSA},
		{RSA_PKCS1, import_private_key, SAMPLE_RSA},
		{RSA_PKCS1_PUBLIC, import_public_key, SAMPLE_RSA},
		{RSA_SPKI, import_public_key, SAMPLE_RSA},
		{P256_SEC1, import_private_key, SAMPLE_P256},
		{"Text before\n" RSA_SPKI "and behind\n", import_public_key, SAMPLE_RSA},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto sample;
		parse_sample(cases[i].sample, &sample);
		jwk_auto key;
		read_key(cases[i].import, cases[i].text, strlen(cases[i].text), &key);

		assert_true(import_same_key(&key, &sample));
		assert_int_equal(jwk_is_private(&key), cases[i].import == import_private_key);
	}
}

static void assert_kid(const struct jwk *jwk, const char *expected)
{
	buffer_auto kid = BUFFER_INIT;

	kid_thumbprint(jwk, &kid);
	assert_buffer_string(kid, expected);
}

static void other_writers_are_read(void **state)
{
	jwk_auto certtool;
	read_key(import_private_key, CERTTOOL_ED448, strlen(CERTTOOL_ED448), &certtool);
	jwk_auto rfc;
	read_key(import_private_key, RFC8410_V1, strlen(RFC8410_V1), &rfc);

	(void)state;
	assert_string_equal(certtool.curve->name, "Ed448");
	assert_kid(&certtool, CERTTOOL_ED448_KID);
	assert_string_equal(rfc.curve->name, "Ed25519");
	assert_int_equal((uint8_t)rfc.member[OKP_X].data[0], 0x19);
}

static void texts_are_refused(void **state)
{
	static const struct {
		importer import;
		const char *text;
		const char *part;
	} cases[] = {
		{import_public_key, "", "It is empty"},
		{import_public_key, "hello", "neither PEM text, nor base64 of DER, nor DER"},
		{import_public_key, "MAA", "neither PEM text"},
		{import_public_key, "MAA=", "no public key in DER that is known here"},
		{import_public_key, "AAAA", "no whole SEQUENCE"},
		{import_private_key, "MAA=", "no private key in DER that is known here"},
		{import_public_key, RSA_PKCS8, "It is a private key, but only the public"},
		{import_public_key, RSA_PKCS1, "It is a private key"},
		{import_public_key, P256_SEC1, "It is a private key"},
		{import_private_key, RSA_SPKI, "It is a public key, but the private"},
		{import_private_key, RSA_PKCS1_PUBLIC, "It is a public key"},
		{import_private_key, RSA_ENCRYPTED_PKCS8,
			"encrypted, which is not supported: decrypt it with 'openssl pkey"},
		{import_private_key, RSA_ENCRYPTED_PKCS1,
			"encrypted, which is not supported: decrypt it with 'openssl pkey"},
		{import_private_key, P256_EXPLICIT, "explicit curve parameters. Only named"},
		{import_public_key, P256_COMPRESSED, "is compressed. Only uncompressed points"},
		{import_public_key, RSA_PSS,
			"algorithm RSASSA-PSS (1.2.840.113549.1.1.10) are not supported! Valid"},
		{import_public_key, DSA_PUBLIC, "algorithm DSA (1.2.840.10040.4.1)"},
		{import_private_key, BRAINPOOL,
			"curve 1.3.36.3.3.2.8.1.1.7 of the EC key is not supported! Valid values: P-256"},
		{import_public_key, RSA_1024, "\"n\" has 1024 bits"},
		{import_public_key, RSA_SPKI RSA_SPKI, "more than one key"},
		{import_public_key, "-----BEGIN PUBLIC KEY-----\nMAA=\n",
			"does not end: its last line must be -----END PUBLIC KEY-----"},
		{import_public_key, "-----BEGIN PUBLIC KEY-----\nM*A=\n-----END PUBLIC KEY-----",
			"PUBLIC KEY is no base64"},
		{import_public_key, "-----BEGIN \nMAA=\n-----END -----", "begins without a label"},
		{import_public_key, "-----BEGIN X-----\nMAA=\n-----END X-----",
			"The PEM label (X) is not supported! Valid values: PUBLIC KEY"},
		{import_public_key,
			"-----BEGIN EC PARAMETERS-----\nMAA=\n-----END EC PARAMETERS-----",
			"There is no key in the PEM text"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuse(cases[i].import, cases[i].text, strlen(cases[i].text), cases[i].part);
}

/* Whatever is cut off, what is left is no key; in a buffer of its size, for what watches memory. */
static void every_cut_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].sample == NULL || kinds[i].type == JWK_OCT)
			continue;

		jwk_auto key;
		parse_sample(kinds[i].sample, &key);

		for (int is_private = 0; is_private < 2; is_private++) {
			buffer_auto der = BUFFER_INIT;

			write_der(&key, is_private, &der);
			for (size_t length = 1; length < der.length; length++) {
				char *cut = test_malloc(length);

				memcpy(cut, der.data, length);
				refuse(is_private ? import_private_key : import_public_key, cut,
					length, "");
				test_free(cut);
			}
			buffer_append_byte(&der, 0);
			refuse_der(is_private ? import_private_key : import_public_key, &der,
				"1 bytes follow the end of the key");
		}
	}
}

static void no_flipped_bit_is_overlooked(void **state)
{
	static const char *const samples[] = {SAMPLE_P256, SAMPLE_SECP256K1};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		jwk_auto key;
		parse_sample(samples[i], &key);
		buffer_auto der = BUFFER_INIT;

		write_der(&key, true, &der);
		for (size_t at = 0; at < der.length; at++) {
			char byte = der.data[at];

			der.data[at] = (char)(byte ^ 1 << at % 8);
			refuse_der(import_private_key, &der, "");
			der.data[at] = byte;
		}
	}
}

/* DER made by hand. */

static const uint8_t oid_rsa_bytes[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1};
static const uint8_t oid_ec_bytes[] = {0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1};
static const uint8_t oid_p256_bytes[] = {0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7};
static const uint8_t oid_p384_bytes[] = {0x2B, 0x81, 4, 0, 0x22};
static const uint8_t oid_ed25519_bytes[] = {0x2B, 0x65, 0x70};

#define PUT_OID(out, oid) der_put(out, DER_OBJECT_IDENTIFIER, oid, sizeof(oid))

static void wrap(enum der_tag tag, struct buffer *content)
{
	buffer_auto wrapped = BUFFER_INIT;

	der_put_buffer(&wrapped, tag, content);
	buffer_swap(content, &wrapped);
}

static void append(struct buffer *out, const struct buffer *more)
{
	buffer_append(out, more->data, more->length);
}

static void point_of(const struct jwk *jwk, uint8_t form, struct buffer *point)
{
	buffer_append_byte(point, form);
	append(point, &jwk->member[EC_X]);
	append(point, &jwk->member[EC_Y]);
}

/* A SubjectPublicKeyInfo around the content of the algorithm and the BIT STRING. */
static void make_spki(const struct buffer *algorithm, const struct buffer *bits, struct buffer *out)
{
	buffer_clear(out);
	der_put_buffer(out, DER_SEQUENCE, algorithm);
	der_put_bits(out, bits);
	wrap(DER_SEQUENCE, out);
}

static void make_p256_spki(const struct jwk *jwk, uint8_t form, struct buffer *out)
{
	buffer_auto algorithm = BUFFER_INIT;
	buffer_auto point = BUFFER_INIT;

	PUT_OID(&algorithm, oid_ec_bytes);
	PUT_OID(&algorithm, oid_p256_bytes);
	point_of(jwk, form, &point);
	make_spki(&algorithm, &point, out);
}

static void points_are_checked(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_P256, &key);
	jwk_auto p384;
	parse_sample(SAMPLE_P384, &p384);
	buffer_auto der = BUFFER_INIT;

	(void)state;
	make_p256_spki(&key, 4, &der);

	jwk_auto read;
	read_key(import_public_key, der.data, der.length, &read);
	assert_true(import_same_key(&read, &key));
	make_p256_spki(&key, 6, &der);
	refuse_der(import_public_key, &der, "is compressed");
	make_p256_spki(&p384, 4, &der);
	refuse_der(import_public_key, &der, "has 97 bytes, but on P-256 it is always 65");
	key.member[EC_Y].data[31] = (char)(key.member[EC_Y].data[31] ^ 1);
	make_p256_spki(&key, 4, &der);
	refuse_der(import_public_key, &der, "no point on the curve P-256");
	buffer_truncate(&key.member[EC_Y], 31);
	make_p256_spki(&key, 4, &der);
	refuse_der(import_public_key, &der, "has 64 bytes");
}

static void algorithms_have_their_parameters(void **state)
{
	jwk_auto rsa;
	parse_sample(SAMPLE_RSA, &rsa);
	jwk_auto ed25519;
	parse_sample(SAMPLE_ED25519, &ed25519);
	buffer_auto algorithm = BUFFER_INIT;
	buffer_auto bits = BUFFER_INIT;
	buffer_auto der = BUFFER_INIT;

	(void)state;
	PUT_OID(&algorithm, oid_rsa_bytes);
	der_put_unsigned(&bits, &rsa.member[RSA_N]);
	der_put_unsigned(&bits, &rsa.member[RSA_E]);
	wrap(DER_SEQUENCE, &bits);
	make_spki(&algorithm, &bits, &der);
	refuse_der(import_public_key, &der, "parameters of the RSA key's algorithm must be NULL");
	der_put(&algorithm, DER_NULL, NULL, 0);
	der_put(&algorithm, DER_NULL, NULL, 0);
	make_spki(&algorithm, &bits, &der);
	refuse_der(import_public_key, &der, "The RSA key's algorithm has parameters that it must");

	buffer_clear(&algorithm);
	PUT_OID(&algorithm, oid_ed25519_bytes);
	der_put(&algorithm, DER_NULL, NULL, 0);
	make_spki(&algorithm, &ed25519.member[OKP_X], &der);
	refuse_der(import_public_key, &der, "The OKP key's algorithm has parameters that it must");

	buffer_clear(&algorithm);
	PUT_OID(&algorithm, oid_ec_bytes);
	make_spki(&algorithm, &bits, &der);
	refuse_der(import_public_key, &der, "does not name its curve");
}

/* RSA integers as they must not be. */
static void integers_are_strict(void **state)
{
	static const struct {
		uint8_t e[8];
		size_t length;
		const char *part;
	} cases[] = {
		{{1, 0, 1}, 3, NULL},
		{{0, 1, 0, 1}, 4, "\"e\" is missing, negative, or not in its shortest form"},
		{{0x81, 0, 1}, 3, "\"e\" is missing, negative"},
		{{0xFF}, 1, "\"e\" is missing, negative"},
		{{0}, 0, "\"e\" is missing"},
		{{0}, 1, "\"e\" begins with a zero byte"},
		{{3}, 1, "\"e\" must be odd and above 65536"},
	};
	jwk_auto rsa;
	parse_sample(SAMPLE_RSA, &rsa);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto der = BUFFER_INIT;

		der_put_unsigned(&der, &rsa.member[RSA_N]);
		der_put(&der, DER_INTEGER, cases[i].e, cases[i].length);
		wrap(DER_SEQUENCE, &der);
		if (cases[i].part != NULL) {
			refuse_der(import_public_key, &der, cases[i].part);
			continue;
		}

		jwk_auto read;
		read_key(import_public_key, der.data, der.length, &read);
		assert_true(import_same_key(&read, &rsa));
	}
}

static void lengths_are_in_shortest_form(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = {
		{"\x30\x80\x00\x00", 4},         /* without end */
		{"\x30\x81\x02\x05\x00", 5},     /* one byte more than needed */
		{"\x30\x82\x00\x02\x05\x00", 6}, /* a zero in front */
		{"\x30\x84\xFF\xFF\xFF\xFF", 6}, /* more than there is */
		{"\x30\x89\x01\x00\x00\x00\x00\x00\x00\x00\x00", 11},
		{"\x30\xFF", 2},
		{"\x30", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuse(import_public_key, cases[i].bytes, cases[i].length, "no whole SEQUENCE");
}

/* A PKCS#8 of the P-256 sample from its parts; NULL parts are left out. */
struct ec_parts {
	uint8_t version;
	const struct buffer *inner_curve; /* the content of [0] */
	const struct jwk *inner_public;
	const struct buffer *d;
	const struct jwk *outer_public;
};

static void make_ec_private(const struct ec_parts *parts, bool is_bare, struct buffer *out)
{
	buffer_auto algorithm = BUFFER_INIT;
	buffer_auto point = BUFFER_INIT;
	buffer_auto key = BUFFER_INIT;

	der_put(&key, DER_INTEGER, "\1", 1);
	der_put_buffer(&key, DER_OCTET_STRING, parts->d);
	if (parts->inner_curve != NULL)
		der_put_buffer(&key, DER_EXPLICIT_0, parts->inner_curve);
	if (parts->inner_public != NULL) {
		buffer_auto bits = BUFFER_INIT;

		point_of(parts->inner_public, 4, &point);
		der_put_bits(&bits, &point);
		der_put_buffer(&key, DER_EXPLICIT_1, &bits);
	}
	wrap(DER_SEQUENCE, &key);
	buffer_clear(out);
	if (is_bare) {
		append(out, &key);
		return;
	}
	der_put(out, DER_INTEGER, &parts->version, 1);
	PUT_OID(&algorithm, oid_ec_bytes);
	PUT_OID(&algorithm, oid_p256_bytes);
	der_put_buffer(out, DER_SEQUENCE, &algorithm);
	der_put_buffer(out, DER_OCTET_STRING, &key);
	if (parts->outer_public != NULL) {
		buffer_clear(&point);
		buffer_append_byte(&point, 0);
		point_of(parts->outer_public, 4, &point);
		der_put_buffer(out, DER_IMPLICIT_1, &point);
	}
	wrap(DER_SEQUENCE, out);
}

static void parts_of_private_keys_agree(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_P256, &key);
	jwk_auto other;
	jwk_init(&other);
	buffer_auto p256 = BUFFER_INIT;
	buffer_auto p384 = BUFFER_INIT;
	buffer_auto zero = BUFFER_INIT;
	buffer_auto order = BUFFER_INIT;
	buffer_auto shorter = BUFFER_INIT;
	buffer_auto wider = BUFFER_INIT;
	struct failure why;

	(void)state;
	assert_works(jwk_generate(JWK_EC, 0, curve_find(JWK_EC, "P-256"), &other, &why), why);
	PUT_OID(&p256, oid_p256_bytes);
	PUT_OID(&p384, oid_p384_bytes);
	buffer_append(&zero, (const uint8_t[32]){0}, 32);
	for (int i = 0; i < 32; i++)
		buffer_append_byte(&order, 0xFF);
	buffer_append(&shorter, key.member[EC_D].data, 27);
	buffer_append_byte(&wider, 0);
	append(&wider, &key.member[EC_D]);

	const struct buffer *d = &key.member[EC_D];
	const struct {
		struct ec_parts parts;
		bool is_bare;
		const char *part; /* NULL: it is the sample */
	} cases[] = {
		{{0, NULL, NULL, d, NULL}, false, NULL},
		{{0, &p256, &key, d, NULL}, false, NULL},
		{{1, NULL, NULL, d, &key}, false, NULL},
		{{1, &p256, &key, d, &key}, false, NULL},
		{{0, &p256, NULL, d, NULL}, true, NULL},
		{{0, &p256, &key, d, NULL}, true, NULL},
		{{0, NULL, NULL, &wider, NULL}, false, NULL},
		{{0, &p256, &key, &wider, NULL}, true, NULL},
		{{2, NULL, NULL, d, NULL}, false, "version 2 of PKCS#8! Valid values: 0, 1"},
		{{0, NULL, NULL, d, &key}, false, "The private key is damaged"},
		{{0, &p384, NULL, d, NULL}, false, "names two curves: P-256 and P-384"},
		{{0, NULL, &other, d, NULL}, false, "\"d\" does not match the public key"},
		{{1, NULL, NULL, d, &other}, false, "\"d\" does not match the public key"},
		{{1, NULL, &key, d, &other}, false,
			"The public key that comes with the private EC key does not match"},
		{{0, NULL, NULL, &zero, NULL}, false, "\"d\" is zero, or not below the order"},
		{{0, NULL, NULL, &order, NULL}, false, "\"d\" is zero, or not below the order"},
		{{0, NULL, NULL, &shorter, NULL}, false,
			"has 27 bytes, but on P-256 it is always 32"},
		{{0, NULL, &key, &shorter, NULL}, false, "\"d\" has 27 bytes, but on P-256"},
		{{0, NULL, NULL, d, NULL}, true, "does not name its curve"},
		{{0, &p384, NULL, d, NULL}, true, "has 32 bytes, but on P-384"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto der = BUFFER_INIT;

		make_ec_private(&cases[i].parts, cases[i].is_bare, &der);
		if (cases[i].part != NULL) {
			refuse_der(import_private_key, &der, cases[i].part);
			continue;
		}

		jwk_auto read;
		read_key(import_private_key, der.data, der.length, &read);
		assert_same_key(&read, &key);
	}
}

static void small_orders_are_refused(void **state)
{
	jwk_auto x25519;
	parse_sample(SAMPLE_X25519, &x25519);
	jwk_auto ed25519;
	parse_sample(SAMPLE_ED25519, &ed25519);
	buffer_auto der = BUFFER_INIT;

	(void)state;
	memset(x25519.member[OKP_X].data, 0, 32);
	write_der(&x25519, false, &der);
	refuse_der(import_public_key, &der, "small order");
	memset(ed25519.member[OKP_X].data, 0, 32);
	ed25519.member[OKP_X].data[0] = 1;
	write_der(&ed25519, false, &der);
	refuse_der(import_public_key, &der, "small order");
	buffer_append_byte(&ed25519.member[OKP_X], 0);
	write_der(&ed25519, false, &der);
	refuse_der(import_public_key, &der, "\"x\" has 33 bytes, but on Ed25519");
}

/* An integer of a megabyte is refused before anything is computed with it. */
static void huge_integers_are_refused(void **state)
{
	jwk_auto rsa;
	parse_sample(SAMPLE_RSA, &rsa);
	buffer_auto der = BUFFER_INIT;

	(void)state;
	for (int i = 0; i < 1 << 20; i++)
		buffer_append_byte(&rsa.member[RSA_D], 0xA5);
	write_der(&rsa, true, &der);
	refuse_der(import_private_key, &der, "\"d\" is not below the modulus");
	for (int i = 0; i < 1 << 20; i++)
		buffer_append_byte(&rsa.member[RSA_N], 0xA5);
	write_der(&rsa, false, &der);
	refuse_der(import_public_key, &der, "Valid: 2048 to 8192");
}

/* A private key whose numbers do not belong together. */
static void rsa_parts_are_checked(void **state)
{
	(void)state;
	for (size_t i = RSA_D; i < RSA_MEMBERS; i++) {
		jwk_auto rsa;
		parse_sample(SAMPLE_RSA, &rsa);
		buffer_auto der = BUFFER_INIT;
		char *last = &rsa.member[i].data[rsa.member[i].length - 1];

		*last = (char)(*last ^ 2);
		write_der(&rsa, true, &der);
		refuse_der(import_private_key, &der, "The RSA member");
	}
}

static void leading_zeros_survive(void **state)
{
	const struct curve *curve = curve_find(JWK_EC, "P-256");

	(void)state;
	for (size_t member = 0; member < EC_MEMBERS; member++) {
		for (int tries = 0;; tries++) {
			struct failure why;
			jwk_auto key;
			jwk_init(&key);
			buffer_auto der = BUFFER_INIT;

			assert_in_range(tries, 0, 20000);
			assert_works(jwk_generate(JWK_EC, 0, curve, &key, &why), why);
			if (key.member[member].data[0] != 0)
				continue;
			write_der(&key, true, &der);

			jwk_auto read;
			read_key(import_private_key, der.data, der.length, &read);
			assert_same_key(&read, &key);
			break;
		}
	}
}

static void private_numbers_of_gnutls_are_read(void **state)
{
	const struct curve *curve = curve_find(JWK_EC, "P-256");
	jwk_auto key;
	jwk_init(&key);
	buffer_auto d = BUFFER_INIT;
	buffer_auto der = BUFFER_INIT;
	struct failure why;

	(void)state;
	while (key.member[EC_D].length == 0 || key.member[EC_D].data[0] != 0) {
		jwk_free(&key);
		assert_works(jwk_generate(JWK_EC, 0, curve, &key, &why), why);
	}
	buffer_append(&d, key.member[EC_D].data + 1, 31);

	const struct ec_parts parts = {.inner_public = &key, .d = &d};
	jwk_auto read;

	make_ec_private(&parts, false, &der);
	read_key(import_private_key, der.data, der.length, &read);
	assert_same_key(&read, &key);
}

static void refusals_do_not_quote_keys(void **state)
{
	static const char text[] =
		"-----BEGIN PRIVATE KEY-----\nTOPSECRET*\n-----END PRIVATE KEY-----\n";
	struct failure why;
	jwk_auto key;
	jwk_init(&key);

	(void)state;
	assert_fails(import_private_key(text, strlen(text), WHAT, &key, &why), why, FAILURE_INVALID,
		"base64");
	assert_null(strstr(why.text, "TOPSECRET"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(forms_of_openssl_are_read),
		cmocka_unit_test(other_writers_are_read),
		cmocka_unit_test(texts_are_refused),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(no_flipped_bit_is_overlooked),
		cmocka_unit_test(points_are_checked),
		cmocka_unit_test(algorithms_have_their_parameters),
		cmocka_unit_test(integers_are_strict),
		cmocka_unit_test(lengths_are_in_shortest_form),
		cmocka_unit_test(parts_of_private_keys_agree),
		cmocka_unit_test(small_orders_are_refused),
		cmocka_unit_test(huge_integers_are_refused),
		cmocka_unit_test(rsa_parts_are_checked),
		cmocka_unit_test(leading_zeros_survive),
		cmocka_unit_test(private_numbers_of_gnutls_are_read),
		cmocka_unit_test(refusals_do_not_quote_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("import key", tests, NULL, NULL);
}
