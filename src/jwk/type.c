#include "jwk/type.h"

#include <string.h>

const struct jwk_type_name jwk_type_names[JWK_TYPES] = {
	[JWK_RSA] = {JWK_RSA, "RSA", "RSA", "rsa"},
	[JWK_EC] = {JWK_EC, "EC", "EC", "ec"},
	[JWK_OCT] = {JWK_OCT, "OCT", "oct", "oct"},
	[JWK_OKP] = {JWK_OKP, "OKP", "OKP", "okp"},
};

static const char *const use_names[] = {
	[JWK_NO_USE] = "",
	[JWK_SIGNATURE] = "sig",
	[JWK_ENCRYPTION] = "enc",
};

bool jwk_type_find(const char *name, enum jwk_type *type)
{
	for (size_t i = 0; i < JWK_TYPES; i++)
		if (strcmp(jwk_type_names[i].name, name) == 0) {
			*type = jwk_type_names[i].type;
			return true;
		}
	return false;
}

const char *jwk_use_name(enum jwk_use use)
{
	return use_names[use];
}

bool jwk_use_find(const char *name, enum jwk_use *use)
{
	for (enum jwk_use i = JWK_NO_USE; i <= JWK_ENCRYPTION; i++)
		if (strcmp(use_names[i], name) == 0) {
			*use = i;
			return true;
		}
	return false;
}
