/* RSA keys that an attacker makes: all their parts are there, and belong together. */

#include "jwk_samples.h"

#include "jwk/import.h"
#include "jwk/integer.h"
#include "jwk/key_der.h"
#include "jwk/members.h"

static void put_number(struct buffer *bytes, const mpz_t number)
{
	integer_to_bytes(number, integer_width(number), bytes);
}

/* The members for these factors and this e, as far as there are any. */
static void put_factors(struct jwk *key, const mpz_t p, const mpz_t q, const mpz_t e)
{
	mpz_t n, d, p1, q1;

	mpz_inits(n, d, p1, q1, NULL);
	mpz_mul(n, p, q);
	mpz_sub_ui(p1, p, 1);
	mpz_sub_ui(q1, q, 1);
	mpz_lcm(d, p1, q1);
	mpz_invert(d, e, d);
	put_number(&key->member[RSA_N], n);
	put_number(&key->member[RSA_E], e);
	put_number(&key->member[RSA_D], d);
	put_number(&key->member[RSA_P], p);
	put_number(&key->member[RSA_Q], q);
	mpz_mod(n, d, p1);
	put_number(&key->member[RSA_DP], n);
	mpz_mod(n, d, q1);
	put_number(&key->member[RSA_DQ], n);
	if (mpz_invert(n, q, p) == 0)
		mpz_set_ui(n, 1);
	put_number(&key->member[RSA_QI], n);
	mpz_clears(n, d, p1, q1, NULL);
}

static void assert_rsa(const struct jwk *key, const char *part)
{
	struct failure why;

	if (part == NULL)
		assert_works(jwk_check(key, &why), why);
	else
		assert_fails(jwk_check(key, &why), why, FAILURE_INVALID, part);
}

static void weak_rsa_keys_are_refused(void **state)
{
	static const struct {
		unsigned long distance; /* of q from p, as a power of two; 0: q is p */
		unsigned exponent_bits;
		const char *part;
	} cases[] = {
		{1000, 17, NULL},
		{900, 17, "\"p\" and \"q\" are so close"},
		{64, 17, "\"p\" and \"q\" are so close"},
		{0, 17, "\"p\" and \"q\" are so close"},
		{1000, 256, NULL},
		{1000, 257, "\"e\" has more than 256 bits"},
		{1000, 1024, "\"e\" has more than 256 bits"},
	};
	mpz_t p, q, e;

	(void)state;
	mpz_inits(p, q, e, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		jwk_auto key;
		jwk_init(&key);

		key.type = JWK_RSA;
		mpz_set_ui(p, 3);
		mpz_mul_2exp(p, p, 1023);
		mpz_nextprime(p, p);
		mpz_set(q, p);
		if (cases[i].distance != 0) {
			mpz_set_ui(q, 1);
			mpz_mul_2exp(q, q, cases[i].distance);
			mpz_add(q, q, p);
			mpz_nextprime(q, q);
		}
		/* A prime, so that it has an inverse. */
		mpz_set_ui(e, 1);
		mpz_mul_2exp(e, e, cases[i].exponent_bits - 1);
		mpz_nextprime(e, e);
		put_factors(&key, p, q, e);
		assert_rsa(&key, cases[i].part);
	}
	mpz_clears(p, q, e, NULL);
}

static void a_prime_is_no_modulus(void **state)
{
	jwk_auto key;
	jwk_init(&key);
	mpz_t prime;

	(void)state;
	key.type = JWK_RSA;
	mpz_init(prime);
	mpz_setbit(prime, 2203); /* a Mersenne prime */
	mpz_sub_ui(prime, prime, 1);
	put_number(&key.member[RSA_N], prime);
	mpz_set_ui(prime, 65537);
	put_number(&key.member[RSA_E], prime);
	assert_rsa(&key, "\"n\" is a prime number");
	mpz_clear(prime);
}

/* Each integer of a private key, as it must not be. */
static void rsa_private_integers_are_strict(void **state)
{
	enum { CASES = 7 };
	static const struct {
		const char *bytes;
		size_t length;
	} cases[CASES] = {
		{"", 0},
		{"\x00", 1},
		{"\xFF", 1},
		{"\x80\x00\x00\x01", 4},
		{"\x00\x01", 2},
		{"\x00\x00\x80", 3},
		{"\xFF\xFF", 2},
	};
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);

	(void)state;
	for (size_t i = 0; i <= RSA_MEMBERS * CASES; i++) {
		size_t member = i / CASES;
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		buffer_auto der = BUFFER_INIT;
		buffer_auto whole = BUFFER_INIT;

		der_put(&der, DER_INTEGER, "", 1); /* version 0 */
		for (size_t j = 0; j < RSA_MEMBERS; j++) {
			if (j != member)
				der_put_unsigned(&der, &sample.member[j]);
			else
				der_put(&der, DER_INTEGER, cases[i % CASES].bytes,
					cases[i % CASES].length);
		}
		der_put_buffer(&whole, DER_SEQUENCE, &der);
		if (member == RSA_MEMBERS)
			assert_works(import_private_key(whole.data, whole.length, "It", &key, &why),
				why);
		else if (import_private_key(whole.data, whole.length, "It", &key, &why))
			fail_test("member %zu with case %zu is taken", member, i % CASES);
		else
			assert_int_equal(why.kind, FAILURE_INVALID);
	}
}

/* Version 1 is for keys of more than two primes. */
static void versions_are_refused(void **state)
{
	static const uint8_t versions[] = {1, 2, 0xFF};
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);

	(void)state;
	for (size_t i = 0; i < sizeof versions; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		buffer_auto der = BUFFER_INIT;
		buffer_auto whole = BUFFER_INIT;

		der_put(&der, DER_INTEGER, &versions[i], 1);
		for (size_t j = 0; j < RSA_MEMBERS; j++)
			der_put_unsigned(&der, &sample.member[j]);
		der_put_buffer(&whole, DER_SEQUENCE, &der);
		assert_fails(import_private_key(whole.data, whole.length, "It", &key, &why), why,
			FAILURE_INVALID, "It can not be used");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weak_rsa_keys_are_refused),
		cmocka_unit_test(a_prime_is_no_modulus),
		cmocka_unit_test(rsa_private_integers_are_strict),
		cmocka_unit_test(versions_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("hostile rsa", tests, NULL, NULL);
}
