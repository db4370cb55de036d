/* RSA keys, RFC 7518 section 6.3. */

#include "jwk/family.h"
#include "jwk/integer.h"
#include "jwk/members.h"

#include "base/libgnutls.h"

#define MIN_BITS 2048
#define MAX_BITS 8192

#define MAX_EXPONENT_BITS 256

/* Asks GMP for that test alone, which no known composite passes. */
#define BAILLIE_PSW 24

static const struct member members[RSA_MEMBERS] = {
	[RSA_N] = {"n", false, MEMBER_INTEGER},
	[RSA_E] = {"e", false, MEMBER_INTEGER},
	[RSA_D] = {"d", true, MEMBER_INTEGER},
	[RSA_P] = {"p", true, MEMBER_INTEGER},
	[RSA_Q] = {"q", true, MEMBER_INTEGER},
	[RSA_DP] = {"dp", true, MEMBER_INTEGER},
	[RSA_DQ] = {"dq", true, MEMBER_INTEGER},
	[RSA_QI] = {"qi", true, MEMBER_INTEGER},
};

static unsigned bits(const struct jwk *jwk)
{
	integer_auto n;
	integer_init_bytes(&n, &jwk->member[RSA_N]);

	return mpz_sgn(n) == 0 ? 0 : (unsigned)mpz_sizeinbase(n, 2);
}

/* Copies the numbers of a key; the result is a GnuTLS error code. Its "u" is our "qi". */
static int export(const struct libgnutls *gnutls, gnutls_privkey_t key, struct jwk *jwk)
{
	gnutls_datum_t datum[RSA_MEMBERS] = {0};
	int code = gnutls->privkey_export_rsa_raw2(key, &datum[RSA_N], &datum[RSA_E], &datum[RSA_D],
		&datum[RSA_P], &datum[RSA_Q], &datum[RSA_QI], &datum[RSA_DP], &datum[RSA_DQ],
		GNUTLS_EXPORT_FLAG_NO_LZ);

	if (code < 0)
		return code;
	for (size_t i = 0; i < RSA_MEMBERS; i++) {
		buffer_append(&jwk->member[i], datum[i].data, datum[i].size);
		gnutls->memset(datum[i].data, 0, datum[i].size);
		(*gnutls->free)(datum[i].data);
	}
	return code;
}

static int make(const struct libgnutls *gnutls, unsigned size, struct jwk *jwk)
{
	gnutls_privkey_t key;
	int code = gnutls->privkey_init(&key);

	if (code < 0)
		return code;
	code = gnutls->privkey_generate(key, GNUTLS_PK_RSA, size, 0);
	if (code >= 0)
		code = export(gnutls, key, jwk);
	gnutls->privkey_deinit(key);
	return code;
}

static bool generate(unsigned size, struct jwk *jwk, struct failure *why)
{
	struct libgnutls gnutls;

	if (size != 2048 && size != 3072 && size != 4096)
		return fail(why, FAILURE_INVALID,
			"An RSA key of %u bits can not be made. Valid sizes: 2048, 3072, 4096",
			size);

	if (!libgnutls_open(&gnutls, why))
		return false;

	int code = make(&gnutls, size, jwk);

	return code >= 0 ||
	       fail(why, FAILURE_INTERNAL, "An RSA key of %u bits could not be made: %s", size,
		       gnutls.strerror(code));
}

static bool check_public(const struct jwk *jwk, struct failure *why)
{
	unsigned size = bits(jwk);

	if (size < MIN_BITS || size > MAX_BITS)
		return fail(why, FAILURE_INVALID,
			"The RSA modulus \"n\" has %u bits. Valid: %d to %d", size, MIN_BITS,
			MAX_BITS);

	integer_auto modulus;
	integer_init_bytes(&modulus, &jwk->member[RSA_N]);
	integer_auto exponent;
	integer_init_bytes(&exponent, &jwk->member[RSA_E]);

	if (mpz_even_p(modulus))
		return fail(why, FAILURE_INVALID,
			"The RSA modulus \"n\" is even: it is no product of two odd primes.");
	if (mpz_even_p(exponent) || mpz_cmp_ui(exponent, 1U << 16) <= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA exponent \"e\" must be odd and above 65536; 65537 is usual.");
	if (mpz_cmp(exponent, modulus) >= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA exponent \"e\" is not below the modulus \"n\".");
	/* FIPS 186-5 section A.1.1; a larger one makes room for a "d" that can be found. */
	if (mpz_sizeinbase(exponent, 2) > MAX_EXPONENT_BITS)
		return fail(why, FAILURE_INVALID,
			"The RSA exponent \"e\" has more than %d bits; 65537 is usual.",
			MAX_EXPONENT_BITS);
	return true;
}

/* Of a private key it is known: its modulus is a product. */
static bool check_modulus(const struct jwk *jwk, struct failure *why)
{
	integer_auto modulus;
	integer_init_bytes(&modulus, &jwk->member[RSA_N]);

	return mpz_probab_prime_p(modulus, BAILLIE_PSW) == 0 ||
	       fail(why, FAILURE_INVALID,
		       "The RSA modulus \"n\" is a prime number: whoever has the public key has the "
		       "private one.");
}

/* One prime: that it is one, and that `d` and its remainder by prime - 1 belong to it and e. */
static bool check_prime(const struct jwk *jwk, unsigned prime, unsigned remainder, const mpz_t e,
	const mpz_t d, struct failure *why)
{
	integer_auto value;
	integer_init_bytes(&value, &jwk->member[prime]);
	integer_auto given;
	integer_init_bytes(&given, &jwk->member[remainder]);
	integer_auto result;
	integer_init(&result);

	if (mpz_probab_prime_p(value, BAILLIE_PSW) == 0)
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
	integer_init_bytes(&n, &jwk->member[RSA_N]);
	integer_auto p;
	integer_init_bytes(&p, &jwk->member[RSA_P]);
	integer_auto q;
	integer_init_bytes(&q, &jwk->member[RSA_Q]);
	integer_auto qi;
	integer_init_bytes(&qi, &jwk->member[RSA_QI]);
	integer_auto result;
	integer_init(&result);

	mpz_mul(result, p, q);
	if (mpz_cmp(result, n) != 0)
		return fail(why, FAILURE_INVALID,
			"The RSA members \"p\" and \"q\" do not multiply to the modulus \"n\".");
	/* FIPS 186-5 section A.1.3: the root of "n" leads to primes that are close. */
	mpz_sub(result, p, q);
	if (mpz_sizeinbase(result, 2) + 100 <= mpz_sizeinbase(n, 2) / 2)
		return fail(why, FAILURE_INVALID,
			"The RSA members \"p\" and \"q\" are so close that \"n\" is easy to factor.");
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
	if (jwk->member[RSA_D].length == 0)
		return check_modulus(jwk, why);
	for (size_t i = RSA_D; i < RSA_MEMBERS; i++)
		if (jwk->member[i].length > jwk->member[RSA_N].length)
			return fail(why, FAILURE_INVALID,
				"The RSA member \"%s\" is not below the modulus \"n\".",
				members[i].name);
	if (!check_product(jwk, why))
		return false;

	integer_auto e;
	integer_init_bytes(&e, &jwk->member[RSA_E]);
	integer_auto d;
	integer_init_bytes(&d, &jwk->member[RSA_D]);
	integer_auto n;
	integer_init_bytes(&n, &jwk->member[RSA_N]);

	if (mpz_cmp(d, n) >= 0)
		return fail(why, FAILURE_INVALID,
			"The RSA member \"d\" is not below the modulus \"n\".");
	return check_prime(jwk, RSA_P, RSA_DP, e, d, why) &&
	       check_prime(jwk, RSA_Q, RSA_DQ, e, d, why);
}

const struct family rsa_family = {
	.members = members,
	.count = RSA_MEMBERS,
	.thumbprint = {"e", "kty", "n"},
	.bits = bits,
	.generate = generate,
	.check = check,
};
