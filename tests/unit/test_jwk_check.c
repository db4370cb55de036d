/* jwk_check: one broken thing at a time. */

#include "jwk_samples.h"

#include "jwk/integer.h"
#include "jwk/members.h"

#include <stdio.h>

static void set_hex(struct buffer *bytes, const char *hex)
{
	buffer_clear(bytes);
	for (; *hex != '\0'; hex += 2) {
		unsigned byte;

		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		buffer_append_byte(bytes, (uint8_t)byte);
	}
}

static void set_integer(struct buffer *bytes, const mpz_t integer)
{
	integer_to_bytes(integer, integer_width(integer), bytes);
}

static void assert_refused(const struct jwk *jwk, const char *part)
{
	struct failure why;

	assert_fails(jwk_check(jwk, &why), why, FAILURE_INVALID, part);
}

/* Changes one bit of a member of a sample, counted from the last. */
static void refuse_flipped(const char *sample, size_t member, size_t bit, const char *part)
{
	jwk_auto key;
	parse_sample(sample, &key);
	struct buffer *bytes = &key.member[member];
	char *byte = &bytes->data[bytes->length - 1 - bit / 8];

	*byte = (char)(*byte ^ 1 << bit % 8);
	assert_refused(&key, part);
}

static void refuse_replaced(const char *sample, size_t member, const char *hex, const char *part)
{
	jwk_auto key;
	parse_sample(sample, &key);

	set_hex(&key.member[member], hex);
	assert_refused(&key, part);
}

/* What holds for the members of every type: there, not lengthened by a zero byte. */
static void members_are_there_and_in_form(void **state)
{
	static const char *const names[JWK_TYPES][JWK_MEMBERS] = {
		[JWK_RSA] = {"\"n\"", "\"e\"", "\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"",
			"\"qi\""},
		[JWK_EC] = {"\"x\"", "\"y\""}, /* without d a key is public */
		[JWK_OKP] = {"\"x\""},
		[JWK_OCT] = {"\"k\""},
	};

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		for (size_t j = 0; kinds[i].sample != NULL && j < JWK_MEMBERS; j++) {
			jwk_auto key;
			parse_sample(kinds[i].sample, &key);
			const char *name = names[key.type][j];

			if (name == NULL)
				continue;

			buffer_auto longer = BUFFER_INIT;

			buffer_append_byte(&longer, 0);
			buffer_append(&longer, key.member[j].data, key.member[j].length);
			buffer_clear(&key.member[j]);
			assert_refused(&key, name);
			buffer_swap(&key.member[j], &longer);
			if (key.type != JWK_OCT)
				assert_refused(&key, name);
		}
	}
}

static void rsa_public(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);

	(void)state;
	refuse_flipped(SAMPLE_RSA, RSA_N, 0, "\"n\" is even");
	refuse_replaced(SAMPLE_RSA, RSA_E, "03", "\"e\"");
	refuse_replaced(SAMPLE_RSA, RSA_E, "ffff", "\"e\"");
	refuse_replaced(SAMPLE_RSA, RSA_E, "010000", "\"e\"");
	refuse_replaced(SAMPLE_RSA, RSA_E, "010002", "\"e\"");

	buffer_clear(&key.member[RSA_E]);
	buffer_append(&key.member[RSA_E], key.member[RSA_N].data, key.member[RSA_N].length);
	assert_refused(&key, "\"e\" is not below");
	buffer_append_byte(&key.member[RSA_E], 1);
	assert_refused(&key, "\"e\" is not below");
}

/* Public RSA keys with moduli of these sizes. */
static void rsa_sizes(void **state)
{
	static const struct {
		unsigned bits;
		const char *part; /* NULL: accepted */
	} cases[] = {{2047, "2047 bits"}, {2048, NULL}, {2049, NULL}, {8192, NULL},
		{8193, "8193 bits. Valid: 2048 to 8192"},
		{80000, "80000 bits. Valid: 2048 to 8192"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		integer_auto n;
		integer_init(&n);

		mpz_setbit(n, cases[i].bits - 1);
		mpz_setbit(n, 0);
		set_integer(&key.member[RSA_N], n);
		set_hex(&key.member[RSA_E], "010001");
		assert_int_equal(jwk_bits(&key), cases[i].bits);
		if (cases[i].part == NULL)
			assert_works(jwk_check(&key, &why), why);
		else
			assert_refused(&key, cases[i].part);
	}
}

static void rsa_private(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);

	(void)state;
	refuse_flipped(SAMPLE_RSA, RSA_N, 1, "\"p\" and \"q\" do not multiply");
	refuse_flipped(SAMPLE_RSA, RSA_P, 100, "\"p\" and \"q\" do not multiply");
	refuse_flipped(SAMPLE_RSA, RSA_Q, 100, "\"p\" and \"q\" do not multiply");
	refuse_flipped(SAMPLE_RSA, RSA_D, 100, "\"d\" and \"e\"");
	refuse_flipped(SAMPLE_RSA, RSA_DP, 100, "\"dp\"");
	refuse_flipped(SAMPLE_RSA, RSA_DQ, 100, "\"dq\"");
	refuse_flipped(SAMPLE_RSA, RSA_QI, 100, "\"qi\"");
	refuse_replaced(SAMPLE_RSA, RSA_E, "010003", "\"d\" and \"e\"");
	refuse_replaced(SAMPLE_RSA, RSA_QI, "01", "\"qi\"");

	buffer_swap(&key.member[RSA_P], &key.member[RSA_Q]);
	assert_refused(&key, "\"qi\"");
	buffer_swap(&key.member[RSA_P], &key.member[RSA_Q]);
	buffer_swap(&key.member[RSA_DP], &key.member[RSA_DQ]);
	assert_refused(&key, "\"dp\"");
	buffer_swap(&key.member[RSA_DP], &key.member[RSA_DQ]);
	buffer_clear(&key.member[RSA_D]);
	buffer_append(&key.member[RSA_D], key.member[RSA_N].data, key.member[RSA_N].length);
	assert_refused(&key, "\"d\" is not below");
	buffer_append_byte(&key.member[RSA_D], 1);
	assert_refused(&key, "\"d\" is not below");
}

/* The same residues, but not the smallest numbers: dp + p - 1, dq + q - 1, qi + p. */
static void rsa_unreduced(void **state)
{
	static const struct {
		size_t member, modulus;
		unsigned long subtract;
		const char *part;
	} cases[] = {{RSA_DP, RSA_P, 1, "\"dp\""}, {RSA_DQ, RSA_Q, 1, "\"dq\""},
		{RSA_QI, RSA_P, 0, "\"qi\""}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto key;
		parse_sample(SAMPLE_RSA, &key);
		integer_auto value;
		integer_init_bytes(&value, &key.member[cases[i].member]);
		integer_auto modulus;
		integer_init_bytes(&modulus, &key.member[cases[i].modulus]);

		mpz_add(value, value, modulus);
		mpz_sub_ui(value, value, cases[i].subtract);
		set_integer(&key.member[cases[i].member], value);
		assert_refused(&key, cases[i].part);
	}
}

/* Puts the private members for these two factors, prime or not, and e = 65537; false: no d. */
static bool put_factors(struct jwk *key, const mpz_t p, const mpz_t q)
{
	integer_auto n;
	integer_init(&n);
	integer_auto p1;
	integer_init(&p1);
	integer_auto q1;
	integer_init(&q1);
	integer_auto d;
	integer_init(&d);
	integer_auto e;
	integer_init(&e);

	mpz_set_ui(e, 65537);
	mpz_mul(n, p, q);
	mpz_sub_ui(p1, p, 1);
	mpz_sub_ui(q1, q, 1);
	mpz_lcm(d, p1, q1);
	if (mpz_invert(d, e, d) == 0)
		return false;
	set_integer(&key->member[RSA_N], n);
	set_integer(&key->member[RSA_E], e);
	set_integer(&key->member[RSA_D], d);
	set_integer(&key->member[RSA_P], p);
	set_integer(&key->member[RSA_Q], q);
	mpz_mod(p1, d, p1);
	set_integer(&key->member[RSA_DP], p1);
	mpz_mod(q1, d, q1);
	set_integer(&key->member[RSA_DQ], q1);
	if (mpz_invert(d, q, p) == 0)
		return false;
	set_integer(&key->member[RSA_QI], d);
	return true;
}

/* A factor that is itself a product; everything else about the key is consistent. */
static void rsa_composite_factor(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);
	integer_auto p;
	integer_init_bytes(&p, &key.member[RSA_P]);
	integer_auto q;
	integer_init_bytes(&q, &key.member[RSA_Q]);
	integer_auto a;
	integer_init(&a);
	integer_auto b;
	integer_init(&b);

	(void)state;
	assert_true(put_factors(&key, p, q));
	assert_works(jwk_check(&key, &why), why);

	mpz_setbit(a, 520);
	mpz_nextprime(a, a);
	mpz_setbit(b, 530);
	do {
		mpz_nextprime(b, b);
		mpz_mul(p, a, b);
	} while (!put_factors(&key, p, q));
	assert_refused(&key, "\"p\" is not a prime");
	assert_true(put_factors(&key, q, p));
	assert_refused(&key, "\"q\" is not a prime");
}

static void ec_points(void **state)
{
	static const char *const samples[] = {
		SAMPLE_P256, SAMPLE_P384, SAMPLE_P521, SAMPLE_SECP256K1};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		jwk_auto key;
		parse_sample(samples[i], &key);

		refuse_flipped(samples[i], EC_X, 3, "\"x\" and \"y\" are no point");
		refuse_flipped(samples[i], EC_Y, 3, "\"x\" and \"y\" are no point");
		refuse_flipped(samples[i], EC_D, 3, "\"d\" does not match");
		memset(key.member[EC_D].data, 0, key.member[EC_D].length);
		assert_refused(&key, "\"d\" is zero");
		memset(key.member[EC_D].data, 0xFF, key.member[EC_D].length);
		assert_refused(&key, "not below the order");
		memset(key.member[EC_X].data, 0, key.member[EC_X].length);
		memset(key.member[EC_Y].data, 0, key.member[EC_Y].length);
		assert_refused(&key, "are no point");
	}
}

/* P-521 leaves seven bits unused: x + p names the same point, in a way that is not allowed. */
static void ec_coordinates_are_reduced(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_P521, &key);
	integer_auto x;
	integer_init_bytes(&x, &key.member[EC_X]);
	integer_auto p;
	integer_init(&p);

	(void)state;
	mpz_setbit(p, 521);
	mpz_sub_ui(p, p, 1);
	mpz_add(x, x, p);
	integer_to_bytes(x, 66, &key.member[EC_X]);
	assert_refused(&key, "are no point");
}

/* The order itself, and one below it (SEC 2 sections 2.4.2 and 2.4.1). */
static void ec_private_keys_are_in_range(void **state)
{
	(void)state;
	refuse_replaced(SAMPLE_P256, EC_D,
		"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
		"not below the order");
	refuse_replaced(SAMPLE_SECP256K1, EC_D,
		"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
		"not below the order");
	refuse_replaced(SAMPLE_SECP256K1, EC_D,
		"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
		"does not match");
}

static void okp_private_matches_public(void **state)
{
	(void)state;
	refuse_flipped(SAMPLE_ED25519, OKP_D, 9, "\"d\" does not match");
	refuse_flipped(SAMPLE_X25519, OKP_D, 9, "\"d\" does not match");
	refuse_flipped(SAMPLE_ED448, OKP_D, 9, "\"d\" does not match");
	refuse_flipped(SAMPLE_X448, OKP_D, 9, "\"d\" does not match");
	refuse_flipped(SAMPLE_X25519, OKP_X, 9, "\"d\" does not match");
	refuse_flipped(SAMPLE_X448, OKP_X, 9, "\"d\" does not match");
}

#define ZEROS_31 "00000000000000000000000000000000000000000000000000000000000000"
#define FFS_30   "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define ZEROS_55 ZEROS_31 "000000000000000000000000000000000000000000000000"
#define FFS_27   "ffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static void x25519_small_order(void **state)
{
	static const char *const points[] = {ZEROS_31 "00", "01" ZEROS_31,
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ec" FFS_30 "7f", "ed" FFS_30 "7f", "ee" FFS_30 "7f"};

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		refuse_replaced(SAMPLE_X25519, OKP_X, points[i], "small order");
}

static void x448_small_order(void **state)
{
	static const char *const points[] = {ZEROS_55 "00", "01" ZEROS_55,
		"fe" FFS_27 "fe" FFS_27, /* p - 1 */
		"ff" FFS_27 "fe" FFS_27, /* p */
		"00000000000000000000000000000000000000000000000000000000"
		"ff" FFS_27}; /* p + 1 */

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		refuse_replaced(SAMPLE_X448, OKP_X, points[i], "small order");
}

static void ed25519_points(void **state)
{
	static const char *const points[] = {
		"01" ZEROS_31, /* the identity */
		"ec" FFS_30 "7f", ZEROS_31 "00", ZEROS_31 "80",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"01" /* x = -0 */ "000000000000000000000000000000000000000000000000000000000000"
		"80",
		"ed" FFS_30 "7f", "ee" FFS_30 "7f", "ff" FFS_30 "7f", /* not below p */
		"02" ZEROS_31,                                        /* y = 2: no x */
	};

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		refuse_replaced(SAMPLE_ED25519, OKP_X, points[i], "no point of Ed25519");
	refuse_flipped(SAMPLE_ED25519, OKP_X, 7, "\"d\" does not match"); /* the sign */
}

static void ed448_points(void **state)
{
	static const char *const points[] = {
		"01" ZEROS_55 "00",               /* the identity */
		"fe" FFS_27 "fe" FFS_27 "00",     /* y = -1 */
		ZEROS_55 "0000", ZEROS_55 "0080", /* y = 0 */
		"01" ZEROS_55 "80",               /* x = -0 */
		"ff" FFS_27 "fe" FFS_27 "00",     /* y = p */
		"03" ZEROS_55 "01",               /* above p */
		"02" ZEROS_55 "00",               /* y = 2: no x */
	};

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		refuse_replaced(SAMPLE_ED448, OKP_X, points[i], "no point of Ed448");
	refuse_flipped(SAMPLE_ED448, OKP_X, 7, "\"d\" does not match"); /* the sign */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_there_and_in_form),
		cmocka_unit_test(rsa_public),
		cmocka_unit_test(rsa_sizes),
		cmocka_unit_test(rsa_private),
		cmocka_unit_test(rsa_unreduced),
		cmocka_unit_test(rsa_composite_factor),
		cmocka_unit_test(ec_points),
		cmocka_unit_test(ec_coordinates_are_reduced),
		cmocka_unit_test(ec_private_keys_are_in_range),
		cmocka_unit_test(okp_private_matches_public),
		cmocka_unit_test(x25519_small_order),
		cmocka_unit_test(x448_small_order),
		cmocka_unit_test(ed25519_points),
		cmocka_unit_test(ed448_points),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk check", tests, NULL, NULL);
}
