#include "jwk/rsa_complete.h"

#include "jwk/family.h"
#include "jwk/integer.h"
#include "jwk/members.h"

#include "base/random.h"

/*
 * Each base finds the factors of an honest modulus with a probability of at least 1/2. They are
 * drawn, because a modulus can be made for which all that are known before find nothing: with 8192
 * bits that is many seconds of work.
 */
#define MOST_BASES 40

static bool has(const struct jwk *jwk, size_t member)
{
	return jwk->member[member].length > 0;
}

static void set(struct jwk *jwk, size_t member, const mpz_t integer)
{
	integer_to_bytes(integer, integer_width(integer), &jwk->member[member]);
}

/* Keeps numbers of any size out of what follows. */
static bool check_sizes(const struct jwk *jwk, struct failure *why)
{
	jwk_auto half;
	jwk_init(&half);

	half.type = JWK_RSA;
	for (size_t i = RSA_N; i <= RSA_E; i++)
		buffer_append(&half.member[i], jwk->member[i].data, jwk->member[i].length);
	if (!jwk_check(&half, why))
		return false;
	for (size_t i = RSA_D; i < RSA_MEMBERS; i++)
		if (jwk->member[i].length > jwk->member[RSA_N].length)
			return fail(why, FAILURE_INVALID,
				"The RSA member \"%s\" is not below the modulus \"n\".",
				rsa_family.members[i].name);
	return true;
}

/*
 * Looks for a square root of 1 modulo n that is neither 1 nor -1, among the powers of `base`:
 * base^(odd * 2^i), with odd * 2^twos = d e - 1. `*is_one`: the last of them is 1, as it must be
 * when d belongs to e. True: `root` is one.
 */
static bool find_root(mpz_t root, bool *is_one, const mpz_t base, const mpz_t odd, mp_bitcnt_t twos,
	const mpz_t n, const mpz_t minus_one)
{
	integer_auto square;
	integer_init(&square);

	mpz_powm_sec(root, base, odd, n);
	*is_one = mpz_cmp_ui(root, 1) == 0;
	for (mp_bitcnt_t i = 0; i < twos && !*is_one; i++) {
		mpz_mul(square, root, root);
		mpz_mod(square, square, n);
		*is_one = mpz_cmp_ui(square, 1) == 0;
		if (*is_one)
			return mpz_cmp(root, minus_one) != 0;
		mpz_swap(root, square);
	}
	return false;
}

static void draw_base(mpz_t base, size_t size, const mpz_t n)
{
	buffer_auto bytes = BUFFER_INIT;

	random_bytes(buffer_reserve(&bytes, size), size);
	bytes.length = size;
	mpz_import(base, size, 1, 1, 0, 0, bytes.data);
	mpz_mod(base, base, n);
}

static bool no_factors(struct failure *why)
{
	return fail(why, FAILURE_INVALID,
		"The RSA modulus \"n\" is no product of two primes that \"d\" and \"e\" would "
		"lead to.");
}

static bool factor(const struct jwk *jwk, mpz_t p, mpz_t q, struct failure *why)
{
	integer_auto n;
	integer_init_bytes(&n, &jwk->member[RSA_N]);
	integer_auto odd;
	integer_init_bytes(&odd, &jwk->member[RSA_D]);
	integer_auto e;
	integer_init_bytes(&e, &jwk->member[RSA_E]);
	integer_auto minus_one;
	integer_init(&minus_one);
	integer_auto base;
	integer_init(&base);
	bool is_one = true;

	mpz_sub_ui(minus_one, n, 1);
	mpz_mul(odd, odd, e);
	if (mpz_cmp_ui(odd, 1) <= 0 || mpz_even_p(odd))
		return fail(why, FAILURE_INVALID, "The RSA member \"d\" is zero, or even.");
	/* All square roots of 1 modulo a power of a prime are 1 and -1; it is no prime itself. */
	if (mpz_perfect_power_p(n))
		return no_factors(why);
	mpz_sub_ui(odd, odd, 1);

	mp_bitcnt_t twos = mpz_scan1(odd, 0);

	mpz_tdiv_q_2exp(odd, odd, twos);
	for (unsigned i = 0; i < MOST_BASES; i++) {
		draw_base(base, jwk->member[RSA_N].length, n);
		if (find_root(p, &is_one, base, odd, twos, n, minus_one)) {
			mpz_sub_ui(p, p, 1);
			mpz_gcd(p, p, n);
			mpz_divexact(q, n, p);
			return true;
		}
		if (!is_one)
			return fail(why, FAILURE_INVALID,
				"The RSA members \"d\" and \"e\" are no inverses: the private key "
				"does not match the public key.");
	}
	return no_factors(why);
}

/* The other prime. */
static bool divide(const struct jwk *jwk, size_t known, mpz_t other, struct failure *why)
{
	integer_auto n;
	integer_init_bytes(&n, &jwk->member[RSA_N]);
	integer_auto prime;
	integer_init_bytes(&prime, &jwk->member[known]);

	if (mpz_cmp_ui(prime, 1) <= 0 || !mpz_divisible_p(n, prime))
		return fail(why, FAILURE_INVALID,
			"The RSA member \"%s\" is no factor of the modulus \"n\".",
			rsa_family.members[known].name);
	mpz_divexact(other, n, prime);
	return true;
}

/* Whether a remainder that came without its prime is that of this one; none fits any. */
static bool fits_remainder(const struct jwk *jwk, size_t remainder, const mpz_t prime)
{
	if (!has(jwk, remainder))
		return true;

	integer_auto result;
	integer_init(&result);
	integer_auto given;
	integer_init_bytes(&given, &jwk->member[remainder]);
	integer_auto d;
	integer_init_bytes(&d, &jwk->member[RSA_D]);

	mpz_sub_ui(result, prime, 1);
	mpz_mod(result, d, result);
	return mpz_cmp(result, given) == 0;
}

static bool fits_inverse(const struct jwk *jwk, const mpz_t p, const mpz_t q)
{
	if (!has(jwk, RSA_QI))
		return true;

	integer_auto product;
	integer_init_bytes(&product, &jwk->member[RSA_QI]);

	mpz_mul(product, product, q);
	mpz_mod(product, product, p);
	return mpz_cmp_ui(product, 1) == 0;
}

static bool fits(const struct jwk *jwk, const mpz_t p, const mpz_t q)
{
	return fits_remainder(jwk, RSA_DP, p) && fits_remainder(jwk, RSA_DQ, q) &&
	       fits_inverse(jwk, p, q);
}

/* Which factor is p: that to which dp, dq and qi belong, else the larger one. */
static bool complete_primes(struct jwk *jwk, struct failure *why)
{
	integer_auto p;
	integer_init(&p);
	integer_auto q;
	integer_init(&q);

	if (has(jwk, RSA_P) && has(jwk, RSA_Q))
		return true;
	if (has(jwk, RSA_P) || has(jwk, RSA_Q)) {
		size_t known = has(jwk, RSA_P) ? RSA_P : RSA_Q;

		if (!divide(jwk, known, p, why))
			return false;
		set(jwk, known == RSA_P ? RSA_Q : RSA_P, p);
		return true;
	}
	if (!factor(jwk, p, q, why))
		return false;
	if (mpz_cmp(p, q) < 0)
		mpz_swap(p, q);
	if (!fits(jwk, p, q) && fits(jwk, q, p))
		mpz_swap(p, q);
	set(jwk, RSA_P, p);
	set(jwk, RSA_Q, q);
	return true;
}

static bool complete_remainder(struct jwk *jwk, size_t prime, size_t remainder, struct failure *why)
{
	if (has(jwk, remainder))
		return true;

	integer_auto value;
	integer_init_bytes(&value, &jwk->member[prime]);
	integer_auto d;
	integer_init_bytes(&d, &jwk->member[RSA_D]);

	if (mpz_cmp_ui(value, 2) <= 0)
		return fail(why, FAILURE_INVALID, "The RSA member \"%s\" is no odd prime number.",
			rsa_family.members[prime].name);
	mpz_sub_ui(value, value, 1);
	mpz_mod(d, d, value);
	if (mpz_sgn(d) == 0)
		return fail(why, FAILURE_INVALID,
			"The RSA member \"d\" is a multiple of \"%s\" - 1: the private key does "
			"not match the public key.",
			rsa_family.members[prime].name);
	set(jwk, remainder, d);
	return true;
}

static bool complete_inverse(struct jwk *jwk, struct failure *why)
{
	if (has(jwk, RSA_QI))
		return true;

	integer_auto p;
	integer_init_bytes(&p, &jwk->member[RSA_P]);
	integer_auto q;
	integer_init_bytes(&q, &jwk->member[RSA_Q]);

	if (mpz_invert(q, q, p) == 0)
		return fail(why, FAILURE_INVALID,
			"The RSA members \"p\" and \"q\" have a common factor.");
	set(jwk, RSA_QI, q);
	return true;
}

bool rsa_complete(struct jwk *jwk, struct failure *why)
{
	bool is_complete = true;

	if (jwk->type != JWK_RSA || !has(jwk, RSA_D))
		return true;
	for (size_t i = RSA_P; i < RSA_MEMBERS; i++)
		is_complete &= has(jwk, i);
	return is_complete ||
	       (check_sizes(jwk, why) && complete_primes(jwk, why) &&
		       complete_remainder(jwk, RSA_P, RSA_DP, why) &&
		       complete_remainder(jwk, RSA_Q, RSA_DQ, why) && complete_inverse(jwk, why));
}
