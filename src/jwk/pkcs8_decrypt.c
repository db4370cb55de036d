#include "jwk/pkcs8_decrypt.h"

#include "jwk/key_oid.h"
#include "jwk/pkcs12_kdf.h"

#include "base/libgnutls.h"

#include <string.h>

#define MAX_KEY   32
#define MAX_BLOCK 16

static const struct oid pbes2 = {9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 13}};
static const struct oid pbkdf2 = {9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 12}};
static const struct oid pbe_sha1_3des = {10, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 3}};

/* RFC 8018 appendix B.1.2; the first is the default. */
static const struct hmac {
	struct oid oid;
	gnutls_mac_algorithm_t algorithm;
} hmacs[] = {
	{{8, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 7}}, GNUTLS_MAC_SHA1},
	{{8, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 8}}, GNUTLS_MAC_SHA224},
	{{8, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 9}}, GNUTLS_MAC_SHA256},
	{{8, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 10}}, GNUTLS_MAC_SHA384},
	{{8, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 11}}, GNUTLS_MAC_SHA512},
};

/* RFC 8018 appendix B.2; the first is that of the PKCS#12 scheme. */
static const struct encryption {
	struct oid oid;
	gnutls_cipher_algorithm_t algorithm;
	size_t key_size;
	size_t block_size;
} encryptions[] = {
	{{8, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 7}}, GNUTLS_CIPHER_3DES_CBC, 24, 8},
	{{9, {0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 2}}, GNUTLS_CIPHER_AES_128_CBC, 16, 16},
	{{9, {0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 22}}, GNUTLS_CIPHER_AES_192_CBC, 24, 16},
	{{9, {0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42}}, GNUTLS_CIPHER_AES_256_CBC, 32, 16},
};

/* How a key is encrypted, and what its key and IV are. */
struct scheme {
	struct libgnutls gnutls;
	const struct hmac *hmac; /* NULL: the PKCS#12 scheme */
	const struct encryption *encryption;
	struct der_reader salt;
	unsigned iterations;
	uint8_t key[MAX_KEY];
	uint8_t iv[MAX_BLOCK];
};

static void wipe_scheme(struct scheme *scheme)
{
	explicit_bzero(scheme, sizeof *scheme);
}

static bool damaged(struct failure *why)
{
	return fail(why, FAILURE_INVALID, "It is damaged, or not in strict DER.");
}

static bool unknown(const char *what, const struct der_reader *oid, struct failure *why)
{
	buffer_auto dotted = BUFFER_INIT;

	der_append_oid(&dotted, oid);
	return fail(why, FAILURE_INVALID,
		"It is encrypted by the %s %s, which is not supported! Valid: PBES2 with PBKDF2 "
		"and AES-CBC or Triple-DES, or SHA-1 and Triple-DES of PKCS#12.",
		what, dotted.data);
}

/* Salt and iterations, with which the parameters of both schemes begin. */
static bool read_salt(struct der_reader *reader, unsigned max_iterations, struct scheme *scheme,
	struct failure *why)
{
	buffer_auto number = BUFFER_INIT;
	unsigned long iterations = 0;

	if (!der_get(reader, DER_OCTET_STRING, &scheme->salt) || !der_get_unsigned(reader, &number))
		return damaged(why);
	for (size_t i = 0; i < number.length && iterations <= max_iterations; i++)
		iterations = iterations << 8 | (uint8_t)number.data[i];
	if (iterations == 0 || iterations > max_iterations)
		return fail(why, FAILURE_INVALID,
			"It asks for more iterations of its password function than the %u that are "
			"allowed, or for none: encrypt it anew.",
			max_iterations);
	scheme->iterations = (unsigned)iterations;
	return true;
}

/* The PRF of PBKDF2: HMAC-SHA-1 when none is named. */
static bool read_hmac(struct der_reader *parameters, struct scheme *scheme, struct failure *why)
{
	struct der_reader prf, oid;

	scheme->hmac = &hmacs[0];
	if (parameters->left == 0)
		return true;
	if (!der_get(parameters, DER_SEQUENCE, &prf) ||
		!der_get(&prf, DER_OBJECT_IDENTIFIER, &oid) || parameters->left > 0)
		return damaged(why);
	for (size_t i = 0; i < sizeof hmacs / sizeof *hmacs; i++)
		if (oid_is(&oid, &hmacs[i].oid)) {
			scheme->hmac = &hmacs[i];
			return true;
		}
	return unknown("pseudorandom function", &oid, why);
}

static bool read_kdf(struct der_reader *reader, unsigned max_iterations, struct scheme *scheme,
	struct failure *why)
{
	struct der_reader kdf, oid, parameters;
	buffer_auto length = BUFFER_INIT;

	if (!der_get(reader, DER_SEQUENCE, &kdf) || !der_get(&kdf, DER_OBJECT_IDENTIFIER, &oid))
		return damaged(why);
	if (!oid_is(&oid, &pbkdf2))
		return unknown("key derivation function", &oid, why);
	if (!der_get(&kdf, DER_SEQUENCE, &parameters))
		return damaged(why);
	if (!read_salt(&parameters, max_iterations, scheme, why))
		return false;
	if (der_next_is(&parameters, DER_INTEGER) && !der_get_unsigned(&parameters, &length))
		return damaged(why);
	return read_hmac(&parameters, scheme, why);
}

static bool read_encryption(struct der_reader *reader, struct scheme *scheme, struct failure *why)
{
	struct der_reader encryption, oid, iv;

	if (!der_get(reader, DER_SEQUENCE, &encryption) ||
		!der_get(&encryption, DER_OBJECT_IDENTIFIER, &oid))
		return damaged(why);
	for (size_t i = 0; i < sizeof encryptions / sizeof *encryptions; i++)
		if (oid_is(&oid, &encryptions[i].oid))
			scheme->encryption = &encryptions[i];
	if (scheme->encryption == NULL)
		return unknown("cipher", &oid, why);
	if (!der_get(&encryption, DER_OCTET_STRING, &iv) ||
		iv.left != scheme->encryption->block_size)
		return damaged(why);
	memcpy(scheme->iv, iv.at, iv.left);
	return true;
}

static bool derive_pbkdf2(const char *password, struct scheme *scheme, struct failure *why)
{
	const gnutls_datum_t secret = {(unsigned char *)(uintptr_t)password,
		password == NULL ? 0 : (unsigned)strlen(password)};
	const gnutls_datum_t salt = {
		(unsigned char *)(uintptr_t)scheme->salt.at, (unsigned)scheme->salt.left};
	int code = scheme->gnutls.pbkdf2(scheme->hmac->algorithm, &secret, &salt,
		scheme->iterations, scheme->key, scheme->encryption->key_size);

	return code >= 0 || fail(why, FAILURE_INVALID, "Its key can not be derived: %s",
				    scheme->gnutls.strerror(code));
}

static bool read_scheme(struct der_reader *reader, const char *password, unsigned max_iterations,
	struct scheme *scheme, struct failure *why)
{
	struct der_reader algorithm, oid, parameters;

	if (!der_get(reader, DER_SEQUENCE, &algorithm) ||
		!der_get(&algorithm, DER_OBJECT_IDENTIFIER, &oid))
		return damaged(why);
	if (!der_get(&algorithm, DER_SEQUENCE, &parameters))
		return unknown("algorithm", &oid, why);
	if (oid_is(&oid, &pbes2))
		return read_kdf(&parameters, max_iterations, scheme, why) &&
		       read_encryption(&parameters, scheme, why) &&
		       derive_pbkdf2(password, scheme, why);
	if (!oid_is(&oid, &pbe_sha1_3des))
		return unknown("algorithm", &oid, why);
	if (!read_salt(&parameters, max_iterations, scheme, why))
		return false;
	scheme->encryption = &encryptions[0];
	pkcs12_kdf(password, &scheme->salt, scheme->iterations, PKCS12_KEY, scheme->key,
		scheme->encryption->key_size);
	pkcs12_kdf(password, &scheme->salt, scheme->iterations, PKCS12_IV, scheme->iv,
		scheme->encryption->block_size);
	return true;
}

/* Takes away the padding, RFC 8018 section 6.1.1; false when there is none. */
static bool trim(struct buffer *plain, size_t block_size)
{
	size_t count = plain->length == 0 ? 0 : (uint8_t)plain->data[plain->length - 1];

	if (count == 0 || count > block_size || count > plain->length)
		return false;
	for (size_t i = plain->length - count; i < plain->length; i++)
		if ((uint8_t)plain->data[i] != count)
			return false;
	buffer_truncate(plain, plain->length - count);
	return true;
}

static bool decrypt(const struct scheme *scheme, const struct der_reader *secret,
	struct buffer *plain, struct failure *why)
{
	const gnutls_datum_t key = {
		(unsigned char *)(uintptr_t)scheme->key, (unsigned)scheme->encryption->key_size};
	const gnutls_datum_t iv = {
		(unsigned char *)(uintptr_t)scheme->iv, (unsigned)scheme->encryption->block_size};
	const struct libgnutls *gnutls = &scheme->gnutls;
	gnutls_cipher_hd_t cipher;

	if (secret->left == 0 || secret->left % scheme->encryption->block_size != 0)
		return damaged(why);
	buffer_append(plain, secret->at, secret->left);

	int code = gnutls->cipher_init(&cipher, scheme->encryption->algorithm, &key, &iv);

	if (code >= 0) {
		code = gnutls->cipher_decrypt(cipher, plain->data, plain->length);
		gnutls->cipher_deinit(cipher);
	}
	if (code < 0)
		return fail(why, FAILURE_INVALID, "It can not be decrypted: %s",
			gnutls->strerror(code));
	return trim(plain, scheme->encryption->block_size) ||
	       fail(why, FAILURE_INVALID, "It has another password.");
}

bool pkcs8_decrypt(const struct der_reader *encrypted, const char *password,
	unsigned max_iterations, struct buffer *pkcs8, struct failure *why)
{
	__attribute__((cleanup(wipe_scheme))) struct scheme scheme = {.hmac = NULL};
	struct der_reader reader = *encrypted, content, secret;
	buffer_auto plain = BUFFER_INIT;

	if (!der_get(&reader, DER_SEQUENCE, &content) || reader.left > 0)
		return damaged(why);
	if (!libgnutls_open(&scheme.gnutls, why) ||
		!read_scheme(&content, password, max_iterations, &scheme, why))
		return false;
	if (!der_get(&content, DER_OCTET_STRING, &secret) || content.left > 0)
		return damaged(why);
	if (!decrypt(&scheme, &secret, &plain, why))
		return false;
	buffer_append(pkcs8, plain.data, plain.length);
	return true;
}
