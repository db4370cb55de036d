/* PKCS#12 files. */

#include "certificate_samples.h"
#include "jwk_samples.h"
#include "keystore_samples.h"

#include "jwk/keystore.h"
#include "jwk/kid.h"

#include "base/base64.h"

static void decode(const char *base64, struct buffer *file)
{
	assert_true(base64_decode(file, base64, strlen(base64)));
}

static void import_file(
	const char *base64, const char *password, const char *alias, struct import *import)
{
	buffer_auto file = BUFFER_INIT;
	struct failure why;

	import_init(import);
	decode(base64, &file);
	assert_works(keystore_import(&file, password, alias, import, &why), why);
	assert_true(jwk_is_private(&import->jwk));
}

static void assert_kid(const struct jwk *jwk, const char *expected)
{
	buffer_auto kid = BUFFER_INIT;

	kid_thumbprint(jwk, &kid);
	assert_buffer_string(kid, expected);
}

/* How often a text stands in another. */
static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		count++;
	return count;
}

/* A key with its certificate and that of the issuer, as two tools write them. */
static void a_chain_comes_along(void **state)
{
	static const struct {
		const char *file;
		const char *alias;
	} cases[] = {
		{KEYSTORE_OPENSSL, "Leaf"},
		{KEYSTORE_CERTTOOL, "CERT"},
	};
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		import_auto import;
		import_file(cases[i].file, "secret", cases[i].alias, &import);

		assert_same_key(&import.jwk, &sample);
		assert_int_equal(import.not_before, 1769904000);
		assert_int_equal(import.expires, 1801440000);
		assert_non_null(
			strstr(import.extra.data, "\"x5t#S256\":\"" CERTIFICATE_LEAF_SHA256 "\""));
		assert_int_equal(count_of(import.extra.data, "\"MII"), 2);
	}
}

static void keys_of_keytool(void **state)
{
	import_auto first;
	import_file(KEYSTORE_KEYTOOL, "secret", "FIRST", &first);
	import_auto second;
	import_file(KEYSTORE_KEYTOOL, "secret", "second", &second);
	import_auto legacy;
	import_file(KEYSTORE_KEYTOOL_LEGACY, "secret", NULL, &legacy);

	(void)state;
	assert_kid(&first.jwk, KEYSTORE_KEYTOOL_KID_FIRST);
	assert_int_equal(count_of(first.extra.data, "\"MII"), 1);
	assert_kid(&second.jwk, KEYSTORE_KEYTOOL_KID_SECOND);
	assert_string_equal(second.jwk.curve->name, "P-384");
	assert_kid(&legacy.jwk, KEYSTORE_KEYTOOL_KID_LEGACY);
}

/* RC2 and Triple-DES, with a password and an alias beyond ASCII, the former beyond UCS-2, too. */
static void old_encryption(void **state)
{
	jwk_auto sample;
	parse_sample(SAMPLE_P256, &sample);
	import_auto import;
	import_file(KEYSTORE_LEGACY, "G\xC3\xBCl \xF0\x9F\x98\x80", "\xC5\x9Eule", &import);

	(void)state;
	assert_same_key(&import.jwk, &sample);
	assert_int_equal(count_of(import.extra.data, "\"MII"), 1);
}

/* Without certificate, alias and password. */
static void a_bare_key(void **state)
{
	jwk_auto sample;
	parse_sample(SAMPLE_P256, &sample);
	import_auto import;
	import_file(KEYSTORE_BARE, "", "", &import);

	(void)state;
	assert_same_key(&import.jwk, &sample);
	assert_int_equal(import.extra.length, 0);
	assert_int_equal(import.expires, IMPORT_NEVER);
}

static void a_key_on_secp256k1(void **state)
{
	import_auto import;
	import_file(KEYSTORE_SECP256K1, "secret", "k", &import);

	(void)state;
	assert_kid(&import.jwk, CERTIFICATE_SECP256K1_KID);
	assert_int_equal(import.expires, IMPORT_NEVER);
	assert_int_equal(count_of(import.extra.data, "\"MII"), 1);
}

static void files_are_refused(void **state)
{
	static const struct {
		const char *file;
		const char *password;
		const char *part;
	} cases[] = {
		{"", "", "The keystore is empty"},
		{"MAA=", "", "no PKCS#12 file"},
		{"AAAA", "", "no PKCS#12 file in DER"},
		{"/u3+7QAAAAI=", "",
			"of type JKS, which is not supported! Convert it with 'keytool -importkeystore"},
		{"zs7OzgAAAAI=", "", "of type JCEKS, which is not supported!"},
		{KEYSTORE_OPENSSL, "Secret", "The password does not open the keystore"},
		{KEYSTORE_OPENSSL, "", "The password does not open the keystore"},
		{KEYSTORE_BARE, "secret", "The password does not open the keystore"},
		{KEYSTORE_NO_KEY, "secret", "The keystore holds no private key"},
		{KEYSTORE_NO_MAC, "secret", "no integrity check by password"},
		{KEYSTORE_ITERATIONS, "secret",
			"asks for 4000001 iterations of its password function! At most 4000000"},
		{KEYSTORE_ITERATIONS_IN_ALL, "secret",
			"asks for 4000001 iterations of its password function! At most 4000000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto file = BUFFER_INIT;
		struct failure why;
		import_auto import;
		import_init(&import);

		decode(cases[i].file, &file);
		assert_fails(keystore_check(&file, cases[i].password, &why), why, FAILURE_INVALID,
			cases[i].part);
		assert_fails(keystore_import(&file, cases[i].password, NULL, &import, &why), why,
			FAILURE_INVALID, cases[i].part);
	}
}

static void aliases_are_refused(void **state)
{
	static const struct {
		const char *file;
		const char *alias;
		const char *part;
	} cases[] = {
		{KEYSTORE_KEYTOOL, NULL,
			"holds 2 private keys: aliasName must name one! It has: first, second"},
		{KEYSTORE_KEYTOOL, "third",
			"Alias (third) is not found in the keystore! It has: first, second"},
		{KEYSTORE_KEYTOOL, "firs", "Alias (firs) is not found"},
		{KEYSTORE_RC2_KEY, "x",
			"Alias (x) is not found in the keystore! It has: a key without alias"},
		{KEYSTORE_RC2_KEY, NULL,
			"encrypted by the algorithm 1.2.840.113549.1.12.1.6, which is not "
			"supported"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto file = BUFFER_INIT;
		struct failure why;
		import_auto import;
		import_init(&import);

		decode(cases[i].file, &file);
		assert_works(keystore_check(&file, "secret", &why), why);
		assert_fails(keystore_import(&file, "secret", cases[i].alias, &import, &why), why,
			FAILURE_INVALID, cases[i].part);
	}
}

/* In a buffer of its size, for what watches memory. */
static void every_cut_is_refused(void **state)
{
	buffer_auto whole = BUFFER_INIT;

	(void)state;
	decode(KEYSTORE_BARE, &whole);
	for (size_t length = 1; length < whole.length; length++) {
		struct failure why;
		struct buffer cut = {test_malloc(length), length, 0};

		memcpy(cut.data, whole.data, length);
		assert_fails(keystore_check(&cut, "", &why), why, FAILURE_INVALID, "");
		test_free(cut.data);
	}
}

/* A byte that is not protected by the integrity check may change without being seen, no more. */
static void broken_bytes_do_no_harm(void **state)
{
	jwk_auto sample;
	parse_sample(SAMPLE_P256, &sample);
	buffer_auto file = BUFFER_INIT;

	(void)state;
	decode(KEYSTORE_BARE, &file);
	for (size_t at = 0; at < file.length; at += 2) {
		char byte = file.data[at];
		struct failure why;
		import_auto import;
		import_init(&import);

		file.data[at] = (char)(byte ^ 1 << at % 7);
		if (keystore_import(&file, "", NULL, &import, &why))
			assert_same_key(&import.jwk, &sample);
		else
			assert_int_equal(why.kind, FAILURE_INVALID);
		file.data[at] = byte;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chain_comes_along),
		cmocka_unit_test(keys_of_keytool),
		cmocka_unit_test(old_encryption),
		cmocka_unit_test(a_bare_key),
		cmocka_unit_test(a_key_on_secp256k1),
		cmocka_unit_test(files_are_refused),
		cmocka_unit_test(aliases_are_refused),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(broken_bytes_do_no_harm),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("keystore", tests, NULL, NULL);
}
