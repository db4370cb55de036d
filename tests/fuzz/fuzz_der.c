/* Keys as DER, base64 of it, or PEM. */
#include "fuzz.h"

#include "jwk/import.h"
#include "jwk/key_der.h"
#include "jwk/pem.h"

typedef bool import_key(
	const char *text, size_t length, const char *what, struct jwk *jwk, struct failure *why);

static void check_key(const struct jwk *jwk, const struct buffer *written, import_key *import)
{
	jwk_auto again;
	struct failure why;

	jwk_init(&again);
	fuzz_works(import(written->data, written->length, "what we wrote", &again, &why), why);
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		fuzz_require(buffer_equal(&jwk->member[i], &again.member[i]), "member %zu", i);
}

static void check_public(const char *text, size_t length)
{
	jwk_auto jwk;
	buffer_auto der = BUFFER_INIT;
	buffer_auto pem = BUFFER_INIT;
	struct failure why;

	jwk_init(&jwk);
	if (!import_public_key(text, length, "the input", &jwk, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return;
	}
	fuzz_require(!jwk_is_private(&jwk), "a private half in a public key");
	fuzz_works(jwk_check(&jwk, &why), why);
	spki_write(&jwk, &der);
	check_key(&jwk, &der, import_public_key);
	fuzz_works(pem_write_public(&jwk, &pem, &why), why);
	check_key(&jwk, &pem, import_public_key);
}

static void check_private(const char *text, size_t length)
{
	jwk_auto jwk;
	buffer_auto der = BUFFER_INIT;
	buffer_auto pem = BUFFER_INIT;
	struct failure why;

	jwk_init(&jwk);
	if (!import_private_key(text, length, "the input", &jwk, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return;
	}
	fuzz_require(jwk_is_private(&jwk), "no private half in a private key");
	fuzz_works(jwk_check(&jwk, &why), why);
	fuzz_works(pkcs8_write(&jwk, &der, &why), why);
	check_key(&jwk, &der, import_private_key);
	fuzz_works(pem_write_private(&jwk, &pem, &why), why);
	check_key(&jwk, &pem, import_private_key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;

	check_public(text, size);
	check_private(text, size);
	return 0;
}
