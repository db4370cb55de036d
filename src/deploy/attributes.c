#include "deploy/attributes.h"

static const char *given(const char *text)
{
	return *text == '\0' ? NULL : text;
}

struct jwk_attributes attributes_of(const struct key_record *key)
{
	struct jwk_attributes attributes = {
		.kid = given(key->kid),
		.use = JWK_NO_USE,
		.algorithm = given(key->algorithm),
		.extra = given(key->extra.data),
	};

	jwk_use_find(key->use, &attributes.use);
	return attributes;
}
