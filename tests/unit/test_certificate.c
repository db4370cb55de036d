/* Certificates. */

#include "certificate_samples.h"
#include "jwk_samples.h"
#include "key_samples.h"

#include "jwk/certificate.h"
#include "jwk/der.h"
#include "jwk/kid.h"
#include "jwk/pem_read.h"

#include "base/clock.h"

#include <stdio.h>

static void read_certificate(const char *text, size_t length, struct certificate *certificate)
{
	struct failure why;

	certificate_init(certificate);
	assert_works(certificate_read(text, length, certificate, &why), why);
}

static void refuse(const char *text, size_t length, const char *part)
{
	struct failure why;
	certificate_auto certificate;
	certificate_init(&certificate);

	assert_fails(
		certificate_read(text, length, &certificate, &why), why, FAILURE_INVALID, part);
}

/* The DER of a PEM text, one behind the other. */
static void der_of(const char *pem, struct buffer *der)
{
	struct pem_reader reader = {pem, strlen(pem)};
	buffer_auto label = BUFFER_INIT;
	buffer_auto block = BUFFER_INIT;
	struct failure why;

	while (pem_has_block(&reader)) {
		assert_works(pem_next(&reader, &label, &block, &why), why);
		buffer_append(der, block.data, block.length);
	}
}

static void assert_time(int64_t seconds, const char *expected)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(seconds, text);
	assert_string_equal(text, expected);
}

static void a_chain_is_read(void **state)
{
	static const char pem[] = CERTIFICATE_LEAF CERTIFICATE_ROOT;
	certificate_auto certificate;
	read_certificate(pem, strlen(pem), &certificate);
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);
	import_auto import;
	import_init(&import);
	struct failure why;
	char sha1[2 * CERTIFICATE_SHA1 + 1];

	(void)state;
	assert_int_equal(certificate.count, 2);
	/* RFC 4514: the last comes first, and a comma and a plus sign are escaped. */
	assert_buffer_string(certificate.subject, "C=TR,O=Org\\, Unit\\+1,CN=\xC5\x9Eule");
	assert_time(certificate.start, "2026-02-01T00:00:00Z");
	assert_time(certificate.end, "2027-02-01T00:00:00Z");
	for (size_t i = 0; i < CERTIFICATE_SHA1; i++)
		snprintf(sha1 + 2 * i, 3, "%02x", certificate.sha1[i]);
	assert_string_equal(sha1, CERTIFICATE_LEAF_SHA1);

	assert_works(certificate_import(&certificate, &import, &why), why);
	assert_true(import_same_key(&import.jwk, &sample));
	assert_false(jwk_is_private(&import.jwk));
	assert_int_equal(import.not_before, certificate.start);
	assert_int_equal(import.expires, certificate.end);
	assert_non_null(
		strstr(import.extra.data, "\"],\"x5t#S256\":\"" CERTIFICATE_LEAF_SHA256 "\""));
}

/* The extra members are those that a JWK with this key may have. */
static void what_it_gives_is_a_jwk(void **state)
{
	static const char pem[] = CERTIFICATE_LEAF CERTIFICATE_ROOT;
	certificate_auto certificate;
	read_certificate(pem, strlen(pem), &certificate);
	import_auto import;
	import_init(&import);
	import_auto again;
	import_init(&again);
	buffer_auto jwk = BUFFER_INIT;
	buffer_auto with_x5t = BUFFER_INIT;
	struct failure why;

	(void)state;
	assert_works(certificate_import(&certificate, &import, &why), why);
	write_plain(&import.jwk, false, &jwk);
	buffer_truncate(&jwk, jwk.length - 1);
	buffer_printf(&with_x5t, "%s,%s,\"x5t\":\"%s\"}", jwk.data, import.extra.data,
		CERTIFICATE_LEAF_SHA1_URL);
	assert_works(import_jwk_text(with_x5t.data, with_x5t.length, NULL, &again, &why), why);
	assert_int_equal(again.extra.length, import.extra.length + strlen(",\"x5t\":\"\"") + 27);

	/* Thumbprints of another certificate. */
	char *digest = strstr(with_x5t.data, CERTIFICATE_LEAF_SHA1_URL);

	digest[0] = digest[0] == 'A' ? 'B' : 'A';
	assert_fails(import_jwk_text(with_x5t.data, with_x5t.length, NULL, &again, &why), why,
		FAILURE_INVALID, "\"x5t\" is not the thumbprint of the first certificate");
	digest = strstr(with_x5t.data, CERTIFICATE_LEAF_SHA256);
	digest[0] = digest[0] == 'A' ? 'B' : 'A';
	memcpy(strstr(with_x5t.data, "\"x5t\""), "\"x5T\"", 5);
	assert_fails(import_jwk_text(with_x5t.data, with_x5t.length, NULL, &again, &why), why,
		FAILURE_INVALID, "\"x5t#S256\" is not the thumbprint");
}

static void forms_are_alike(void **state)
{
	static const char pem[] = CERTIFICATE_LEAF CERTIFICATE_ROOT;
	buffer_auto der = BUFFER_INIT;
	certificate_auto from_pem;
	read_certificate(pem, strlen(pem), &from_pem);

	(void)state;
	der_of(pem, &der);
	certificate_auto from_der;
	read_certificate(der.data, der.length, &from_der);
	certificate_auto from_base64;
	read_certificate(RFC7517_B_X5C, strlen(RFC7517_B_X5C), &from_base64);

	assert_int_equal(from_der.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(buffer_equal(&from_der.der[i], &from_pem.der[i]));
	assert_int_equal(from_base64.count, 1);
	assert_buffer_string(
		from_base64.subject, "CN=Brian Campbell,O=Ping Identity Corp.,L=Denver,ST=CO,C=US");
}

/* A curve that GnuTLS does not know, and a validity without end. */
static void secp256k1_without_end(void **state)
{
	certificate_auto certificate;
	read_certificate(CERTIFICATE_SECP256K1, strlen(CERTIFICATE_SECP256K1), &certificate);
	import_auto import;
	import_init(&import);
	buffer_auto kid = BUFFER_INIT;
	struct failure why;

	(void)state;
	assert_int_equal(certificate.end, CLOCK_LATEST);
	assert_works(certificate_import(&certificate, &import, &why), why);
	assert_string_equal(import.jwk.curve->name, "secp256k1");
	assert_int_equal(import.expires, IMPORT_NEVER);
	kid_thumbprint(&import.jwk, &kid);
	assert_buffer_string(kid, CERTIFICATE_SECP256K1_KID);
}

static void a_subject_may_be_empty(void **state)
{
	certificate_auto certificate;
	read_certificate(CERTIFICATE_NO_SUBJECT, strlen(CERTIFICATE_NO_SUBJECT), &certificate);
	jwk_auto sample;
	parse_sample(SAMPLE_ED25519, &sample);
	import_auto import;
	import_init(&import);
	struct failure why;

	(void)state;
	assert_int_equal(certificate.subject.length, 0);
	assert_works(certificate_import(&certificate, &import, &why), why);
	assert_true(import_same_key(&import.jwk, &sample));
}

static void others_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} cases[] = {
		{"", "The certificate is empty"},
		{"hello", "neither PEM text, nor base64 of DER, nor DER"},
		{"AAAA", "It is no certificate in DER"},
		{"MAA=", "Certificate 1 is no X.509 certificate"},
		{CERTIFICATE_LEAF RSA_PKCS8,
			"There is a private key in the PEM text (PRIVATE KEY)"},
		{RSA_PKCS1 CERTIFICATE_LEAF,
			"There is a private key in the PEM text (RSA PRIVATE KEY)"},
		{RSA_ENCRYPTED_PKCS8,
			"There is a private key in the PEM text (ENCRYPTED PRIVATE KEY)"},
		{RSA_SPKI,
			"The PEM label (PUBLIC KEY) is not supported! Valid values: CERTIFICATE"},
		{CERTIFICATE_ROOT CERTIFICATE_LEAF, "Certificate 2 did not issue certificate 1"},
		{CERTIFICATE_LEAF CERTIFICATE_ROOT CERTIFICATE_LEAF,
			"Certificate 3 did not issue certificate 2"},
		{CERTIFICATE_1024,
			"The key in the certificate can not be used. The RSA modulus \"n\" has 1024 bits"},
		{CERTIFICATE_BACKWARDS, "The certificate is never valid"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuse(cases[i].text, strlen(cases[i].text), cases[i].part);
}

/* A root issues itself as often as one likes. */
static void chains_have_an_end(void **state)
{
	(void)state;
	for (size_t count = CERTIFICATE_MAX_CHAIN; count <= CERTIFICATE_MAX_CHAIN + 1; count++) {
		buffer_auto text = BUFFER_INIT;

		for (size_t i = 0; i < count; i++)
			buffer_append_string(&text, CERTIFICATE_ROOT);
		if (count > CERTIFICATE_MAX_CHAIN) {
			refuse(text.data, text.length, "more than 16 certificates");
			continue;
		}

		certificate_auto certificate;
		read_certificate(text.data, text.length, &certificate);
		assert_int_equal(certificate.count, count);
	}
}

static void chains_do_not_fill_what_is_published(void **state)
{
	static const uint8_t head[] = {
		DER_SEQUENCE, 0x82, CERTIFICATE_MAX_BYTES >> 8, CERTIFICATE_MAX_BYTES & 0xFF};
	buffer_auto der = BUFFER_INIT;

	(void)state;
	der_of(CERTIFICATE_LEAF, &der);
	buffer_append(&der, head, sizeof head);
	for (size_t i = 0; i < CERTIFICATE_MAX_BYTES; i++)
		buffer_append_byte(&der, 0);
	refuse(der.data, der.length, "At most 48000 are allowed.");
}

static void every_cut_is_refused(void **state)
{
	static const char *const texts[] = {
		CERTIFICATE_LEAF, CERTIFICATE_SECP256K1, CERTIFICATE_NO_SUBJECT};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		buffer_auto der = BUFFER_INIT;

		der_of(texts[i], &der);
		for (size_t length = 1; length < der.length; length++) {
			char *cut = test_malloc(length);

			memcpy(cut, der.data, length);
			refuse(cut, length, "");
			test_free(cut);
		}
		buffer_append_byte(&der, 0);
		refuse(der.data, der.length, "It is no certificate in DER");
	}
}

/* Broken bytes may give another certificate (its signature is not asked for), but nothing worse. */
static void broken_bytes_do_no_harm(void **state)
{
	buffer_auto der = BUFFER_INIT;

	(void)state;
	der_of(CERTIFICATE_SECP256K1, &der);
	for (size_t at = 0; at < der.length; at++) {
		char byte = der.data[at];
		struct failure why = {.text = ""};
		certificate_auto certificate;
		certificate_init(&certificate);
		import_auto import;
		import_init(&import);

		der.data[at] = (char)(byte ^ 1 << at % 8);
		if (certificate_read(der.data, der.length, &certificate, &why))
			assert_works(certificate_import(&certificate, &import, &why), why);
		else
			assert_true(why.text[0] != '\0');
		der.data[at] = byte;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chain_is_read),
		cmocka_unit_test(what_it_gives_is_a_jwk),
		cmocka_unit_test(forms_are_alike),
		cmocka_unit_test(secp256k1_without_end),
		cmocka_unit_test(a_subject_may_be_empty),
		cmocka_unit_test(others_are_refused),
		cmocka_unit_test(chains_have_an_end),
		cmocka_unit_test(chains_do_not_fill_what_is_published),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(broken_bytes_do_no_harm),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("certificate", tests, NULL, NULL);
}
