/* RSA keys that lack what can be computed. */

#include "jwk_samples.h"

#include "jwk/import.h"
#include "jwk/integer.h"
#include "jwk/members.h"
#include "jwk/rsa_complete.h"

#define BIT(member) (1U << (member))
#define COMPUTABLE  (BIT(RSA_P) | BIT(RSA_Q) | BIT(RSA_DP) | BIT(RSA_DQ) | BIT(RSA_QI))

/* A sound key whose "p" and "q" are 7 modulo 8, and all primes up to 41 squares modulo both. */
#define SQUARES                                                                                    \
	"{\"kty\":\"RSA\",\"n\":\"r-3J4zwSl-09-dM3for_CbusDz_YVKiCMpbJGvKPXLit2dY90LCp3iQw"        \
	"id15AVEp-FRXu7OwitPSDURUAsOHirSzZ1rC3I31M80bCWFMBRt2Yf9dycziS_XE_dsJXvxTLD"               \
	"--yrIpm8ZrcmtpgRf6wsBrOjRmicyDp7QNQOI_7ZSgkD46ctFrSBmYW18YdB_l7zAabLmhXd1A"               \
	"FXUab4LlJUmBvUhQStpbDwZXFHX2XBXKDaN7MLvGcKM7QlMpiNkKjrhTFcYJIiCuQhDisaaw-V"               \
	"T8OWnXbhvURMgoF8wyHLFcmUIVYEmN3vAHEXQUvn5FEAE-GOqGd0ucgDi5BUbgAQ\",\"e\":\"AQA"           \
	"B\",\"d\":\"baXYpEW2mPYGIISiG75pwhkz3bU_EVSNARa1dJQlAfcgc5pxoHXbCVao4eQlHMsHS3"           \
	"zVyWju6TenvRkO-0H-YlbJUethc7EOWCDHbwszJCO_nshYHgQSLqGZC1bO-mJtPDDmqtJr2GjM"               \
	"Yt3LPehCI8tliTtLhSrwCz_O2teoXFuzLeK13DB4y1kjPMs3ZNKPtM1w_1Cb4GV6XqHfxopLPF"               \
	"0x-E7Zw_CgeRWK46eXf_coO6DY_Y96EzOx_jRyvuIlPKnYus8iWMfi7-Ze2l17XXaLR8qhjWD1"               \
	"Pq6dGC7GxBYYupRwzrezhUrB75x56xtwOFYvMm_f3wSP2PSON221uQ\"}"

/* Parsing a sample checks it, which takes long. */
static void copy_key(const struct jwk *from, struct jwk *to)
{
	jwk_init(to);
	to->type = from->type;
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		buffer_append(&to->member[i], from->member[i].data, from->member[i].length);
}

static void drop(struct jwk *jwk, unsigned members)
{
	for (size_t i = 0; i < RSA_MEMBERS; i++)
		if ((members & BIT(i)) != 0)
			buffer_clear(&jwk->member[i]);
}

/* Whatever is missing behind "d": the sample, whose p is the larger prime, comes back. */
static void every_gap_is_filled(void **state)
{
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);

	(void)state;
	for (unsigned gap = 0; gap <= COMPUTABLE; gap++) {
		if ((gap & ~COMPUTABLE) != 0)
			continue;

		struct failure why;
		jwk_auto key;
		copy_key(&sample, &key);

		drop(&key, gap);
		assert_works(rsa_complete(&key, &why), why);
		assert_same_key(&key, &sample);
	}
}

/* What is given of the smaller prime makes it p. */
static void given_members_stay(void **state)
{
	static const size_t kept[] = {RSA_DP, RSA_DQ, RSA_QI};

	(void)state;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		struct failure why;
		jwk_auto key;
		parse_sample(SAMPLE_RSA, &key);

		buffer_swap(&key.member[RSA_P], &key.member[RSA_Q]);
		buffer_swap(&key.member[RSA_DP], &key.member[RSA_DQ]);
		drop(&key, BIT(RSA_QI));
		assert_works(rsa_complete(&key, &why), why);
		drop(&key, COMPUTABLE & ~BIT(kept[i]));
		assert_works(rsa_complete(&key, &why), why);
		assert_works(jwk_check(&key, &why), why);
		assert_true(
			(uint8_t)key.member[RSA_P].data[0] < (uint8_t)key.member[RSA_Q].data[0]);
	}
}

static void other_keys_are_left_alone(void **state)
{
	static const char *const samples[] = {SAMPLE_P256, SAMPLE_ED25519, SAMPLE_OCT};

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct failure why;
		jwk_auto key;
		parse_sample(samples[i], &key);
		jwk_auto sample;
		parse_sample(samples[i], &sample);

		assert_works(rsa_complete(&key, &why), why);
		assert_same_key(&key, &sample);
	}
}

static void a_public_key_stays_public(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);

	(void)state;
	drop(&key, COMPUTABLE | BIT(RSA_D));
	assert_works(rsa_complete(&key, &why), why);
	assert_false(jwk_is_private(&key));
}

static void set(struct buffer *bytes, const mpz_t integer)
{
	integer_to_bytes(integer, integer_width(integer), bytes);
}

static void refuse(struct jwk *jwk, const char *part)
{
	struct failure why;

	assert_fails(rsa_complete(jwk, &why) && jwk_check(jwk, &why), why, FAILURE_INVALID, part);
}

static void flip(struct buffer *bytes, uint8_t bits)
{
	char *last = &bytes->data[bytes->length - 1];

	*last = (char)(*last ^ bits);
}

/* One member is wrong, another one missing. */
static void wrong_members_are_refused(void **state)
{
	static const struct {
		unsigned gap;
		size_t wrong;
		const char *part;
	} cases[] = {
		{COMPUTABLE, RSA_D, "\"d\" and \"e\" are no inverses"},
		{BIT(RSA_Q), RSA_P, "\"p\" is no factor of the modulus"},
		{BIT(RSA_P), RSA_Q, "\"q\" is no factor of the modulus"},
		{BIT(RSA_QI), RSA_P, "\"p\" and \"q\" do not multiply"},
		{BIT(RSA_P) | BIT(RSA_Q), RSA_DP, "\"dp\" is not \"d\" modulo \"p\" - 1"},
		{BIT(RSA_P) | BIT(RSA_Q), RSA_DQ, "\"dq\" is not \"d\" modulo \"q\" - 1"},
		{BIT(RSA_P) | BIT(RSA_Q), RSA_QI, "\"qi\" is not the inverse"},
		{BIT(RSA_DP), RSA_D, "\"d\" and \"e\" are no inverses modulo \"p\" - 1"},
		{BIT(RSA_DP), RSA_N, "\"p\" and \"q\" do not multiply"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto key;
		parse_sample(SAMPLE_RSA, &key);

		flip(&key.member[cases[i].wrong], 2);
		drop(&key, cases[i].gap);
		refuse(&key, cases[i].part);
	}
}

static void odd_values_are_refused(void **state)
{
	static const struct {
		unsigned gap;
		size_t member;
		uint8_t value;
		const char *part;
	} cases[] = {
		{COMPUTABLE, RSA_D, 0, "\"d\" is zero, or even"},
		{COMPUTABLE, RSA_D, 2, "\"d\" is zero, or even"},
		{COMPUTABLE, RSA_D, 1, "\"d\" and \"e\" are no inverses"},
		{BIT(RSA_Q), RSA_P, 0, "\"p\" is no factor"},
		{BIT(RSA_Q), RSA_P, 1, "\"p\" is no factor"},
		{BIT(RSA_DP), RSA_P, 0, "\"p\" is no odd prime"},
		{BIT(RSA_DP), RSA_P, 2, "\"p\" is no odd prime"},
		{BIT(RSA_DQ), RSA_Q, 1, "\"q\" is no odd prime"},
		{BIT(RSA_DP), RSA_E, 3, "\"e\" must be odd and above 65536"},
		{BIT(RSA_DP), RSA_N, 15, "\"n\" has 4 bits"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto key;
		parse_sample(SAMPLE_RSA, &key);

		drop(&key, cases[i].gap);
		buffer_clear(&key.member[cases[i].member]);
		buffer_append_byte(&key.member[cases[i].member], cases[i].value);
		refuse(&key, cases[i].part);
	}
}

/*
 * Moduli that no "d" factors: a prime, and the square of one, with the "d" that belongs to e there.
 */
static void moduli_of_one_prime_are_refused(void **state)
{
	(void)state;
	for (unsigned power = 1; power <= 2; power++) {
		jwk_auto key;
		parse_sample(SAMPLE_RSA, &key);
		integer_auto n;
		integer_init(&n);
		integer_auto order;
		integer_init(&order);
		integer_auto e;
		integer_init_bytes(&e, &key.member[RSA_E]);

		/* Mersenne primes */
		mpz_setbit(n, power == 1 ? 2203 : 1279);
		mpz_sub_ui(n, n, 1);
		mpz_sub_ui(order, n, 1);
		if (power == 2) {
			mpz_mul(order, order, n);
			mpz_mul(n, n, n);
		}
		assert_true(mpz_invert(e, e, order) != 0);
		set(&key.member[RSA_N], n);
		set(&key.member[RSA_D], e);
		drop(&key, COMPUTABLE);
		refuse(&key, power == 1 ? "\"n\" is a prime number"
					: "\"n\" is no product of two primes");
	}
}

static void a_multiple_of_the_order_is_refused(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);
	integer_auto d;
	integer_init_bytes(&d, &key.member[RSA_P]);

	(void)state;
	mpz_sub_ui(d, d, 1);
	set(&key.member[RSA_D], d);
	drop(&key, BIT(RSA_DP));
	refuse(&key, "\"d\" is a multiple of \"p\" - 1");
}

static void huge_members_are_refused(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);

	(void)state;
	for (int i = 0; i < 1 << 20; i++)
		buffer_append_byte(&key.member[RSA_D], 0xA5);
	drop(&key, COMPUTABLE);
	refuse(&key, "\"d\" is not below the modulus");
}

/* By the way that a client takes: RFC 7518 section 6.3.2 lets all but "d" be left out. */
static void a_jwk_with_d_alone_is_imported(void **state)
{
	struct failure why;
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);
	import_auto import;
	import_init(&import);
	buffer_auto text = BUFFER_INIT;

	(void)state;
	drop(&key, COMPUTABLE);
	write_plain(&key, true, &text);
	assert_works(import_jwk_text(text.data, text.length, NULL, &import, &why), why);
	assert_same_key(&import.jwk, &sample);
}

/* Whoever knows which bases are tried could make a modulus for which all are tried in vain. */
static void a_key_made_against_known_bases_is_imported(void **state)
{
	struct failure why;
	import_auto import;
	import_init(&import);

	(void)state;
	assert_works(import_jwk_text(SQUARES, strlen(SQUARES), NULL, &import, &why), why);
	assert_true(import.jwk.member[RSA_P].length > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_gap_is_filled),
		cmocka_unit_test(given_members_stay),
		cmocka_unit_test(other_keys_are_left_alone),
		cmocka_unit_test(a_public_key_stays_public),
		cmocka_unit_test(wrong_members_are_refused),
		cmocka_unit_test(odd_values_are_refused),
		cmocka_unit_test(moduli_of_one_prime_are_refused),
		cmocka_unit_test(a_multiple_of_the_order_is_refused),
		cmocka_unit_test(huge_members_are_refused),
		cmocka_unit_test(a_jwk_with_d_alone_is_imported),
		cmocka_unit_test(a_key_made_against_known_bases_is_imported),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk rsa complete", tests, NULL, NULL);
}
