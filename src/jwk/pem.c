#include "jwk/pem.h"

#include "jwk/der.h"
#include "jwk/members.h"

#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 48 /* 64 characters of base64, RFC 7468 section 2 */

struct oid {
	uint8_t length;
	uint8_t bytes[9];
};

/* RFC 8017 appendix A.1, RFC 5480 section 2.1.1. */
static const struct oid rsa_encryption = {9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1}};
static const struct oid ec_public_key = {7, {0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1}};

/* RFC 5480 section 2.1.1.1, SEC 2 section A.2.1, RFC 8410 section 3. */
static const struct oid curve_oids[] = {
	[CURVE_P256] = {8, {0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7}},
	[CURVE_P384] = {5, {0x2B, 0x81, 4, 0, 0x22}},
	[CURVE_P521] = {5, {0x2B, 0x81, 4, 0, 0x23}},
	[CURVE_SECP256K1] = {5, {0x2B, 0x81, 4, 0, 0x0A}},
	[CURVE_X25519] = {3, {0x2B, 0x65, 0x6E}},
	[CURVE_X448] = {3, {0x2B, 0x65, 0x6F}},
	[CURVE_ED25519] = {3, {0x2B, 0x65, 0x70}},
	[CURVE_ED448] = {3, {0x2B, 0x65, 0x71}},
};

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
		put_oid(&content, &rsa_encryption);
		der_put(&content, DER_NULL, NULL, 0);
		break;
	case JWK_EC:
		put_oid(&content, &ec_public_key);
		put_oid(&content, &curve_oids[jwk->curve->id]);
		break;
	case JWK_OKP:
		put_oid(&content, &curve_oids[jwk->curve->id]);
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

static void put_pem(struct buffer *out, const char *label, const struct buffer *der)
{
	char line[BASE64_ENCODE_RAW_LENGTH(LINE_BYTES)];

	buffer_printf(out, "-----BEGIN %s-----\n", label);
	for (size_t at = 0; at < der->length; at += LINE_BYTES) {
		size_t length = der->length - at < LINE_BYTES ? der->length - at : LINE_BYTES;
		size_t characters = BASE64_ENCODE_RAW_LENGTH(length);

		base64_encode_raw(line, length, (const uint8_t *)der->data + at);
		buffer_append(out, line, characters);
		buffer_append_byte(out, '\n');
	}
	explicit_bzero(line, sizeof line);
	buffer_printf(out, "-----END %s-----\n", label);
}

bool pem_write_public(const struct jwk *jwk, struct buffer *out, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	buffer_auto der = BUFFER_INIT;

	(void)why;
	put_algorithm(&content, jwk);
	inner[jwk->type].put_public(&key, jwk);
	der_put_bits(&content, &key);
	der_put_buffer(&der, DER_SEQUENCE, &content);
	put_pem(out, "PUBLIC KEY", &der);
	return true;
}

bool pem_write_private(const struct jwk *jwk, struct buffer *out, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	buffer_auto der = BUFFER_INIT;

	if (!jwk_is_private(jwk))
		return fail(
			why, FAILURE_INVALID, "The key has no private half that PEM could hold.");
	der_put(&content, DER_INTEGER, "", 1);
	put_algorithm(&content, jwk);
	inner[jwk->type].put_private(&key, jwk);
	der_put_buffer(&content, DER_OCTET_STRING, &key);
	der_put_buffer(&der, DER_SEQUENCE, &content);
	put_pem(out, "PRIVATE KEY", &der);
	return true;
}
