/*
 * Keys that an attacker makes: points that are not on the curve or not below its prime, encodings
 * that only some readers understand, numbers of any size. Each is refused, as a JWK and as DER.
 */

#include "jwk_samples.h"

#include "base/base64url.h"
#include "jwk/import.h"
#include "jwk/integer.h"
#include "jwk/key_der.h"
#include "jwk/members.h"

#include <nettle/base16.h>
#include <stdlib.h>

static void from_hex(const char *hex, struct buffer *bytes)
{
	struct base16_decode_ctx context;
	size_t length = strlen(hex) / 2 + 1;

	buffer_clear(bytes);
	base16_decode_init(&context);
	assert_true(base16_decode_update(
		&context, &length, (uint8_t *)buffer_reserve(bytes, length), strlen(hex), hex));
	assert_true(base16_decode_final(&context));
	bytes->length = length;
	bytes->data[length] = '\0';
}

static void assert_refused(const struct buffer *text)
{
	struct failure why;
	import_auto import;
	import_init(&import);

	assert_fails(import_jwk_text(text->data, text->length, NULL, &import, &why), why,
		FAILURE_INVALID, "");
}

/* Tries a public key as a JWK and as DER: both doors are open, or both shut. */
static void assert_public(const struct jwk *jwk, bool is_good)
{
	struct failure why;
	import_auto import;
	import_init(&import);
	jwk_auto read;
	jwk_init(&read);
	buffer_auto text = BUFFER_INIT;
	buffer_auto der = BUFFER_INIT;

	write_plain(jwk, false, &text);
	spki_write(jwk, &der);
	if (is_good) {
		assert_works(import_jwk_text(text.data, text.length, NULL, &import, &why), why);
		assert_works(import_public_key(der.data, der.length, "It", &read, &why), why);
		return;
	}
	assert_refused(&text);
	assert_fails(import_public_key(der.data, der.length, "It", &read, &why), why,
		FAILURE_INVALID, "");
}

/* y^2 = x^3 + ax + b over a prime that is 3 modulo 4, as these all are (SEC 2). */
static const struct weierstrass {
	const char *name;
	const char *p, *b;
	long a;
} weierstrass[] = {
	{"P-256", "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
		"5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", -3},
	{"P-384",
		"fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
		"ffffffff0000000000000000ffffffff",
		"b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
		"c656398d8a2ed19d2a85c8edd3ec2aef",
		-3},
	{"P-521",
		"01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e1"
		"56193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
		-3},
	{"secp256k1", "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", "07", 0},
};
#define WEIERSTRASS (sizeof weierstrass / sizeof *weierstrass)

/* The root of x^3 + ax + b; false when there is none: this x is on the curve's twist. */
static bool find_y(const struct weierstrass *curve, const mpz_t p, const mpz_t x, mpz_t y)
{
	mpz_t square, exponent, b;
	bool found;

	mpz_inits(square, exponent, NULL);
	mpz_init_set_str(b, curve->b, 16);
	mpz_mul(square, x, x);
	if (curve->a < 0)
		mpz_sub_ui(square, square, (unsigned long)-curve->a);
	mpz_mul(square, square, x);
	mpz_add(square, square, b);
	mpz_mod(square, square, p);
	mpz_add_ui(exponent, p, 1);
	mpz_fdiv_q_2exp(exponent, exponent, 2);
	mpz_powm(y, square, exponent, p);
	mpz_mul(exponent, y, y);
	found = mpz_congruent_p(exponent, square, p) != 0;
	mpz_clears(square, exponent, b, NULL);
	return found;
}

static void assert_point(const char *name, const mpz_t x, const mpz_t y, bool is_good)
{
	jwk_auto key;
	jwk_init(&key);

	key.type = JWK_EC;
	key.curve = curve_find(JWK_EC, name);
	integer_to_bytes(x, key.curve->size, &key.member[EC_X]);
	integer_to_bytes(y, key.curve->size, &key.member[EC_Y]);
	assert_public(&key, is_good);
}

/* A coordinate and p more than it are the same number to who reduces, and another to who compares.
 */
static void coordinates_are_below_the_prime(void **state)
{
	(void)state;
	for (size_t i = 0; i < WEIERSTRASS; i++) {
		const struct weierstrass *curve = &weierstrass[i];
		mpz_t p, x, y;
		unsigned long twisted = 0;

		mpz_inits(x, y, NULL);
		mpz_init_set_str(p, curve->p, 16);
		for (mpz_set_ui(x, 1); !find_y(curve, p, x, y); mpz_add_ui(x, x, 1))
			twisted = mpz_get_ui(x);
		assert_point(curve->name, x, y, true);
		mpz_add(x, x, p);
		assert_point(curve->name, x, y, false);
		mpz_sub(x, x, p);
		mpz_sub(y, p, y); /* its opposite is as good */
		assert_point(curve->name, x, y, true);
		mpz_sub_ui(y, y, 1); /* on a curve with another b */
		assert_point(curve->name, x, y, false);
		assert_point(curve->name, x, p, false);
		assert_point(curve->name, p, y, false);
		mpz_set_ui(x, 0);
		assert_point(curve->name, x, x, false);
		assert_point(curve->name, p, p, false);
		for (mpz_set_ui(x, twisted + 1); find_y(curve, p, x, y); mpz_add_ui(x, x, 1))
			continue;
		assert_point(curve->name, x, y, false);
		mpz_clears(p, x, y, NULL);
	}
}

/* A point of one curve under the name of each other, in its own width and in that of the other. */
static void curves_are_not_exchanged(void **state)
{
	static const char *const samples[] = {
		SAMPLE_P256, SAMPLE_P384, SAMPLE_P521, SAMPLE_SECP256K1};

	(void)state;
	for (size_t i = 0; i < WEIERSTRASS; i++) {
		for (size_t other = 0; other < WEIERSTRASS; other++) {
			jwk_auto key;
			parse_sample(samples[i], &key);

			assert_string_equal(key.curve->name, weierstrass[i].name);
			key.curve = curve_find(JWK_EC, weierstrass[other].name);
			assert_public(&key, i == other);
			for (size_t member = EC_X; member <= EC_Y; member++) {
				integer_auto number;
				integer_init_bytes(&number, &key.member[member]);

				if (key.member[member].length < key.curve->size)
					integer_to_bytes(
						number, key.curve->size, &key.member[member]);
			}
			assert_public(&key, i == other);
		}
	}
}

#define ZEROS_30 "000000000000000000000000000000000000000000000000000000000000"
#define ZEROS_31 "00000000000000000000000000000000000000000000000000000000000000"
#define ZEROS_55 ZEROS_31 "000000000000000000000000000000000000000000000000"
#define FFS_27   "ffffffffffffffffffffffffffffffffffffffffffffffffffffff"

/* Agreement with these gives the same secret to everybody; signatures of them fit everything. */
static void small_subgroups_are_refused(void **state)
{
	static const struct {
		const char *curve;
		const char *x;
	} cases[] = {
		{"X25519", ZEROS_31 "00"},
		{"X25519", ZEROS_31 "80"}, /* the bit that RFC 7748 masks */
		{"X25519", "01" ZEROS_31},
		{"X25519", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"},
		{"X25519", "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7"},
		{"X25519", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
		{"Ed25519", "01" ZEROS_31},
		{"Ed25519", ZEROS_31 "00"},
		{"Ed25519", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
		{"Ed25519", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"},
		/* p, p + 1 and 2 p - 1 to 2 p + 1, and what is of small order with p added */
		{"X25519", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
		{"X25519", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
		{"X25519", "d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
		{"X25519", "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
		{"X25519", "dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
		{"X25519", "cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880"},
		{"X25519", "4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7"},
		/* p - 1 of Ed25519 with the sign of x = 0, the identity with it, p with it */
		{"Ed25519", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
		{"Ed25519", "01" ZEROS_30 "80"},
		{"Ed25519", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
		{"X448", ZEROS_55 "00"},
		{"X448", "01" ZEROS_55},
		{"Ed448", "01" ZEROS_55 "00"},
		{"Ed448", ZEROS_55 "0080"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto key;
		jwk_init(&key);

		key.type = JWK_OKP;
		key.curve = curve_find(JWK_OKP, cases[i].curve);
		from_hex(cases[i].x, &key.member[OKP_X]);
		assert_int_equal(key.member[OKP_X].length, key.curve->size);
		assert_public(&key, false);
	}
}

/* The base point of X25519 and X448, u = 9 and 5, has other spellings that RFC 7748 allows. */
static void other_spellings_are_refused(void **state)
{
	static const struct {
		const char *curve;
		const char *x;
		bool is_good;
	} cases[] = {
		{"X25519", "09" ZEROS_31, true},
		{"X25519", "09" ZEROS_30 "80", false},
		{"X25519", "f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			false},
		{"X448", "05" ZEROS_55, true},
		{"X448", "04" FFS_27 "ff" FFS_27, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto key;
		jwk_init(&key);

		key.type = JWK_OKP;
		key.curve = curve_find(JWK_OKP, cases[i].curve);
		from_hex(cases[i].x, &key.member[OKP_X]);
		assert_int_equal(key.member[OKP_X].length, key.curve->size);
		assert_public(&key, cases[i].is_good);
	}
}

#define EC_OID "06072a8648ce3d0201"
#define P256   "06082a8648ce3d030107"
#define X      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
#define Y      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
#define NUMBER "0000000000000000000000000000000000000000000000000000000000000001"
#define ORDER  "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"

/* The generator of P-256 as SubjectPublicKeyInfo, and what looks like it. */
static void public_der_is_der(void **state)
{
	static const char *const cases[] = {
		"3059"
		"3013" EC_OID P256 "03420004" X Y,
		/* lengths without end: outside, inside, both */
		"30803013" EC_OID P256 "03420004" X Y "0000",
		"305b3080" EC_OID P256 "000003420004" X Y,
		"30803080" EC_OID P256 "000003420004" X Y "0000",
		/* lengths in long form */
		"3081593013" EC_OID P256 "03420004" X Y,
		"305a308113" EC_OID P256 "03420004" X Y,
		"305a3013" EC_OID P256 "0381420004" X Y,
		"30840000005930"
		"13" EC_OID P256 "03420004" X Y,
		/* lengths that are wrong by one, or by all that there is */
		"305a3013" EC_OID P256 "03420004" X Y,
		"30583013" EC_OID P256 "03420004" X Y,
		"30593013" EC_OID P256 "03430004" X Y,
		"30593014" EC_OID P256 "03420004" X Y,
		"30593013" EC_OID P256 "0388ffffffffffffffff0004" X Y,
		/* bytes behind, outside and inside */
		"30593013" EC_OID P256 "03420004" X Y "00",
		"305b3013" EC_OID P256 "03420004" X Y "0500",
		"305b3015" EC_OID P256 "050003420004" X Y,
		/* a SET, a constructed BIT STRING, an OCTET STRING, bits that are not used */
		"31593013" EC_OID P256 "03420004" X Y,
		"305b3013" EC_OID P256 "234403420004" X Y,
		"30593013" EC_OID P256 "04420004" X Y,
		"30593013" EC_OID P256 "03420104" X Y,
		"30593013" EC_OID P256 "03420804" X Y,
		/* object identifiers with a byte that says nothing */
		"305a3014" EC_OID "0609802a8648ce3d030107"
		"03420004" X Y,
		"305a3014" EC_OID "06092a808648ce3d030107"
		"03420004" X Y,
		/* the point at infinity, in one byte and padded; compressed, hybrid, unknown forms
		 */
		"30193013" EC_OID P256 "03020000",
		"30593013" EC_OID P256 "03420000" X Y,
		"30593013" EC_OID P256 "03420004" ZEROS_31 "00" ZEROS_31 "00",
		"30393013" EC_OID P256 "03220003" X,
		"30593013" EC_OID P256 "03420007" X Y,
		"30593013" EC_OID P256 "03420005" X Y,
		/* a byte more, a byte less, none */
		"305a3013" EC_OID P256 "0343000400" X Y,
		"30583013" EC_OID P256 "034100" X Y,
		"30183013" EC_OID P256 "030100",
		"30173013" EC_OID P256 "0300",
		/* no curve, implied by the issuer */
		"304f3009" EC_OID "03420004" X Y,
		"3051300b" EC_OID "050003420004" X Y,
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		buffer_auto der = BUFFER_INIT;

		from_hex(cases[i], &der);
		if (i == 0)
			assert_works(
				import_public_key(der.data, der.length, "It", &key, &why), why);
		else
			assert_fails(import_public_key(der.data, der.length, "It", &key, &why), why,
				FAILURE_INVALID, "It can not be used");
	}
}

/* Private keys in DER, as hexadecimal digits. */
static void assert_only_the_first_is_taken(const char *const *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		buffer_auto der = BUFFER_INIT;

		from_hex(cases[i], &der);
		if (i == 0)
			assert_works(
				import_private_key(der.data, der.length, "It", &key, &why), why);
		else if (import_private_key(der.data, der.length, "It", &key, &why))
			fail_test("private key %zu is taken: %s", i, cases[i]);
		else
			assert_int_equal(why.kind, FAILURE_INVALID);
	}
}

/* The number 1 as a private key of P-256 in PKCS#8, and what looks like it. */
static void private_der_is_der(void **state)
{
	static const char *const cases[] = {
		"30410201003013" EC_OID P256 "0427302502010104"
		"20" NUMBER,
		/* versions: negative, of two bytes, none, from another time */
		"30410201ff3013" EC_OID P256 "0427302502010104"
		"20" NUMBER,
		"3042020200003013" EC_OID P256 "0427302502010104"
		"20" NUMBER,
		"304002003013" EC_OID P256 "0427302502010104"
		"20" NUMBER,
		"30410201023013" EC_OID P256 "0427302502010104"
		"20" NUMBER,
		"30410201003013" EC_OID P256 "0427302502010004"
		"20" NUMBER,
		/* lengths without end, and in long form */
		"30800201003013" EC_OID P256 "0427302502010104"
		"20" NUMBER "0000",
		"30430201003013" EC_OID P256 "0429308002010104"
		"20" NUMBER "0000",
		"30420201003013" EC_OID P256 "048127302502010104"
		"20" NUMBER,
		"30420201003013" EC_OID P256 "042830812502010104"
		"20" NUMBER,
		/* a constructed OCTET STRING */
		"30430201003013" EC_OID P256 "24290427302502010104"
		"20" NUMBER,
		/* zero, the order, one that is too long */
		"30410201003013" EC_OID P256 "0427302502010104"
		"20" ZEROS_31 "00",
		"30410201003013" EC_OID P256 "0427302502010104"
		"20" ORDER,
		"30420201003013" EC_OID P256 "0428302602010104"
		"21"
		"01" NUMBER,
		"30210201003013" EC_OID P256 "0407300502010104"
		"00",
		/* bytes behind, everywhere */
		"30410201003013" EC_OID P256 "0427302502010104"
		"20" NUMBER "00",
		"30430201003013" EC_OID P256 "0427302502010104"
		"20" NUMBER "0500",
		"30430201003013" EC_OID P256 "0429302502010104"
		"20" NUMBER "0500",
		"30430201003013" EC_OID P256 "0429302702010104"
		"20" NUMBER "0500",
	};

	(void)state;
	assert_only_the_first_is_taken(cases, sizeof cases / sizeof *cases);
}

/* Ed25519's private key of RFC 8032 section 7.1, test 1, in PKCS#8, and what looks like it. */
#define ED25519_D "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define ED25519_X "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define ED25519   "06032b6570"

static void okp_private_der_is_der(void **state)
{
	static const char *const cases[] = {
		"302e0201003005" ED25519 "04220420" ED25519_D,
		/* parameters: NULL, those of another, an empty SEQUENCE */
		"30300201003007" ED25519 "050004220420" ED25519_D,
		"303302010030"
		"0a" ED25519 "06032b657004220420" ED25519_D,
		"30300201003007" ED25519 "300004220420" ED25519_D,
		/* algorithms that are another's: Ed448, X448, EC with this curve, RSA */
		"302e020100300506032b657104220420" ED25519_D,
		"302e020100300506032b656f04220420" ED25519_D,
		"3037020100300e" EC_OID ED25519 "04220420" ED25519_D,
		"3038020100300d06092a864886f70d010101050004220420" ED25519_D "00",
		/* a byte less, a byte more, none; not wrapped, wrapped twice, not an OCTET STRING
		 */
		"302d0201003005" ED25519 "0421041f" ZEROS_31,
		"302f0201003005" ED25519 "0423042100" ED25519_D,
		"300e0201003005" ED25519 "04020400",
		"302c0201003005" ED25519 "0420" ED25519_D,
		"30300201003005" ED25519 "042404220420" ED25519_D,
		"302e0201003005" ED25519 "04220320" ED25519_D,
		"302f0201003005" ED25519 "04230420" ED25519_D "00",
		/* bytes behind */
		"302e0201003005" ED25519 "04220420" ED25519_D "00",
		"30300201003005" ED25519 "04220420" ED25519_D "0500",
		/* a public key: of another, of small order, too short, in version 0 */
		"30510201013005" ED25519 "04220420" ED25519_D "812100" ED25519_D,
		"30510201013005" ED25519 "04220420" ED25519_D "81210001" ZEROS_31,
		"30500201013005" ED25519 "04220420" ED25519_D "812000" ZEROS_31,
		"30510201003005" ED25519 "04220420" ED25519_D "812100" ED25519_X,
	};

	(void)state;
	assert_only_the_first_is_taken(cases, sizeof cases / sizeof *cases);
}

/* Members of a JWK that begin well and do not end, in front of or behind what would be right. */
static void members_have_their_size(void **state)
{
	static const char *const samples[] = {SAMPLE_RSA, SAMPLE_P256, SAMPLE_P521,
		SAMPLE_SECP256K1, SAMPLE_ED25519, SAMPLE_X25519, SAMPLE_ED448, SAMPLE_X448};
	static const size_t more[] = {1, 2, 1 << 16};

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		for (size_t at = 0; at < 2 * JWK_MEMBERS * 3; at++) {
			jwk_auto key;
			parse_sample(samples[i], &key);
			struct buffer *member = &key.member[at / 2 % JWK_MEMBERS];
			buffer_auto zeros = BUFFER_INIT;
			buffer_auto text = BUFFER_INIT;
			size_t length = more[at / 2 / JWK_MEMBERS];

			if (member->length == 0)
				continue;
			memset(buffer_reserve(&zeros, length), 0, length);
			zeros.length = length;
			if (at % 2 == 0) {
				buffer_append(&zeros, member->data, member->length);
				buffer_swap(&zeros, member);
			} else {
				buffer_append(member, zeros.data, zeros.length);
			}
			write_plain(&key, true, &text);
			assert_refused(&text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coordinates_are_below_the_prime),
		cmocka_unit_test(curves_are_not_exchanged),
		cmocka_unit_test(small_subgroups_are_refused),
		cmocka_unit_test(other_spellings_are_refused),
		cmocka_unit_test(public_der_is_der),
		cmocka_unit_test(private_der_is_der),
		cmocka_unit_test(okp_private_der_is_der),
		cmocka_unit_test(members_have_their_size),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
