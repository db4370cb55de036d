/*
 * Published keys, and a table of every kind of key, for the tests of the key floor.
 *
 * The samples are private JWKs without white space, their members in the order in which
 * jwk_write_private writes them.
 */
#ifndef JWKMINT_TESTS_JWK_SAMPLES_H
#define JWKMINT_TESTS_JWK_SAMPLES_H

#include "unit.h"

#include "jwk/jwk.h"

/* RFC 7517 appendix A.2, its second key. */
#define SAMPLE_RSA                                                                                 \
	"{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAA"      \
	"tVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5"             \
	"n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7"             \
	"d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRw"             \
	"r3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"d\":\"X4"     \
	"cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH-HLLKD9M7dx5oo7GURknchnrRweUkC7hT"             \
	"5fJLM0WbFAKNLWY2vv7B6NqXSzUvxT0_YSfqijwp3RTzlBaCxWp4doFk5N2o8Gy_nHNKroADIkJ4"             \
	"6pRUohsXywbReAdYaMwFs9tv8d_cPVY3i07a3t8MN6TNwm0dSawm9v47UiCl3Sk5ZiG7xojPLu4s"             \
	"bg1U2jx4IBTNBznbJSzFHK66jT8bgkuqsk0GjskDJk19Z4qwjwbsnn4j2WBii3RL-Us2lGVkY8fk"             \
	"Fzme1z0HbIkfz0Y6mqnOYtqc0X4jfcKoAC8Q\",\"p\":\"83i-7IvMGXoMXCskv73TKr8637FiO7Z27"         \
	"zv8oj6pbWUQyLPQBQxtPVnwD20R-60eTDmD2ujnMt5PoqMrm8RfmNhVWDtjjMmCMjOpSXicFHj7X"             \
	"OuVIYQyqVWlWEh6dN36GVZYk93N8Bc9vY41xy8B9RzzOGVQzXvNEvn7O0nVbfs\",\"q\":\"3dfOR9c"         \
	"uYq-0S-mkFLzgItgMEfFzB2q3hWehMuG0oCuqnb3vobLyumqjVZQO1dIrdwgTnCdpYzBcOfW5r37"             \
	"0AFXjiWft_NGEiovonizhKpo9VVS78TzFgxkIdrecRezsZ-1kYd_s1qDbxtkDEgfAITAG9LUnADu"             \
	"n4vIcb6yelxk\",\"dp\":\"G4sPXkc6Ya9y8oJW9_ILj4xuppu0lzi_H7VTkS8xj5SdX3coE0oimYwx"         \
	"Ii2emTAue0UOa5dpgFGyBJ4c8tQ2VF402XRugKDTP8akYhFo5tAA77Qe_NmtuYZc3C3m3I24G2Gv"             \
	"R5sSDxUyAN2zq8Lfn9EUms6rY3Ob8YeiKkTiBj0\",\"dq\":\"s9lAH9fggBsoFR8Oac2R_E2gw282r"         \
	"T2kGOAhvIllETE1efrA6huUUvMfBcMpn8lqeW6vzznYY5SSQF7pMdC_agI3nG8Ibp1BUb0JUiraR"             \
	"NqUfLhcQb_d9GF4Dh7e74WbRsobRonujTYN1xCaP6TO61jvWrX-L18txXw494Q_cgk\",\"qi\":\"Gy"         \
	"M_p6JrXySiz1toFgKbWV-JdI3jQ4ypu9rbMWx3rQJBfmt0FoYzgUIZEVFEcOqwemRN81zoDAaa-B"             \
	"k0KWNGDjJHZDdDmFhW3AN7lI-puxk_mHZGJ11rxyR8O55XLSe3SPmRfKwZI6yU24ZxvQKFYItdld"             \
	"UKGzO6Ia6zTKhAVRU\"}"

/* RFC 7517 appendix A.2, its first key. */
#define SAMPLE_P256                                                                                \
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\"," \
	"\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\",\"d\":\"870MB6gfuTJ4HtUnUvYMy"      \
	"Jpr5eUZNP4Bk43bVdj3eAE\"}"

/* The private key 1, so the public key is the generator: SEC 2 section 2.5.1. */
#define SAMPLE_P384                                                                                \
	"{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVA"  \
	"vJdv1UpbDpUXjhydgq3\",\"y\":\"NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX"         \
	"6BnXpDHXyQ6g5f\",\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"         \
	"AAAAAAAAB\"}"

/* The same, SEC 2 section 2.6.1; x and y begin with a zero byte and seven zero bits. */
#define SAMPLE_P521                                                                                \
	"{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AMaFjga3BATpzZ4-y2YjlbRCnGSBOQU_tSH4KK9ga009u"  \
	"qFLXnfv51ko_h3BJ6L_qN4zSLPBhWpCm_l-fjHC5b1m\",\"y\":\"ARg5KWp4mjvABFyKX7QsfRvZmP"         \
	"VESVebRGgXr70XJz5mLJfucple9CZAxVC5AT-tB2E1PHCGonLCQIi-lHaf0WZQ\",\"d\":\"AAAAAAA"         \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"             \
	"AAAAB\"}"

/* The same, SEC 2 section 2.4.1. */
#define SAMPLE_SECP256K1                                                                           \
	"{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F"  \
	"5g\",\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\",\"d\":\"AAAAAAAAAAAAAAAAA"     \
	"AAAAAAAAAAAAAAAAAAAAAAAAAE\"}"

/* RFC 8037 appendix A.1. */
#define SAMPLE_ED25519                                                                             \
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR"  \
	"o\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}"

/* RFC 7748 section 6.1, Alice. */
#define SAMPLE_X25519                                                                              \
	"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"  \
	"\",\"d\":\"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo\"}"

/* RFC 8032 section 7.4, the blank message. */
#define SAMPLE_ED448                                                                               \
	"{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"X9dEm1m0Yf0s54fsYWrUah2hNCSFpw4fig6nXYDpZ3jt"  \
	"8SR2m0bHBhvWeD3x5Q9s0foavq_oJWGA\",\"d\":\"bIKlYsuAjRDWMr6JyFE-v2ySnzTd-oyfY8mWD"         \
	"vbjSKNSjIo_zC8ETjmj_FuUSS-PAy51SaIAmPlb\"}"

/* RFC 7748 section 6.2, Alice. */
#define SAMPLE_X448                                                                                \
	"{\"kty\":\"OKP\",\"crv\":\"X448\",\"x\":\"mwj3zDG34-Z9ItWuoSEHSic70rg94Jxj-qc9LCLF2bvIN"  \
	"mRyQdlT1AxbEtqIEg1TF3-A5TLEH6A\",\"d\":\"mo9JJdFRn1d1z0awS1gA1O6e6LrovFVl1JjCjdn"         \
	"JuvV0qUGXRIlzkQBjgqbxJ6sdmsLYwKWYcms\"}"

/* RFC 7517 appendix A.3, its first key. */
#define SAMPLE_OCT "{\"kty\":\"oct\",\"k\":\"GawgguFyGrWKav7AX4VKUg\"}"

/* Every kind of key that can be made: type, size, curve. */
struct kind {
	enum jwk_type type;
	unsigned bits;
	const char *curve;
	const char *sample; /* NULL: there is none of this size */
};

static const struct kind kinds[] = {
	{JWK_RSA, 2048, NULL, SAMPLE_RSA},
	{JWK_RSA, 3072, NULL, NULL},
	{JWK_RSA, 4096, NULL, NULL},
	{JWK_EC, 256, "P-256", SAMPLE_P256},
	{JWK_EC, 384, "P-384", SAMPLE_P384},
	{JWK_EC, 528, "P-521", SAMPLE_P521},
	{JWK_EC, 256, "secp256k1", SAMPLE_SECP256K1},
	{JWK_OCT, 128, NULL, SAMPLE_OCT},
	{JWK_OCT, 192, NULL, NULL},
	{JWK_OCT, 256, NULL, NULL},
	{JWK_OCT, 384, NULL, NULL},
	{JWK_OCT, 512, NULL, NULL},
	{JWK_OKP, 256, "Ed25519", SAMPLE_ED25519},
	{JWK_OKP, 256, "X25519", SAMPLE_X25519},
	{JWK_OKP, 456, "Ed448", SAMPLE_ED448},
	{JWK_OKP, 448, "X448", SAMPLE_X448},
};

#define KINDS (sizeof kinds / sizeof *kinds)

static inline const struct curve *kind_curve(const struct kind *kind)
{
	return kind->curve == NULL ? NULL : curve_find(kind->type, kind->curve);
}

static inline void parse_sample(const char *sample, struct jwk *jwk)
{
	struct failure why;

	jwk_init(jwk);
	assert_works(jwk_parse(sample, strlen(sample), jwk, &why), why);
}

/* Writes a key without kid, use and alg. */
static inline void write_plain(const struct jwk *jwk, bool with_private, struct buffer *out)
{
	static const struct jwk_attributes none = {0};
	struct json_writer writer;

	json_writer_init(&writer, out);
	(with_private ? jwk_write_private : jwk_write_public)(&writer, NULL, jwk, &none);
}

static inline void assert_same_key(const struct jwk *a, const struct jwk *b)
{
	assert_int_equal(a->type, b->type);
	assert_ptr_equal(a->curve, b->curve);
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		assert_true(buffer_equal(&a->member[i], &b->member[i]));
}

#endif
