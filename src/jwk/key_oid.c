#include "jwk/key_oid.h"

#include <string.h>

const struct oid oid_rsa = {9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1}};
const struct oid oid_ec = {7, {0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1}};

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

static const struct {
	struct oid oid;
	const char *name;
} foreign[] = {
	{{9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10}}, "RSASSA-PSS"},
	{{9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 7}}, "RSAES-OAEP"},
	{{9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 3, 1}}, "Diffie-Hellman"},
	{{7, {0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1}}, "DSA"},
	{{7, {0x2A, 0x86, 0x48, 0xCE, 0x3E, 2, 1}}, "Diffie-Hellman"},
};

const struct oid *oid_of_curve(const struct curve *curve)
{
	return &curve_oids[curve->id];
}

bool oid_is(const struct der_reader *content, const struct oid *oid)
{
	return content->left == oid->length && memcmp(content->at, oid->bytes, oid->length) == 0;
}

const struct curve *oid_find_curve(enum jwk_type type, const struct der_reader *content)
{
	for (size_t i = 0; i < curve_count; i++)
		if (curves[i].type == type && oid_is(content, oid_of_curve(&curves[i])))
			return &curves[i];
	return NULL;
}

const char *oid_foreign_name(const struct der_reader *content)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (oid_is(content, &foreign[i].oid))
			return foreign[i].name;
	return NULL;
}
