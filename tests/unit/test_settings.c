/* Settings: what they may be, and that they are kept. */

#include "unit.h"

#include "base/file.h"
#include "mint/settings.h"
#include "scratch.h"
#include "store/vault.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One with any names in it; it is looked at, not trusted. */
static const char certificate[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBdjCCARugAwIBAgIUGt9UAYNt+BX8WtmcpIJWduP5ci8wCgYIKoZIzj0EAwIw\n"
	"DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjMwMDIwMThaGA8yMTI2MTAzMDAwMjAx\n"
	"OFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDak\n"
	"dAwCg/aLobMDEnJ64vSkUR+SHlHL+TxSPTqUkxE0hjDBF9gTk/+IKvuZnGuoiYxX\n"
	"bC86AgjWRi9J+CYxdi2jUzBRMB0GA1UdDgQWBBSKij2GNGtgkS/pngmhbBlcVHds\n"
	"8zAfBgNVHSMEGDAWgBSKij2GNGtgkS/pngmhbBlcVHds8zAPBgNVHRMBAf8EBTAD\n"
	"AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDUONxJfNSm5QCVtgjzSLCo53w3QSNC2kAV\n"
	"zArIDvZsjAIhAMwAmgO5X4De1WZEO7lOefv8O5qmOcexvSMiSocNUddC\n"
	"-----END CERTIFICATE-----\n";

struct bench {
	struct scratch *scratch;
	struct vault vault;
	char file[128];
};

static int open_bench(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);
	void *scratch;
	struct failure why;

	if (bench == NULL || scratch_setup(&scratch) != 0)
		return -1;
	bench->scratch = scratch;
	snprintf(bench->file, sizeof bench->file, "%s/ca.pem", bench->scratch->directory);

	struct home home = scratch_home(bench->scratch);

	*state = bench;
	if (vault_create(&home, &why) && vault_open(&home, &bench->vault, &why))
		return 0;
	print_error("%s\n", why.text);
	return -1;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;
	void *scratch = bench->scratch;

	vault_close(&bench->vault);
	free(bench);
	return scratch_teardown(&scratch);
}

static void assert_values(struct bench *bench, const char *name, const char *bytes, size_t length)
{
	buffer_auto values = BUFFER_INIT;
	struct failure why;

	assert_works(settings_get(&bench->vault, name, &values, &why), why);
	assert_int_equal(values.length, length);
	assert_memory_equal(values.data, bytes, length);
}

static void values_are_kept_replaced_and_reset(void **state)
{
	struct bench *bench = *state;
	struct failure why;

	assert_values(bench, "url-allow", "", 0);
	assert_works(settings_set(&bench->vault, "url-allow",
			     (const char *const[]){"a.example", "b.example:8443", NULL}, &why),
		why);
	assert_values(bench, "url-allow", "a.example\0b.example:8443", 25);
	assert_values(bench, "trusted-proxies", "", 0);
	assert_works(settings_set(&bench->vault, "url-allow", (const char *const[]){"[::1]", NULL},
			     &why),
		why);
	assert_values(bench, "url-allow", "[::1]", 6);
	assert_works(
		settings_set(&bench->vault, "url-allow", (const char *const[]){NULL}, &why), why);
	assert_values(bench, "url-allow", "", 0);
}

static void assert_refused(
	struct bench *bench, const char *name, const char *value, const char *part)
{
	struct failure why;

	assert_fails(settings_set(&bench->vault, name, (const char *const[]){value, NULL}, &why),
		why, FAILURE_INVALID, part);
	assert_values(bench, name, "", 0);
}

static void wrong_values_are_refused(void **state)
{
	static const char *const cases[][3] = {
		{"url-allow", "", "HOST or HOST:PORT"},
		{"url-allow", "https://a.example", "HOST or HOST:PORT"},
		{"url-allow", "a.example/x", "HOST or HOST:PORT"},
		{"url-allow", "user@a.example", "HOST or HOST:PORT"},
		{"url-allow", "a.example:", "HOST or HOST:PORT"},
		{"url-allow", "a.example:0", "1 to 65535"},
		{"url-allow", "a.example:65536", "1 to 65535"},
		{"url-allow", "a b", "HOST or HOST:PORT"},
		{"url-allow", "*.example", "HOST or HOST:PORT"},
		{"url-allow",
			"b\xC3\xBC"
			"cher.example",
			"xn--"},
		{"url-allow", "::1", "in brackets"},
		{"url-allow", "[fe80::1%25eth0]", "HOST or HOST:PORT"},
		{"url-allow", "a\nb", "control characters"},
		{"url-allow", "\xFF", "UTF-8"},
		{"trusted-proxies", "", "ADDRESS/LEN"},
		{"trusted-proxies", "localhost", "ADDRESS/LEN"},
		{"trusted-proxies", "10.0.0.1/8", "behind LEN"},
		{"trusted-proxies", "10.0.0.0/33", "ADDRESS/LEN"},
		{"url-ca", "ca.pem", "absolute path"},
		{"url-ca", "/nonexistent/ca.pem", "/nonexistent/ca.pem"},
		{"url-ca", "/", "not a regular file"},
		{"url-ca", "/dev/null", "not a regular file"},
	};
	char too_long[1026];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_refused(*state, cases[i][0], cases[i][1], cases[i][2]);
	memset(too_long, 'a', sizeof too_long - 1);
	too_long[sizeof too_long - 1] = '\0';
	assert_refused(*state, "url-allow", too_long, "1025 bytes");
}

static void one_wrong_value_among_good_ones_changes_nothing(void **state)
{
	struct bench *bench = *state;
	struct failure why;

	assert_fails(settings_set(&bench->vault, "trusted-proxies",
			     (const char *const[]){"192.0.2.1", "x", NULL}, &why),
		why, FAILURE_INVALID, "trusted-proxies was not changed: 'x' is no address");
	assert_values(bench, "trusted-proxies", "", 0);
}

static void write_file(const struct bench *bench, const char *text)
{
	buffer_auto content = BUFFER_INIT;
	struct failure why;

	buffer_append_string(&content, text);
	unlinkat(AT_FDCWD, bench->file, 0);
	assert_works(file_create(AT_FDCWD, bench->file, 0644, &content, &why), why);
}

static void a_file_of_certificates_holds_some(void **state)
{
	struct bench *bench = *state;
	struct failure why;

	write_file(bench, "");
	assert_refused(bench, "url-ca", bench->file, "no PEM certificates");
	write_file(bench, "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
	assert_refused(bench, "url-ca", bench->file, "no PEM certificates");
	write_file(bench, certificate);
	assert_works(settings_set(&bench->vault, "url-ca", (const char *const[]){bench->file, NULL},
			     &why),
		why);
	assert_fails(settings_set(&bench->vault, "url-ca",
			     (const char *const[]){bench->file, bench->file, NULL}, &why),
		why, FAILURE_INVALID, "at most 1 value");
	assert_values(bench, "url-ca", bench->file, strlen(bench->file) + 1);
}

static void unknown_names_are_refused(void **state)
{
	struct bench *bench = *state;
	buffer_auto values = BUFFER_INIT;
	struct failure why;

	assert_fails(settings_get(&bench->vault, "url", &values, &why), why, FAILURE_NOT_FOUND,
		"'url'; there are login-failures, pool-rsa-2048, pool-rsa-3072, pool-rsa-4096, token-failures, "
		"trusted-proxies, url-allow, url-ca");
	assert_fails(settings_set(&bench->vault, "", (const char *const[]){NULL}, &why), why,
		FAILURE_NOT_FOUND, "There is no setting ''");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_are_kept_replaced_and_reset),
		TEST(wrong_values_are_refused),
		TEST(one_wrong_value_among_good_ones_changes_nothing),
		TEST(a_file_of_certificates_holds_some),
		TEST(unknown_names_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
