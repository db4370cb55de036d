/* RSA keys, RFC 7518 section 6.3. */

#include "jwk/family.h"
#include "jwk/integer.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#define MIN_BITS 2048
#define MAX_BITS 8192

enum { N, E, D, P, Q, DP, DQ, QI, MEMBERS };

static const struct member members[MEMBERS] = {
	[N] = {"n", false, MEMBER_INTEGER},
	[E] = {"e", false, MEMBER_INTEGER},
	[D] = {"d", true, MEMBER_INTEGER},
	[P] = {"p", true, MEMBER_INTEGER},
	[Q] = {"q", true, MEMBER_INTEGER},
	[DP] = {"dp", true, MEMBER_INTEGER},
	[DQ] = {"dq", true, MEMBER_INTEGER},
	[QI] = {"qi", true, MEMBER_INTEGER},
};

static unsigned bits(const struct jwk *jwk)
{
	const struct buffer *n = &jwk->member[N];

	if (n->length == 0)
		return 0;
	return (unsigned)(8 * n->length) - (unsigned)__builtin_clz((uint8_t)n->data[0]) + 24;
}

static bool export(gnutls_privkey_t key, struct jwk *jwk, struct failure *why)
{
	gnutls_datum_t datum[MEMBERS] = {0};
	int code = gnutls_privkey_export_rsa_raw2(key, &datum[N], &datum[E], &datum[D], &datum[P],
		&datum[Q], &datum[QI], &datum[DP], &datum[DQ], GNUTLS_EXPORT_FLAG_NO_LZ);

	if (code < 0)
		return fail(why, FAILURE_INTERNAL, "A new RSA key could not be read: %s.",
			gnutls_strerror(code));
	for (size_t i = 0; i < MEMBERS; i++) {
		buffer_append(&jwk->member[i], datum[i].data, datum[i].size);
		gnutls_memset(datum[i].data, 0, datum[i].size);
		gnutls_free(datum[i].data);
	}
	return true;
}

static bool generate(unsigned size, struct jwk *jwk, struct failure *why)
{
	gnutls_privkey_t key;

	if (size < MIN_BITS || size > MAX_BITS)
		return fail(why, FAILURE_INVALID,
			"An RSA key of %u bits can not be made. Valid sizes: %d to %d.", size,
			MIN_BITS, MAX_BITS);

	int code = gnutls_privkey_init(&key);

	if (code < 0)
		return fail(why, FAILURE_INTERNAL, "An RSA key could not be made: %s.",
			gnutls_strerror(code));
	code = gnutls_privkey_generate(key, GNUTLS_PK_RSA, size, 0);

	bool works = code < 0 ? fail(why, FAILURE_INTERNAL, "An RSA key could not be made: %s.",
					gnutls_strerror(code))
			      : export(key, jwk, why);

	gnutls_privkey_deinit(key);
	return works;
}

static bool check_public(const struct jwk *jwk, struct failure *why)
{
	const struct buffer *n = &jwk->member[N];
	unsigned size = bits(jwk);

	if (n->length > MAX_BITS / 8 || size < MIN_BITS)
		return fail(why, FAILURE_INVALID,
			"The RSA modulus \"n\" has %zu bits. Valid: %d to %d.",
			n->length > MAX_BITS / 8 ? 8 * n->length : size, MIN_BITS, MAX_BITS);
	if (jwk->member[E].length > n->length)
		return fail(why, FAILURE_INVALID,
			"The RSA exponent \"e\" is not below the modulus \"n\".");

	integer_auto modulus;
	integer_init_bytes(modulus, n);
	integer_auto exponent;
	integer_init_bytes(exponent, &jwk->member[E]);

	if (mpz_even_p(modulus))
		return fail(why, FAILURE_INVALID,
			"The RSA modulus \"n\" is even: it is no product of two odd primes.");
	if (mpz_even_p(exponent) || mpz_cmp_ui(exponent, 1U << 16) <= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA exponent \"e\" must be odd and above 65536; 65537 is usual.");
	if (mpz_cmp(exponent, modulus) >= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA exponent \"e\" is not below the modulus \"n\".");
	return true;
}

/* One prime: that it is one, and that `d` and its remainder by prime - 1 belong to it and e. */
static bool check_prime(const struct jwk *jwk, unsigned prime, unsigned remainder, const mpz_t e,
	const mpz_t d, struct failure *why)
{
	integer_auto value;
	integer_init_bytes(value, &jwk->member[prime]);
	integer_auto given;
	integer_init_bytes(given, &jwk->member[remainder]);
	integer_auto result;
	integer_init(result);

	/* 24 asks GMP for the Baillie-PSW test alone, which no known composite passes. */
	if (mpz_probab_prime_p(value, 24) == 0)
		return fail(why, FAILURE_INVALID, "The RSA member \"%s\" is not a prime number.",
			members[prime].name);
	mpz_sub_ui(value, value, 1);
	mpz_mul(result, d, e);
	mpz_mod(result, result, value);
	if (mpz_cmp_ui(result, 1) != 0)
		return fail(why, FAILURE_INVALID,
			"The RSA members \"d\" and \"e\" are no inverses modulo \"%s\" - 1: the "
			"private key does not match the public key.",
			members[prime].name);
	mpz_mod(result, d, value);
	if (mpz_cmp(result, given) != 0)
		return fail(why, FAILURE_INVALID,
			"The RSA member \"%s\" is not \"d\" modulo \"%s\" - 1.",
			members[remainder].name, members[prime].name);
	return true;
}

static bool check_product(const struct jwk *jwk, struct failure *why)
{
	integer_auto n;
	integer_init_bytes(n, &jwk->member[N]);
	integer_auto p;
	integer_init_bytes(p, &jwk->member[P]);
	integer_auto q;
	integer_init_bytes(q, &jwk->member[Q]);
	integer_auto qi;
	integer_init_bytes(qi, &jwk->member[QI]);
	integer_auto result;
	integer_init(result);

	mpz_mul(result, p, q);
	if (mpz_cmp(result, n) != 0)
		return fail(why, FAILURE_INVALID,
			"The RSA members \"p\" and \"q\" do not multiply to the modulus \"n\".");
	mpz_mul(result, q, qi);
	mpz_mod(result, result, p);
	if (mpz_cmp_ui(result, 1) != 0 || mpz_cmp(qi, p) >= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA member \"qi\" is not the inverse of \"q\" modulo \"p\".");
	return true;
}

static bool check(const struct jwk *jwk, struct failure *why)
{
	if (!check_public(jwk, why))
		return false;
	if (jwk->member[D].length == 0)
		return true;
	for (size_t i = D; i < MEMBERS; i++)
		if (jwk->member[i].length > jwk->member[N].length)
			return fail(why, FAILURE_INVALID,
				"The RSA member \"%s\" is not below the modulus \"n\".",
				members[i].name);
	if (!check_product(jwk, why))
		return false;

	integer_auto e;
	integer_init_bytes(e, &jwk->member[E]);
	integer_auto d;
	integer_init_bytes(d, &jwk->member[D]);
	integer_auto n;
	integer_init_bytes(n, &jwk->member[N]);

	if (mpz_cmp(d, n) >= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA member \"d\" is not below the modulus \"n\".");
	return check_prime(jwk, P, DP, e, d, why) && check_prime(jwk, Q, DQ, e, d, why);
}

const struct family rsa_family = {
	.members = members,
	.count = MEMBERS,
	.thumbprint = {"e", "kty", "n"},
	.bits = bits,
	.generate = generate,
	.check = check,
};
