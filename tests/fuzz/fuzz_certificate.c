/* Certificates and chains of them, as DER, base64 of it, or PEM. */
#include "fuzz.h"

#include "base/clock.h"
#include "jwk/certificate.h"

#include <string.h>

/* The certificates as we keep them are the same certificates. */
static void check_again(const struct certificate *certificate)
{
	certificate_auto again;
	buffer_auto der = BUFFER_INIT;
	struct failure why;

	certificate_init(&again);
	for (size_t i = 0; i < certificate->count; i++)
		buffer_append(&der, certificate->der[i].data, certificate->der[i].length);
	fuzz_works(certificate_read(der.data, der.length, &again, &why), why);
	fuzz_require(again.count == certificate->count, "another number of certificates");
	for (size_t i = 0; i < certificate->count; i++)
		fuzz_require(buffer_equal(&again.der[i], &certificate->der[i]),
			"certificate %zu differs", i);
	fuzz_require(memcmp(again.sha1, certificate->sha1, sizeof again.sha1) == 0, "SHA-1");
	fuzz_require(buffer_equal(&again.subject, &certificate->subject), "another subject");
}

/* Its key is a JWK that we take from others, too. */
static void check_import(const struct certificate *certificate)
{
	import_auto import;
	import_auto again;
	buffer_auto text = BUFFER_INIT;
	struct jwk_attributes attributes = {.kid = NULL};
	struct json_writer writer;
	struct failure why;

	import_init(&import);
	import_init(&again);
	if (!certificate_import(certificate, &import, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return;
	}
	fuzz_require(!jwk_is_private(&import.jwk), "a private half in a certificate");
	fuzz_works(jwk_check(&import.jwk, &why), why);
	attributes.use = import.use;
	attributes.extra = import.extra.data;
	json_writer_init(&writer, &text);
	jwk_write_public(&writer, NULL, &import.jwk, &attributes);
	fuzz_works(import_jwk_text(text.data, text.length, NULL, &again, &why), why);
	fuzz_require(import_same_key(&import.jwk, &again.jwk), "another key");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	certificate_auto certificate;
	struct failure why;

	certificate_init(&certificate);
	if (!certificate_read((const char *)data, size, &certificate, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return 0;
	}
	fuzz_require(certificate.count > 0 && certificate.count <= CERTIFICATE_MAX_CHAIN,
		"%zu certificates", certificate.count);
	fuzz_require(certificate.start <= certificate.end && certificate.end <= CLOCK_LATEST,
		"it is never valid");
	check_again(&certificate);
	check_import(&certificate);
	return 0;
}
