/* Private keys from DER. */

#include "jwk/key_der_parts.h"

#include "jwk/family.h"
#include "jwk/members.h"

#define MOST_DROPPED_ZEROS 4 /* bytes */

/* A public key beside the private one: what is there already must be the same. */
static bool add_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	const struct family *family = families[jwk->type];
	jwk_auto half;
	jwk_init(&half);

	half.type = jwk->type;
	half.curve = jwk->curve;
	if (!key_der_public(reader, &half, why))
		return false;
	for (size_t i = 0; i < family->count; i++) {
		if (family->members[i].is_private)
			continue;
		if (jwk->member[i].length == 0)
			buffer_swap(&jwk->member[i], &half.member[i]);
		else if (!buffer_equal(&jwk->member[i], &half.member[i]))
			return fail(why, FAILURE_INVALID,
				"The public key that comes with the private %s key does not match "
				"it.",
				jwk_type_names[jwk->type].kty);
	}
	return true;
}

/* RSAPrivateKey, RFC 8017 appendix A.1.2. */
static bool read_rsa_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader content, version;

	if (!der_get(&reader, DER_SEQUENCE, &content) || reader.left > 0 ||
		!der_get(&content, DER_INTEGER, &version) || version.left != 1)
		return key_der_damaged(why, "RSA private key");
	if (*version.at != 0)
		return fail(why, FAILURE_INVALID,
			"The RSA private key has version %u: keys of more than two primes are not "
			"supported.",
			*version.at);
	return key_der_integers(&content, jwk, RSA_MEMBERS, why);
}

/* The [0] of an ECPrivateKey: its own curve, or that of the PKCS#8 around it once more. */
static bool read_own_curve(struct der_reader *reader, struct jwk *jwk, struct failure *why)
{
	const struct curve *outer = jwk->curve;
	struct der_reader content;

	if (!der_next_is(reader, DER_EXPLICIT_0))
		return outer != NULL ||
		       fail(why, FAILURE_INVALID, "The EC key does not name its curve.");
	if (!der_get(reader, DER_EXPLICIT_0, &content))
		return key_der_damaged(why, "curve of the EC private key");
	if (!key_der_curve(&content, jwk, why))
		return false;
	if (content.left > 0)
		return key_der_damaged(why, "curve of the EC private key");
	return outer == NULL || outer == jwk->curve ||
	       fail(why, FAILURE_INVALID, "The EC private key names two curves: %s and %s.",
		       outer->name, jwk->curve->name);
}

/*
 * RFC 5915 has it of the curve's full width. GnuTLS writes it like an INTEGER: with a zero byte
 * before a high bit, without those that it begins with. More than a few of these are no chance.
 */
static void put_private_number(struct der_reader number, size_t size, struct buffer *member)
{
	while (number.left > size && *number.at == 0) {
		number.at++;
		number.left--;
	}
	if (number.left < size && size - number.left <= MOST_DROPPED_ZEROS)
		for (size_t width = number.left; width < size; width++)
			buffer_append_byte(member, 0);
	buffer_append(member, number.at, number.left);
}

/* ECPrivateKey, RFC 5915 section 3. */
static bool read_ec_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader content, version, d, bits, point;

	if (!der_get(&reader, DER_SEQUENCE, &content) || reader.left > 0 ||
		!der_get(&content, DER_INTEGER, &version) || version.left != 1 ||
		*version.at != 1 || !der_get(&content, DER_OCTET_STRING, &d))
		return key_der_damaged(why, "EC private key");
	if (!read_own_curve(&content, jwk, why))
		return false;
	put_private_number(d, jwk->curve->size, &jwk->member[EC_D]);
	if (der_next_is(&content, DER_EXPLICIT_1)) {
		if (!der_get(&content, DER_EXPLICIT_1, &bits) ||
			!der_get_bits(&bits, DER_BIT_STRING, &point) || bits.left > 0)
			return key_der_damaged(why, "public point of the EC private key");
		if (!add_public(point, jwk, why))
			return false;
	}
	return content.left == 0 || key_der_damaged(why, "EC private key");
}

/* CurvePrivateKey, RFC 8410 section 7. */
static bool read_okp_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader d;

	if (!der_get(&reader, DER_OCTET_STRING, &d) || reader.left > 0)
		return key_der_damaged(why, "OKP private key");
	buffer_append(&jwk->member[OKP_D], d.at, d.left);
	return true;
}

static bool (*const read_private[JWK_TYPES])(
	struct der_reader reader, struct jwk *jwk, struct failure *why) = {
	[JWK_RSA] = read_rsa_private,
	[JWK_EC] = read_ec_private,
	[JWK_OKP] = read_okp_private,
};

/* What may follow the key in a OneAsymmetricKey: attributes, and from version 1 a public key. */
static bool read_pkcs8_rest(
	struct der_reader *content, unsigned version, struct jwk *jwk, struct failure *why)
{
	struct der_reader attributes, attribute, bits;

	if (der_next_is(content, DER_EXPLICIT_0)) {
		if (!der_get(content, DER_EXPLICIT_0, &attributes))
			return key_der_damaged(why, "private key");
		while (attributes.left > 0)
			if (!der_get(&attributes, DER_SEQUENCE, &attribute))
				return key_der_damaged(
					why, "list of attributes of the private key");
	}
	if (version > 0 && der_next_is(content, DER_IMPLICIT_1)) {
		if (!der_get_bits(content, DER_IMPLICIT_1, &bits))
			return key_der_damaged(why, "public key of the private key");
		if (!add_public(bits, jwk, why))
			return false;
	}
	return content->left == 0 || key_der_damaged(why, "private key");
}

/* OneAsymmetricKey, RFC 5958 section 2. */
bool key_der_pkcs8(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader content, version, key;

	if (!der_get(&reader, DER_SEQUENCE, &content) ||
		!der_get(&content, DER_INTEGER, &version) || version.left != 1)
		return key_der_damaged(why, "private key");
	if (*version.at > 1)
		return fail(why, FAILURE_INVALID,
			"The private key has version %u of PKCS#8! Valid values: 0, 1",
			*version.at);
	if (!key_der_algorithm(&content, jwk, why))
		return false;
	if (!der_get(&content, DER_OCTET_STRING, &key))
		return key_der_damaged(why, "private key");
	return read_private[jwk->type](key, jwk, why) &&
	       read_pkcs8_rest(&content, *version.at, jwk, why);
}

bool key_der_rsa_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	jwk->type = JWK_RSA;
	return read_rsa_private(reader, jwk, why);
}

bool key_der_ec_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	jwk->type = JWK_EC;
	return read_ec_private(reader, jwk, why);
}
