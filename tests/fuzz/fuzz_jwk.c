/*
 * A JWK or JWK Set from outside. An input that begins with "kid=" names the key that is wanted in
 * its first line.
 */
#include "fuzz.h"

#include "jwk/import.h"

#include <string.h>

static void write_text(const struct import *import, struct buffer *text)
{
	struct jwk_attributes attributes = {
		.kid = import->kid.length > 0 ? import->kid.data : NULL,
		.use = import->use,
		.algorithm = import->algorithm != NULL ? import->algorithm->name : NULL,
		.extra = import->extra.length > 0 ? import->extra.data : NULL,
	};
	struct json_writer writer;

	json_writer_init(&writer, text);
	if (jwk_is_private(&import->jwk))
		jwk_write_private(&writer, NULL, &import->jwk, &attributes);
	else
		jwk_write_public(&writer, NULL, &import->jwk, &attributes);
}

/* What is written of an import is the same import. */
static void check_text(const struct import *import)
{
	import_auto again;
	buffer_auto text = BUFFER_INIT;
	struct failure why;

	import_init(&again);
	write_text(import, &text);
	fuzz_works(import_jwk_text(text.data, text.length, NULL, &again, &why), why);
	fuzz_require(again.jwk.type == import->jwk.type && again.jwk.curve == import->jwk.curve,
		"another kind of key");
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		fuzz_require(buffer_equal(&import->jwk.member[i], &again.jwk.member[i]),
			"member %zu differs", i);
	fuzz_require(buffer_equal(&import->kid, &again.kid), "another kid");
	fuzz_require(import->use == again.use, "another use");
	fuzz_require(import->algorithm == again.algorithm, "another algorithm");
	fuzz_require(buffer_equal(&import->extra, &again.extra), "other members: %s, %s",
		import->extra.data, again.extra.data);
}

/* What is stored of a key is the same key. */
static void check_storage(const struct jwk *jwk)
{
	jwk_auto again;
	buffer_auto public_part = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;
	struct failure why;

	jwk_init(&again);
	jwk_pack_public(jwk, &public_part);
	if (jwk_is_private(jwk))
		jwk_pack_private(jwk, &private_part);
	fuzz_works(jwk_unpack(jwk_type_names[jwk->type].name, &public_part,
			   jwk_is_private(jwk) ? &private_part : NULL, &again, &why),
		why);
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		fuzz_require(buffer_equal(&jwk->member[i], &again.member[i]), "member %zu", i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = {(const char *)data, size};
	import_auto import;
	buffer_auto kid = BUFFER_INIT;
	bool has_kid = size >= 4 && memcmp(data, "kid=", 4) == 0;
	struct failure why;

	import_init(&import);
	if (has_kid)
		fuzz_line(&input, &kid);
	if (!import_jwk_text(input.at, input.left, has_kid ? kid.data + 4 : NULL, &import, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return 0;
	}
	fuzz_works(jwk_check(&import.jwk, &why), why);
	check_text(&import);
	check_storage(&import.jwk);
	return 0;
}
