/* Public keys from DER. */

#include "jwk/key_der_parts.h"

#include "jwk/family.h"
#include "jwk/key_oid.h"
#include "jwk/members.h"

#define UNCOMPRESSED_POINT 4 /* SEC 1 section 2.3.3 */

bool key_der_damaged(struct failure *why, const char *what)
{
	return fail(why, FAILURE_INVALID, "The %s is damaged, or not in strict DER.", what);
}

static bool unknown_algorithm(const struct der_reader *oid, struct failure *why)
{
	const char *name = oid_foreign_name(oid);
	buffer_auto dotted = BUFFER_INIT;

	der_append_oid(&dotted, oid);
	return fail(why, FAILURE_INVALID,
		"Keys of the algorithm %s%s%s%s are not supported! Valid values: RSA "
		"(rsaEncryption), EC, Ed25519, X25519, Ed448, X448",
		name == NULL ? "" : name, name == NULL ? "" : " (", dotted.data,
		name == NULL ? "" : ")");
}

/* ECParameters, RFC 5480 section 2.1.1: a named curve. */
bool key_der_curve(struct der_reader *reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader oid;
	buffer_auto dotted = BUFFER_INIT;

	if (der_next_is(reader, DER_SEQUENCE))
		return fail(why, FAILURE_INVALID,
			"The EC key has explicit curve parameters. Only named curves are "
			"supported: write it with 'openssl pkey -in FILE -ec_param_enc "
			"named_curve'.");
	if (!der_get(reader, DER_OBJECT_IDENTIFIER, &oid))
		return fail(why, FAILURE_INVALID, "The EC key does not name its curve.");
	jwk->curve = oid_find_curve(JWK_EC, &oid);
	if (jwk->curve != NULL)
		return true;
	der_append_oid(&dotted, &oid);
	return fail(why, FAILURE_INVALID,
		"The curve %s of the EC key is not supported! Valid values: P-256, P-384, P-521, "
		"secp256k1",
		dotted.data);
}

/* AlgorithmIdentifier: RFC 8017 appendix A.1, RFC 5480 section 2.1.1, RFC 8410 section 3. */
bool key_der_algorithm(struct der_reader *reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader algorithm, oid, null;

	if (!der_get(reader, DER_SEQUENCE, &algorithm) ||
		!der_get(&algorithm, DER_OBJECT_IDENTIFIER, &oid))
		return key_der_damaged(why, "key's algorithm");
	if (oid_is(&oid, &oid_rsa)) {
		jwk->type = JWK_RSA;
		if (!der_get(&algorithm, DER_NULL, &null) || null.left > 0)
			return fail(why, FAILURE_INVALID,
				"The parameters of the RSA key's algorithm must be NULL.");
	} else if (oid_is(&oid, &oid_ec)) {
		jwk->type = JWK_EC;
		if (!key_der_curve(&algorithm, jwk, why))
			return false;
	} else {
		jwk->type = JWK_OKP;
		jwk->curve = oid_find_curve(JWK_OKP, &oid);
		if (jwk->curve == NULL)
			return unknown_algorithm(&oid, why);
	}
	return algorithm.left == 0 ||
	       fail(why, FAILURE_INVALID,
		       "The %s key's algorithm has parameters that it must not have.",
		       jwk_type_names[jwk->type].kty);
}

bool key_der_integers(struct der_reader *reader, struct jwk *jwk, size_t count, struct failure *why)
{
	for (size_t i = 0; i < count; i++)
		if (!der_get_unsigned(reader, &jwk->member[i]))
			return fail(why, FAILURE_INVALID,
				"The RSA integer \"%s\" is missing, negative, or not in its "
				"shortest form.",
				rsa_family.members[i].name);
	return reader->left == 0 || key_der_damaged(why, "RSA key");
}

/* RSAPublicKey, RFC 8017 appendix A.1.1. */
static bool read_rsa_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader integers;

	return (der_get(&reader, DER_SEQUENCE, &integers) && reader.left == 0)
		       ? key_der_integers(&integers, jwk, RSA_E + 1, why)
		       : key_der_damaged(why, "RSA public key");
}

static bool read_ec_point(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	size_t size = jwk->curve->size;

	if (reader.left > 0 && *reader.at != UNCOMPRESSED_POINT)
		return fail(why, FAILURE_INVALID,
			"The public point of the EC key is compressed. Only uncompressed points "
			"are supported: write it with 'openssl pkey -in FILE -ec_conv_form "
			"uncompressed' (-pubin -pubout for a public key).");
	if (reader.left != 1 + 2 * size)
		return fail(why, FAILURE_INVALID,
			"The public point of the EC key has %zu bytes, but on %s it is always "
			"%zu.",
			reader.left, jwk->curve->name, 1 + 2 * size);
	buffer_append(&jwk->member[EC_X], reader.at + 1, size);
	buffer_append(&jwk->member[EC_Y], reader.at + 1 + size, size);
	return true;
}

static bool read_okp_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	(void)why;
	buffer_append(&jwk->member[OKP_X], reader.at, reader.left);
	return true;
}

static bool (*const readers[JWK_TYPES])(
	struct der_reader reader, struct jwk *jwk, struct failure *why) = {
	[JWK_RSA] = read_rsa_public,
	[JWK_EC] = read_ec_point,
	[JWK_OKP] = read_okp_public,
};

bool key_der_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	return readers[jwk->type](reader, jwk, why);
}

/* SubjectPublicKeyInfo, RFC 5280 section 4.1. */
bool key_der_spki(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader content, bits;

	if (!der_get(&reader, DER_SEQUENCE, &content))
		return key_der_damaged(why, "public key");
	if (!key_der_algorithm(&content, jwk, why))
		return false;
	if (!der_get_bits(&content, DER_BIT_STRING, &bits) || content.left > 0)
		return key_der_damaged(why, "public key");
	return key_der_public(bits, jwk, why);
}

/* A key without an algorithm around it, which says its type only by its form. */
bool key_der_rsa_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	jwk->type = JWK_RSA;
	return read_rsa_public(reader, jwk, why);
}
