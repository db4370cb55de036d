/* PEM. */

#include "jwk_samples.h"

#include "jwk/pem.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The base64 lines of the samples, as OpenSSL 3 writes them. */
static const struct {
	const char *sample;
	const char *public_lines;
	const char *private_lines;
} expected[] = {
	{SAMPLE_P256,
		"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8A\n"
		"iTo7Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==\n",
		"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg870MB6gfuTJ4HtUn\n"
		"UvYMyJpr5eUZNP4Bk43bVdj3eAGhRANCAAQwoEJM0hwpRIOKLXXJKzfnbqINnwCJ\n"
		"OjtO7oo8Cq/sPuBLZekkVtmIi1Kzeb371R7oae8fD8ZbZllpW2zOCBcj\n"},
	{SAMPLE_P384,
		"MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEqofKIr6LBTeOscce8yCtdG4dO2KLp5uY\n"
		"WfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3NhfeSpYmLG9dnpi/kpLcKfj0Hb0omhR8\n"
		"6doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f\n",
		"MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDAAAAAAAAAAAAAAAAAA\n"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGhZANiAASqh8oivosF\n"
		"N46xxx7zIK10bh07Younm5hZ90HgglQqOFUC8l2/VSlsOlReOHJ2Crc2F95KliYs\n"
		"b12emL+Sktwp+PQdvSiaFHzp2jETtfC4wApgsc4dfoGdekMdfJDqDl8=\n"},
	{SAMPLE_P521,
		"MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAxoWOBrcEBOnNnj7LZiOVtEKcZIE5\n"
		"BT+1Ifgor2BrTT26oUted+/nWSj+HcEnov+o3jNIs8GFakKb+X5+McLlvWYBGDkp\n"
		"aniaO8AEXIpftCx9G9mY9URJV5tEaBevvRcnPmYsl+5ymV70JkDFULkBP60HYTU8\n"
		"cIaicsJAiL6Udp/RZlA=\n",
		"MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAAAAAAAAAAAAAAAAA\n"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
		"AAAAAAGhgYkDgYYABADGhY4GtwQE6c2ePstmI5W0QpxkgTkFP7Uh+CivYGtNPbqh\n"
		"S1537+dZKP4dwSei/6jeM0izwYVqQpv5fn4xwuW9ZgEYOSlqeJo7wARcil+0LH0b\n"
		"2Zj1RElXm0RoF6+9Fyc+ZiyX7nKZXvQmQMVQuQE/rQdhNTxwhqJywkCIvpR2n9Fm\n"
		"UA==\n"},
	{SAMPLE_SECP256K1,
		"MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEeb5mfvncu6xVoGKVzocLBwKb/NstzijZ\n"
		"WfKBWxb4F5hIOtp3JqPEZV2k+/wOEQio/Re0SKaFVBmcR9CP+xDUuA==\n",
		"MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgAAAAAAAAAAAAAAAAAAAA\n"
		"AAAAAAAAAAAAAAAAAAAAAAGhRANCAAR5vmZ++dy7rFWgYpXOhwsHApv82y3OKNlZ\n"
		"8oFbFvgXmEg62ncmo8RlXaT7/A4RCKj9F7RIpoVUGZxH0I/7ENS4\n"},
	{SAMPLE_ED25519, "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n",
		"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"},
	{SAMPLE_X25519, "MCowBQYDK2VuAyEAhSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=\n",
		"MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6UduSwq\n"},
	{SAMPLE_ED448,
		"MEMwBQYDK2VxAzoAX9dEm1m0Yf0s54fsYWrUah2hNCSFpw4fig6nXYDpZ3jt8SR2\n"
		"m0bHBhvWeD3x5Q9s0foavq/oJWGA\n",
		"MEcCAQAwBQYDK2VxBDsEOWyCpWLLgI0Q1jK+ichRPr9skp803fqMn2PJlg7240ij\n"
		"UoyKP8wvBE45o/xblEkvjwMudUmiAJj5Ww==\n"},
	{SAMPLE_X448,
		"MEIwBQYDK2VvAzkAmwj3zDG34+Z9ItWuoSEHSic70rg94Jxj+qc9LCLF2bvINmRy\n"
		"QdlT1AxbEtqIEg1TF3+A5TLEH6A=\n",
		"MEYCAQAwBQYDK2VvBDoEOJqPSSXRUZ9Xdc9GsEtYANTunui66LxVZdSYwo3Zybr1\n"
		"dKlBl0SJc5EAY4Km8SerHZrC2MClmHJr\n"},
};

static const char rsa_public_lines[] =
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0vx7agoebGcQSuuPiLJX\n"
	"ZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tS\n"
	"oc/BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt\n"
	"7/RN5w6Cf0h4QyQ5v+65YGjQR0/FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0\n"
	"zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt+bFTWhAI4vMQFh6WeZu0f\n"
	"M4lFd2NcRwr3XPksINHaQ+G/xBniIqbw0Ls1jF44+csFCur+kEgU8awapJzKnqDK\n"
	"gwIDAQAB\n";

static void assert_pem(const struct buffer *pem, const char *label, const char *lines)
{
	buffer_auto text = BUFFER_INIT;

	buffer_printf(&text, "-----BEGIN %s-----\n%s-----END %s-----\n", label, lines, label);
	assert_string_equal(pem->data, text.data);
	assert_int_equal(pem->length, text.length);
}

static void curves_match_openssl(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct failure why;
		jwk_auto key;
		parse_sample(expected[i].sample, &key);
		buffer_auto public_pem = BUFFER_INIT;
		buffer_auto private_pem = BUFFER_INIT;

		assert_works(pem_write_public(&key, &public_pem, &why), why);
		assert_pem(&public_pem, "PUBLIC KEY", expected[i].public_lines);
		assert_works(pem_write_private(&key, &private_pem, &why), why);
		assert_pem(&private_pem, "PRIVATE KEY", expected[i].private_lines);
	}
}

static void rsa_public_matches_openssl(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_RSA, &key);
	buffer_auto pem = BUFFER_INIT;

	(void)state;
	assert_works(pem_write_public(&key, &pem, &why), why);
	assert_pem(&pem, "PUBLIC KEY", rsa_public_lines);
}

static void assert_number(const struct buffer *bytes, const gnutls_datum_t *datum)
{
	assert_int_equal(datum->size, bytes->length);
	assert_memory_equal(datum->data, bytes->data, bytes->length);
}

/* GnuTLS reads the numbers that were put in, and finds them consistent. */
static void assert_gnutls_reads_rsa(const struct jwk *key)
{
	struct failure why;
	buffer_auto pem = BUFFER_INIT;
	gnutls_x509_privkey_t read;
	gnutls_privkey_t privkey;
	gnutls_datum_t m[JWK_MEMBERS];

	assert_works(pem_write_private(key, &pem, &why), why);
	assert_int_equal(gnutls_x509_privkey_init(&read), 0);

	const gnutls_datum_t datum = {(unsigned char *)pem.data, (unsigned)pem.length};

	assert_int_equal(gnutls_x509_privkey_import_pkcs8(
				 read, &datum, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN),
		0);
	assert_int_equal(gnutls_x509_privkey_verify_params(read), 0);
	assert_int_equal(gnutls_privkey_init(&privkey), 0);
	assert_int_equal(gnutls_privkey_import_x509(privkey, read, 0), 0);
	assert_int_equal(gnutls_privkey_export_rsa_raw2(privkey, &m[0], &m[1], &m[2], &m[3], &m[4],
				 &m[7], &m[5], &m[6], GNUTLS_EXPORT_FLAG_NO_LZ),
		0);
	for (size_t i = 0; i < JWK_MEMBERS; i++) {
		assert_number(&key->member[i], &m[i]);
		gnutls_free(m[i].data);
	}
	gnutls_privkey_deinit(privkey);
	gnutls_x509_privkey_deinit(read);
}

static void gnutls_reads_rsa(void **state)
{
	jwk_auto sample;
	parse_sample(SAMPLE_RSA, &sample);

	(void)state;
	assert_gnutls_reads_rsa(&sample);
	for (unsigned i = 0; i < 3; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);

		assert_works(jwk_generate(JWK_RSA, 2048, NULL, &key, &why), why);
		assert_gnutls_reads_rsa(&key);
	}
}

static void public_keys_have_no_private_pem(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_P256, &key);
	buffer_auto text = BUFFER_INIT;
	buffer_auto pem = BUFFER_INIT;

	(void)state;
	write_plain(&key, false, &text);
	jwk_auto half;
	parse_sample(text.data, &half);
	assert_fails(pem_write_private(&half, &pem, &why), why, FAILURE_INVALID, "private");
	assert_int_equal(pem.length, 0);
}

static void oct_aborts(void **state)
{
	bool (*const writers[])(const struct jwk *, struct buffer *, struct failure *) = {
		pem_write_public, pem_write_private};
	jwk_auto key;
	parse_sample(SAMPLE_OCT, &key);
	buffer_auto pem = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct failure why;
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
			_exit(writers[i](&key, &pem, &why) ? 0 : 1);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(curves_match_openssl),
		cmocka_unit_test(rsa_public_matches_openssl),
		cmocka_unit_test(gnutls_reads_rsa),
		cmocka_unit_test(public_keys_have_no_private_pem),
		cmocka_unit_test(oct_aborts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk pem", tests, NULL, NULL);
}
