#include "jwk/key_der.h"

#include "jwk/der.h"
#include "jwk/key_oid.h"
#include "jwk/members.h"

#include <stdlib.h>

static void put_oid(struct buffer *out, const struct oid *oid)
{
	der_put(out, DER_OBJECT_IDENTIFIER, oid->bytes, oid->length);
}

/* AlgorithmIdentifier: which kind of key it is. */
static void put_algorithm(struct buffer *out, const struct jwk *jwk)
{
	buffer_auto content = BUFFER_INIT;

	switch (jwk->type) {
	case JWK_RSA:
		put_oid(&content, &oid_rsa);
		der_put(&content, DER_NULL, NULL, 0);
		break;
	case JWK_EC:
		put_oid(&content, &oid_ec);
		put_oid(&content, oid_of_curve(jwk->curve));
		break;
	case JWK_OKP:
		put_oid(&content, oid_of_curve(jwk->curve));
		break;
	case JWK_OCT:
		abort();
	}
	der_put_buffer(out, DER_SEQUENCE, &content);
}

/* RSAPublicKey, RFC 8017 appendix A.1.1. */
static void put_rsa_public(struct buffer *out, const struct jwk *jwk)
{
	buffer_auto content = BUFFER_INIT;

	der_put_unsigned(&content, &jwk->member[RSA_N]);
	der_put_unsigned(&content, &jwk->member[RSA_E]);
	der_put_buffer(out, DER_SEQUENCE, &content);
}

/* RSAPrivateKey, RFC 8017 appendix A.1.2: the members in our order, after version 0. */
static void put_rsa_private(struct buffer *out, const struct jwk *jwk)
{
	buffer_auto content = BUFFER_INIT;

	der_put(&content, DER_INTEGER, "", 1);
	for (size_t i = 0; i < RSA_MEMBERS; i++)
		der_put_unsigned(&content, &jwk->member[i]);
	der_put_buffer(out, DER_SEQUENCE, &content);
}

/* An uncompressed point, SEC 1 section 2.3.3. */
static void put_ec_point(struct buffer *out, const struct jwk *jwk)
{
	buffer_append_byte(out, 4);
	buffer_append(out, jwk->member[EC_X].data, jwk->member[EC_X].length);
	buffer_append(out, jwk->member[EC_Y].data, jwk->member[EC_Y].length);
}

/* ECPrivateKey, RFC 5915 section 3; the curve is in the AlgorithmIdentifier. */
static void put_ec_private(struct buffer *out, const struct jwk *jwk)
{
	buffer_auto point = BUFFER_INIT;
	buffer_auto bits = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;

	put_ec_point(&point, jwk);
	der_put_bits(&bits, &point);
	der_put(&content, DER_INTEGER, "\1", 1);
	der_put_buffer(&content, DER_OCTET_STRING, &jwk->member[EC_D]);
	der_put_buffer(&content, DER_EXPLICIT_1, &bits);
	der_put_buffer(out, DER_SEQUENCE, &content);
}

static void put_okp_public(struct buffer *out, const struct jwk *jwk)
{
	buffer_append(out, jwk->member[OKP_X].data, jwk->member[OKP_X].length);
}

/* CurvePrivateKey, RFC 8410 section 7. */
static void put_okp_private(struct buffer *out, const struct jwk *jwk)
{
	der_put_buffer(out, DER_OCTET_STRING, &jwk->member[OKP_D]);
}

/* What stands in the BIT STRING and OCTET STRING of the two outer structures. */
static const struct {
	void (*put_public)(struct buffer *out, const struct jwk *jwk);
	void (*put_private)(struct buffer *out, const struct jwk *jwk);
} inner[JWK_TYPES] = {
	[JWK_RSA] = {put_rsa_public, put_rsa_private},
	[JWK_EC] = {put_ec_point, put_ec_private},
	[JWK_OKP] = {put_okp_public, put_okp_private},
};

void spki_write(const struct jwk *jwk, struct buffer *out)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;

	put_algorithm(&content, jwk);
	inner[jwk->type].put_public(&key, jwk);
	der_put_bits(&content, &key);
	der_put_buffer(out, DER_SEQUENCE, &content);
}

bool pkcs8_write(const struct jwk *jwk, struct buffer *out, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;

	if (!jwk_is_private(jwk))
		return fail(
			why, FAILURE_INVALID, "The key has no private half that could be written.");
	der_put(&content, DER_INTEGER, "", 1);
	put_algorithm(&content, jwk);
	inner[jwk->type].put_private(&key, jwk);
	der_put_buffer(&content, DER_OCTET_STRING, &key);
	der_put_buffer(out, DER_SEQUENCE, &content);
	return true;
}
