/*
 * rate: how often the machine can do one thing that a request must do.
 *
 *   rate sync SECONDS COUNT FILE   adds a line to a file and syncs it
 *   rate EC SECONDS COUNT          makes a key: P-256, by nettle; so are the next
 *   rate OKP SECONDS COUNT         Ed25519
 *   rate OCT SECONDS COUNT         256 random bits
 *   rate RSA-2048 SECONDS COUNT    by GnuTLS; also RSA-3072, RSA-4096
 *
 * Ends after SECONDS or COUNT times, whichever comes first, and prints one line of JSON with the
 * seconds that each took.
 */
#include <fcntl.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecdsa.h>
#include <nettle/eddsa.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 1024

static void require(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "rate: %s\n", what);
	exit(EXIT_FAILURE);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void random_bytes(void *context, size_t length, uint8_t *bytes)
{
	(void)context;
	require(gnutls_rnd(GNUTLS_RND_KEY, bytes, length) == 0, "no random bytes");
}

static void make_ec(int argument)
{
	struct ecc_point point;
	struct ecc_scalar scalar;

	(void)argument;
	ecc_point_init(&point, nettle_get_secp_256r1());
	ecc_scalar_init(&scalar, nettle_get_secp_256r1());
	ecdsa_generate_keypair(&point, &scalar, NULL, random_bytes);
	ecc_point_clear(&point);
	ecc_scalar_clear(&scalar);
}

static void make_okp(int argument)
{
	uint8_t private_key[ED25519_KEY_SIZE], public_key[ED25519_KEY_SIZE];

	(void)argument;
	random_bytes(NULL, sizeof private_key, private_key);
	ed25519_sha512_public_key(public_key, private_key);
}

static void make_oct(int argument)
{
	uint8_t key[32];

	(void)argument;
	random_bytes(NULL, sizeof key, key);
}

static void make_rsa(int bits)
{
	gnutls_privkey_t key;

	require(gnutls_privkey_init(&key) == 0 &&
			gnutls_privkey_generate(key, GNUTLS_PK_RSA, (unsigned)bits, 0) == 0,
		"no RSA key");
	gnutls_privkey_deinit(key);
}

static void sync_line(int file)
{
	static const char line[LINE_SIZE] = {'\n'};

	require(write(file, line, sizeof line) == sizeof line && fdatasync(file) == 0, "no sync");
}

struct work {
	const char *name;
	void (*once)(int argument);
	int argument;
};

static const struct work works[] = {
	{"EC", make_ec, 0},
	{"OKP", make_okp, 0},
	{"OCT", make_oct, 0},
	{"RSA-2048", make_rsa, 2048},
	{"RSA-3072", make_rsa, 3072},
	{"RSA-4096", make_rsa, 4096},
	{"sync", sync_line, -1},
};

static void repeat(const struct work *work, int argument, double seconds, unsigned long limit)
{
	double began = now(), before = began, after;

	printf("{\"times\": [");
	for (unsigned long i = 0; i < limit && before - began < seconds; i++) {
		work->once(argument);
		after = now();
		printf("%s%.7f", i == 0 ? "" : ", ", after - before);
		before = now();
	}
	puts("]}");
}

int main(int count, char **arguments)
{
	const struct work *work = NULL;

	for (size_t i = 0; count >= 4 && i < sizeof works / sizeof works[0]; i++) {
		if (strcmp(works[i].name, arguments[1]) == 0)
			work = &works[i];
	}
	if (work == NULL || count != (work->argument < 0 ? 5 : 4)) {
		fputs("usage: rate sync|EC|OKP|OCT|RSA-BITS SECONDS COUNT [FILE]\n", stderr);
		return 2;
	}

	int argument = work->argument;

	if (argument < 0)
		argument = open(arguments[4], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	require(argument >= 0, "no file");
	repeat(work, argument, strtod(arguments[2], NULL), strtoul(arguments[3], NULL, 10));
	return EXIT_SUCCESS;
}
