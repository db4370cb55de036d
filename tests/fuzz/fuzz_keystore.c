/*
 * PKCS#12 files, whose password is "secret". Each is read as it is, and, where GnuTLS can, with a
 * MAC that is right: else nothing behind the MAC would ever be reached.
 */
#include "fuzz.h"

#include "jwk/keystore.h"

#include <gnutls/pkcs12.h>
#include <string.h>

#define PASSWORD "secret"

static void check_import(const struct buffer *file, const char *alias, bool is_keystore)
{
	import_auto import;
	struct failure why;

	import_init(&import);
	if (!keystore_import(file, PASSWORD, alias, &import, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return;
	}
	fuzz_require(is_keystore, "a key from what is no keystore");
	fuzz_require(jwk_is_private(&import.jwk), "a key without its private half");
	fuzz_works(jwk_check(&import.jwk, &why), why);
}

static void check_file(const struct buffer *file)
{
	struct failure why;
	bool is_keystore = keystore_check(file, PASSWORD, &why);

	fuzz_require(
		is_keystore || why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
	check_import(file, NULL, is_keystore);
	check_import(file, "key", is_keystore);
}

static bool seal_anew(const struct buffer *file, struct buffer *sealed)
{
	gnutls_datum_t der = {(unsigned char *)file->data, (unsigned)file->length};
	gnutls_datum_t written = {NULL, 0};
	gnutls_pkcs12_t pkcs12;
	bool works;

	if (gnutls_pkcs12_init(&pkcs12) < 0)
		return false;
	works = gnutls_pkcs12_import(pkcs12, &der, GNUTLS_X509_FMT_DER, 0) >= 0 &&
		gnutls_pkcs12_generate_mac(pkcs12, PASSWORD) >= 0 &&
		gnutls_pkcs12_export2(pkcs12, GNUTLS_X509_FMT_DER, &written) >= 0;
	if (works)
		buffer_append(sealed, written.data, written.size);
	gnutls_free(written.data);
	gnutls_pkcs12_deinit(pkcs12);
	return works;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;

	buffer_append(&file, data, size);
	check_file(&file);
	if (seal_anew(&file, &sealed))
		check_file(&sealed);
	return 0;
}
