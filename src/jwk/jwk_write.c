/* A key as JSON. */

#include "jwk/family.h"

#include <stdlib.h>
#include <string.h>

static void write_members(struct json_writer *writer, const struct jwk *jwk, bool with_private)
{
	const struct family *family = families[jwk->type];

	if (jwk->curve != NULL)
		json_put_string(writer, "crv", jwk->curve->name);
	for (size_t i = 0; i < family->count; i++) {
		const struct member *member = &family->members[i];
		const struct buffer *bytes = &jwk->member[i];

		if (bytes->length > 0 && (with_private || !member->is_private))
			json_put_base64url(writer, member->name, bytes->data, bytes->length);
	}
}

static void write(struct json_writer *writer, const char *name, const struct jwk *jwk,
	const struct jwk_attributes *attributes, bool with_private)
{
	json_put_object(writer, name);
	json_put_string(writer, "kty", jwk_type_names[jwk->type].kty);
	if (attributes->kid != NULL)
		json_put_string(writer, "kid", attributes->kid);
	if (attributes->use != JWK_NO_USE)
		json_put_string(writer, "use", jwk_use_name(attributes->use));
	if (attributes->algorithm != NULL)
		json_put_string(writer, "alg", attributes->algorithm);
	write_members(writer, jwk, with_private);
	if (attributes->extra != NULL)
		json_put_raw(writer, NULL, attributes->extra, strlen(attributes->extra));
	json_put_end(writer);
}

void jwk_write_public(struct json_writer *writer, const char *name, const struct jwk *jwk,
	const struct jwk_attributes *attributes)
{
	if (jwk->type == JWK_OCT)
		abort();
	write(writer, name, jwk, attributes, false);
}

void jwk_write_private(struct json_writer *writer, const char *name, const struct jwk *jwk,
	const struct jwk_attributes *attributes)
{
	write(writer, name, jwk, attributes, true);
}

void jwk_write_members(struct json_writer *writer, const struct jwk *jwk)
{
	write_members(writer, jwk, true);
}
