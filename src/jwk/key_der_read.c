/* Keys from DER. */

#include "jwk/key_der.h"

#include "jwk/family.h"
#include "jwk/key_oid.h"
#include "jwk/members.h"

#define MOST_DROPPED_ZEROS 4 /* bytes */
#define UNCOMPRESSED_POINT 4 /* SEC 1 section 2.3.3 */

static bool damaged(struct failure *why, const char *what)
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
static bool read_curve(struct der_reader *reader, struct jwk *jwk, struct failure *why)
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
static bool read_algorithm(struct der_reader *reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader algorithm, oid, null;

	if (!der_get(reader, DER_SEQUENCE, &algorithm) ||
		!der_get(&algorithm, DER_OBJECT_IDENTIFIER, &oid))
		return damaged(why, "key's algorithm");
	if (oid_is(&oid, &oid_rsa)) {
		jwk->type = JWK_RSA;
		if (!der_get(&algorithm, DER_NULL, &null) || null.left > 0)
			return fail(why, FAILURE_INVALID,
				"The parameters of the RSA key's algorithm must be NULL.");
	} else if (oid_is(&oid, &oid_ec)) {
		jwk->type = JWK_EC;
		if (!read_curve(&algorithm, jwk, why))
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

static bool read_integers(
	struct der_reader *reader, struct jwk *jwk, size_t count, struct failure *why)
{
	for (size_t i = 0; i < count; i++)
		if (!der_get_unsigned(reader, &jwk->member[i]))
			return fail(why, FAILURE_INVALID,
				"The RSA integer \"%s\" is missing, negative, or not in its "
				"shortest form.",
				rsa_family.members[i].name);
	return reader->left == 0 || damaged(why, "RSA key");
}

/* RSAPublicKey, RFC 8017 appendix A.1.1. */
static bool read_rsa_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader integers;

	return (der_get(&reader, DER_SEQUENCE, &integers) && reader.left == 0)
		       ? read_integers(&integers, jwk, RSA_E + 1, why)
		       : damaged(why, "RSA public key");
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

static bool (*const read_public[JWK_TYPES])(
	struct der_reader reader, struct jwk *jwk, struct failure *why) = {
	[JWK_RSA] = read_rsa_public,
	[JWK_EC] = read_ec_point,
	[JWK_OKP] = read_okp_public,
};

/* A public key beside the private one: what is there already must be the same. */
static bool add_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	const struct family *family = families[jwk->type];
	jwk_auto half;
	jwk_init(&half);

	half.type = jwk->type;
	half.curve = jwk->curve;
	if (!read_public[jwk->type](reader, &half, why))
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
		return damaged(why, "RSA private key");
	if (*version.at != 0)
		return fail(why, FAILURE_INVALID,
			"The RSA private key has version %u: keys of more than two primes are not "
			"supported.",
			*version.at);
	return read_integers(&content, jwk, RSA_MEMBERS, why);
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
		return damaged(why, "curve of the EC private key");
	if (!read_curve(&content, jwk, why))
		return false;
	if (content.left > 0)
		return damaged(why, "curve of the EC private key");
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
		return damaged(why, "EC private key");
	if (!read_own_curve(&content, jwk, why))
		return false;
	put_private_number(d, jwk->curve->size, &jwk->member[EC_D]);
	if (der_next_is(&content, DER_EXPLICIT_1)) {
		if (!der_get(&content, DER_EXPLICIT_1, &bits) ||
			!der_get_bits(&bits, DER_BIT_STRING, &point) || bits.left > 0)
			return damaged(why, "public point of the EC private key");
		if (!add_public(point, jwk, why))
			return false;
	}
	return content.left == 0 || damaged(why, "EC private key");
}

/* CurvePrivateKey, RFC 8410 section 7. */
static bool read_okp_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader d;

	if (!der_get(&reader, DER_OCTET_STRING, &d) || reader.left > 0)
		return damaged(why, "OKP private key");
	buffer_append(&jwk->member[OKP_D], d.at, d.left);
	return true;
}

static bool (*const read_private[JWK_TYPES])(
	struct der_reader reader, struct jwk *jwk, struct failure *why) = {
	[JWK_RSA] = read_rsa_private,
	[JWK_EC] = read_ec_private,
	[JWK_OKP] = read_okp_private,
};

/* SubjectPublicKeyInfo, RFC 5280 section 4.1. */
static bool read_spki(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader content, bits;

	if (!der_get(&reader, DER_SEQUENCE, &content))
		return damaged(why, "public key");
	if (!read_algorithm(&content, jwk, why))
		return false;
	if (!der_get_bits(&content, DER_BIT_STRING, &bits) || content.left > 0)
		return damaged(why, "public key");
	return read_public[jwk->type](bits, jwk, why);
}

/* What may follow the key in a OneAsymmetricKey: attributes, and from version 1 a public key. */
static bool read_pkcs8_rest(
	struct der_reader *content, unsigned version, struct jwk *jwk, struct failure *why)
{
	struct der_reader attributes, attribute, bits;

	if (der_next_is(content, DER_EXPLICIT_0)) {
		if (!der_get(content, DER_EXPLICIT_0, &attributes))
			return damaged(why, "private key");
		while (attributes.left > 0)
			if (!der_get(&attributes, DER_SEQUENCE, &attribute))
				return damaged(why, "list of attributes of the private key");
	}
	if (version > 0 && der_next_is(content, DER_IMPLICIT_1)) {
		if (!der_get_bits(content, DER_IMPLICIT_1, &bits))
			return damaged(why, "public key of the private key");
		if (!add_public(bits, jwk, why))
			return false;
	}
	return content->left == 0 || damaged(why, "private key");
}

/* OneAsymmetricKey, RFC 5958 section 2. */
static bool read_pkcs8(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	struct der_reader content, version, key;

	if (!der_get(&reader, DER_SEQUENCE, &content) ||
		!der_get(&content, DER_INTEGER, &version) || version.left != 1)
		return damaged(why, "private key");
	if (*version.at > 1)
		return fail(why, FAILURE_INVALID,
			"The private key has version %u of PKCS#8! Valid values: 0, 1",
			*version.at);
	if (!read_algorithm(&content, jwk, why))
		return false;
	if (!der_get(&content, DER_OCTET_STRING, &key))
		return damaged(why, "private key");
	return read_private[jwk->type](key, jwk, why) &&
	       read_pkcs8_rest(&content, *version.at, jwk, why);
}

/* A key without an algorithm around it, which says its type only by its form. */
static bool read_bare_rsa_public(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	jwk->type = JWK_RSA;
	return read_rsa_public(reader, jwk, why);
}

static bool read_bare_rsa_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	jwk->type = JWK_RSA;
	return read_rsa_private(reader, jwk, why);
}

static bool read_bare_ec_private(struct der_reader reader, struct jwk *jwk, struct failure *why)
{
	jwk->type = JWK_EC;
	return read_ec_private(reader, jwk, why);
}

/* Makes the public half where it did not come along. */
static bool complete(struct jwk *jwk, struct failure *why)
{
	const struct family *family = families[jwk->type];
	const struct buffer *d = &jwk->member[family->count - 1];

	if (family->derive == NULL || jwk->member[0].length > 0)
		return true;
	if (d->length != jwk->curve->size)
		return fail(why, FAILURE_INVALID,
			"The private key has %zu bytes, but on %s it is always %zu.", d->length,
			jwk->curve->name, jwk->curve->size);
	return family->derive(jwk, why);
}

#define ENCRYPTED                                                                                  \
	"It is encrypted, which is not supported: decrypt it with 'openssl pkey "                  \
	"-in FILE -out PLAIN'."
#define CERTIFICATE "It is a certificate, not a key: add it as a Certificate instead."
#define PUBLIC      "It is a public key, but the private one is needed."
#define PRIVATE                                                                                    \
	"It is a private key, but only the public one is asked for: extract that with 'openssl "   \
	"pkey -in FILE -pubout'."

/* What a structure is, told by the tags of its first elements. */
static const struct form {
	enum der_tag tags[3];
	size_t count;
	bool is_whole; /* there are no more elements */
	bool (*read)(struct der_reader reader, struct jwk *jwk, struct failure *why);
	const char *not_public; /* why it can not be a public key; NULL: it can */
	const char *not_private;
} forms[] = {
	{{DER_SEQUENCE, DER_BIT_STRING}, 2, true, read_spki, NULL, PUBLIC},
	{{DER_INTEGER, DER_INTEGER}, 2, true, read_bare_rsa_public, NULL, PUBLIC},
	{{DER_INTEGER, DER_SEQUENCE, DER_OCTET_STRING}, 3, false, read_pkcs8, PRIVATE, NULL},
	{{DER_INTEGER, DER_INTEGER, DER_INTEGER}, 3, false, read_bare_rsa_private, PRIVATE, NULL},
	{{DER_INTEGER, DER_OCTET_STRING}, 2, false, read_bare_ec_private, PRIVATE, NULL},
	{{DER_SEQUENCE, DER_OCTET_STRING}, 2, true, NULL, ENCRYPTED, ENCRYPTED},
	{{DER_SEQUENCE, DER_SEQUENCE, DER_BIT_STRING}, 3, true, NULL, CERTIFICATE, CERTIFICATE},
};

static bool has_form(struct der_reader content, const struct form *form)
{
	struct der_reader element;

	for (size_t i = 0; i < form->count; i++)
		if (!der_next_is(&content, form->tags[i]) || !der_get_any(&content, &element))
			return false;
	return !form->is_whole || content.left == 0;
}

static bool read_key(
	const struct der_reader *der, bool wants_private, struct jwk *jwk, struct failure *why)
{
	struct der_reader rest = *der, content;

	jwk_free(jwk);
	if (!der_get(&rest, DER_SEQUENCE, &content))
		return fail(why, FAILURE_INVALID,
			"It is no key in DER, or one that was cut short: no whole SEQUENCE.");
	if (rest.left > 0)
		return fail(
			why, FAILURE_INVALID, "%zu bytes follow the end of the key.", rest.left);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *obstacle = wants_private ? forms[i].not_private : forms[i].not_public;

		if (!has_form(content, &forms[i]))
			continue;
		if (obstacle != NULL)
			return fail(why, FAILURE_INVALID, "%s", obstacle);
		return forms[i].read(*der, jwk, why) && complete(jwk, why) && jwk_check(jwk, why);
	}
	return fail(why, FAILURE_INVALID, "It is no %s key in DER that is known here! Valid: %s",
		wants_private ? "private" : "public",
		wants_private ? "PKCS#8, PKCS#1 (RSA), SEC 1 (EC)"
			      : "SubjectPublicKeyInfo, PKCS#1 (RSA)");
}

bool key_der_read_public(const struct der_reader *der, struct jwk *jwk, struct failure *why)
{
	return read_key(der, false, jwk, why);
}

bool key_der_read_private(const struct der_reader *der, struct jwk *jwk, struct failure *why)
{
	return read_key(der, true, jwk, why);
}
