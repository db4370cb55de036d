/*
 * PKCS#12 files, whose password is "secret". Each input is read as a file, and as what is in one
 * (AuthenticatedSafe): with a MAC that fits, or nothing behind the MAC would ever be reached.
 */
#include "fuzz.h"

#include "jwk/der.h"
#include "jwk/keystore.h"

#include <nettle/hmac.h>
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

/* RFC 7292 section 4: the file around an AuthenticatedSafe, with the MAC of PASSWORD. */

#define SALT "saltsalt"
static const uint8_t mac_key[SHA1_DIGEST_SIZE] = {0xfe, 0xbe, 0xfe, 0x68, 0x01, 0x09, 0x78, 0x52,
	0xb4, 0xd8, 0x4f, 0x82, 0x07, 0x86, 0x76, 0x7b, 0x81, 0xf8, 0x2b,
	0xa4}; /* RFC 7292 appendix B.2: PASSWORD, SALT, 1 iteration, ID 3 */
static const uint8_t oid_data[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1};
static const uint8_t oid_sha1[] = {0x2B, 0x0E, 3, 2, 0x1A};

static void wrap(enum der_tag tag, struct buffer *content)
{
	buffer_auto wrapped = BUFFER_INIT;

	der_put_buffer(&wrapped, tag, content);
	buffer_swap(content, &wrapped);
}

static void put_mac(const struct buffer *safe, struct buffer *out)
{
	uint8_t mac[SHA1_DIGEST_SIZE];
	buffer_auto info = BUFFER_INIT;
	struct hmac_sha1_ctx context;

	hmac_sha1_set_key(&context, sizeof mac_key, mac_key);
	hmac_sha1_update(&context, safe->length, (const uint8_t *)safe->data);
	hmac_sha1_digest(&context, sizeof mac, mac);
	der_put(&info, DER_OBJECT_IDENTIFIER, oid_sha1, sizeof oid_sha1);
	der_put(&info, DER_NULL, NULL, 0);
	wrap(DER_SEQUENCE, &info);
	der_put(&info, DER_OCTET_STRING, mac, sizeof mac);
	wrap(DER_SEQUENCE, &info);
	der_put(&info, DER_OCTET_STRING, SALT, strlen(SALT));
	der_put(&info, DER_INTEGER, "\1", 1);
	der_put_buffer(out, DER_SEQUENCE, &info);
}

static void make_file(const struct buffer *safe, struct buffer *file)
{
	buffer_auto content = BUFFER_INIT;
	buffer_auto info = BUFFER_INIT;

	der_put_buffer(&content, DER_OCTET_STRING, safe);
	der_put(&info, DER_OBJECT_IDENTIFIER, oid_data, sizeof oid_data);
	der_put_buffer(&info, DER_EXPLICIT_0, &content);
	der_put(file, DER_INTEGER, "\3", 1);
	der_put_buffer(file, DER_SEQUENCE, &info);
	put_mac(safe, file);
	wrap(DER_SEQUENCE, file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	buffer_auto input = BUFFER_INIT;
	buffer_auto file = BUFFER_INIT;

	buffer_append(&input, data, size);
	check_file(&input);
	make_file(&input, &file);
	check_file(&file);
	return 0;
}
