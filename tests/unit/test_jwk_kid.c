/* Key IDs. */

#include "jwk_samples.h"

#include "base/base64url.h"
#include "jwk/kid.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void assert_kid(enum kid_type type, const char *sample, const char *expected)
{
	jwk_auto key;
	parse_sample(sample, &key);
	buffer_auto kid = BUFFER_INIT;

	kid_make(type, &key, INT64_C(1801353600123), &kid);
	assert_buffer_string(kid, expected);
}

/* RFC 7638 section 3.1, RFC 8037 appendix A.3. */
static void published_thumbprints(void **state)
{
	(void)state;
	assert_kid(KID_SHA256, SAMPLE_RSA, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
	assert_kid(KID_SHA256, SAMPLE_ED25519, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

/* As `jose jwk thp` prints them. */
static void other_thumbprints(void **state)
{
	(void)state;
	assert_kid(KID_SHA256, SAMPLE_P256, "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
	assert_kid(KID_SHA256, SAMPLE_P521, "OeKGf9VndDjYwHKRd0dpgdELFndZEEkXwdriDA_fITE");
	assert_kid(KID_SHA1, SAMPLE_RSA, "nMGlFRw9Y5POaSOaIaRBc9P2nfA");
	assert_kid(KID_SHA1, SAMPLE_P256, "VHriznG7vJAFpXMXRmGgAkA5sEE");
}

static void thumbprint_is_of_the_public_half(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_SECP256K1, &key);
	buffer_auto text = BUFFER_INIT;
	buffer_auto whole = BUFFER_INIT;
	buffer_auto half = BUFFER_INIT;

	(void)state;
	kid_thumbprint(&key, &whole);
	write_plain(&key, false, &text);
	jwk_auto public_key;
	parse_sample(text.data, &public_key);
	kid_thumbprint(&public_key, &half);
	assert_int_equal(whole.length, 43);
	assert_string_equal(whole.data, half.data);
}

static void times_and_nothing(void **state)
{
	(void)state;
	assert_kid(KID_TIMESTAMP, SAMPLE_OCT, "1801353600123");
	assert_kid(KID_ISO_DATE, SAMPLE_OCT, "2027-01-31T00:00:00.123Z");
	assert_kid(KID_NONE, SAMPLE_OCT, "");
}

static void random_kids_are_128_bits_and_differ(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_OCT, &key);
	buffer_auto a = BUFFER_INIT;
	buffer_auto b = BUFFER_INIT;
	buffer_auto bytes = BUFFER_INIT;

	(void)state;
	kid_make(KID_RANDOM, &key, 0, &a);
	kid_make(KID_RANDOM, &key, 0, &b);
	assert_false(buffer_equal(&a, &b));
	assert_true(base64url_decode(&bytes, a.data, a.length));
	assert_int_equal(bytes.length, 16);
}

static void kinds_of_kid_are_found(void **state)
{
	static const char *const names[] = {"SHA256", "SHA1", "TIMESTAMP", "ISO_DATE", "NONE"};
	enum kid_type type;

	(void)state;
	for (unsigned i = 0; i < 5; i++) {
		assert_true(kid_type_find(names[i], &type));
		assert_int_equal(type, i);
		assert_non_null(strstr(kid_type_list, names[i]));
	}
	assert_false(kid_type_find("RANDOM", &type));
	assert_false(kid_type_find("sha256", &type));
	assert_false(kid_type_find("", &type));
}

/* A hash of a secret must not come into the world. */
static void thumbprint_of_oct_aborts(void **state)
{
	static const enum kid_type hashes[] = {KID_SHA256, KID_SHA1};
	jwk_auto key;
	parse_sample(SAMPLE_OCT, &key);
	buffer_auto kid = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
			kid_make(hashes[i], &key, 0, &kid);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_thumbprints),
		cmocka_unit_test(other_thumbprints),
		cmocka_unit_test(thumbprint_is_of_the_public_half),
		cmocka_unit_test(times_and_nothing),
		cmocka_unit_test(random_kids_are_128_bits_and_differ),
		cmocka_unit_test(kinds_of_kid_are_found),
		cmocka_unit_test(thumbprint_of_oct_aborts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk kid", tests, NULL, NULL);
}
