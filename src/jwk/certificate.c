#include "jwk/certificate.h"

#include "jwk/key_der.h"
#include "jwk/pem_read.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "base/libgnutls.h"
#include "base/utf8.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

/* A certificate that the library has read. */
struct crt {
	const struct libgnutls *gnutls; /* borrowed; NULL: there is none yet */
	gnutls_x509_crt_t handle;
};

#define crt_auto __attribute__((cleanup(free_crt))) struct crt

static void free_crt(struct crt *crt)
{
	if (crt->gnutls != NULL)
		crt->gnutls->x509_crt_deinit(crt->handle);
}

void certificate_init(struct certificate *certificate)
{
	*certificate = (struct certificate){.count = 0};
	for (size_t i = 0; i < CERTIFICATE_MAX_CHAIN; i++)
		buffer_init(&certificate->der[i]);
	buffer_init(&certificate->subject);
}

void certificate_free(struct certificate *certificate)
{
	for (size_t i = 0; i < CERTIFICATE_MAX_CHAIN; i++)
		buffer_free(&certificate->der[i]);
	buffer_free(&certificate->subject);
	certificate_init(certificate);
}

/* Adds the certificates that stand one behind the other. */
static bool add_der(
	const char *bytes, size_t length, struct certificate *certificate, struct failure *why)
{
	struct der_reader reader = {(const uint8_t *)bytes, length}, whole;

	do {
		if (!der_next_is(&reader, DER_SEQUENCE) || !der_get_any(&reader, &whole))
			return fail(why, FAILURE_INVALID,
				"It is no certificate in DER, or one that was cut short.");
		if (certificate->count == CERTIFICATE_MAX_CHAIN)
			return fail(why, FAILURE_INVALID,
				"There are more than %d certificates in the chain.",
				CERTIFICATE_MAX_CHAIN);
		buffer_append(&certificate->der[certificate->count++], whole.at, whole.left);
	} while (reader.left > 0);
	return true;
}

static bool add_pem(struct pem_reader reader, struct certificate *certificate, struct failure *why)
{
	while (pem_has_block(&reader)) {
		buffer_auto label = BUFFER_INIT;
		buffer_auto der = BUFFER_INIT;

		if (!pem_next(&reader, &label, &der, why))
			return false;
		if (strstr(label.data, "PRIVATE KEY") != NULL)
			return fail(why, FAILURE_INVALID,
				"There is a private key in the PEM text (%.*s), which does not "
				"belong into a certificate: remove it. If others have seen it, "
				"replace it.",
				utf8_fit(label.data, 64), label.data);
		if (strcmp(label.data, "CERTIFICATE") != 0)
			return fail(why, FAILURE_INVALID,
				"The PEM label (%.*s) is not supported! Valid values: CERTIFICATE",
				utf8_fit(label.data, 64), label.data);
		if (!add_der(der.data, der.length, certificate, why))
			return false;
	}
	return true;
}

static bool add_text(
	const char *text, size_t length, struct certificate *certificate, struct failure *why)
{
	struct pem_reader reader = {text, length};
	buffer_auto der = BUFFER_INIT;

	if (length == 0)
		return fail(why, FAILURE_INVALID, "The certificate is empty.");
	if (pem_has_block(&reader))
		return add_pem(reader, certificate, why);
	if ((uint8_t)text[0] == DER_SEQUENCE)
		return add_der(text, length, certificate, why);
	if (!base64_decode(&der, text, length))
		return fail(why, FAILURE_INVALID,
			"The certificate is neither PEM text, nor base64 of DER, nor DER.");
	return add_der(der.data, der.length, certificate, why);
}

static bool check_bytes(const struct certificate *certificate, struct failure *why)
{
	size_t bytes = 0;

	for (size_t i = 0; i < certificate->count; i++)
		bytes += certificate->der[i].length;
	return bytes <= CERTIFICATE_MAX_BYTES ||
	       fail(why, FAILURE_INVALID,
		       "The certificate and those of its issuers have %zu bytes! At most %d are "
		       "allowed.",
		       bytes, CERTIFICATE_MAX_BYTES);
}

static bool import_crt(const struct libgnutls *gnutls, const struct certificate *certificate,
	size_t index, struct crt *crt, struct failure *why)
{
	const struct buffer *der = &certificate->der[index];
	const gnutls_datum_t datum = {(unsigned char *)der->data, (unsigned)der->length};
	int code = gnutls->x509_crt_init(&crt->handle);

	if (code >= 0) {
		crt->gnutls = gnutls;
		code = gnutls->x509_crt_import(crt->handle, &datum, GNUTLS_X509_FMT_DER);
	}
	return code >= 0 ||
	       fail(why, FAILURE_INVALID, "Certificate %zu is no X.509 certificate: %s", index + 1,
		       gnutls->strerror(code));
}

/* RFC 5280 section 4.1.2.5: the last second that there is stands for no end. */
static int64_t end_of(const struct crt *crt)
{
	time_t end = crt->gnutls->x509_crt_get_expiration_time(crt->handle);

	return end == GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION ? CLOCK_LATEST : end;
}

static bool describe(const struct crt *crt, struct certificate *certificate, struct failure *why)
{
	const struct libgnutls *gnutls = crt->gnutls;
	const struct buffer *der = &certificate->der[0];
	gnutls_datum_t name = {NULL, 0};
	struct sha1_ctx hash;
	int code = gnutls->x509_crt_get_dn3(crt->handle, &name, 0);

	if (code < 0 && code != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
		return fail(why, FAILURE_INVALID,
			"The subject of the certificate can not be read: %s",
			gnutls->strerror(code));
	buffer_append(&certificate->subject, name.data, name.size);
	(*gnutls->free)(name.data);
	certificate->start = gnutls->x509_crt_get_activation_time(crt->handle);
	certificate->end = end_of(crt);
	if (certificate->end < 0 || certificate->end <= certificate->start)
		return fail(why, FAILURE_INVALID,
			"The certificate is never valid: its notAfter is not after its notBefore, "
			"or before 1970.");
	sha1_init(&hash);
	sha1_update(&hash, der->length, (const uint8_t *)der->data);
	sha1_digest(&hash, sizeof certificate->sha1, certificate->sha1);
	return true;
}

/* Each certificate behind the first is of the issuer of the one before (RFC 7517 section 4.7). */
static bool check_chain(
	const struct certificate *certificate, const struct crt *first, struct failure *why)
{
	const struct libgnutls *gnutls = first->gnutls;
	crt_auto below = {.gnutls = NULL};

	for (size_t i = 1; i < certificate->count; i++) {
		const struct crt *issued = below.gnutls == NULL ? first : &below;
		crt_auto above = {.gnutls = NULL};

		if (!import_crt(gnutls, certificate, i, &above, why))
			return false;
		if (gnutls->x509_crt_check_issuer(issued->handle, above.handle) == 0)
			return fail(why, FAILURE_INVALID,
				"Certificate %zu did not issue certificate %zu. Give the "
				"certificate first, then that of its issuer, and so on.",
				i + 1, i);

		struct crt next = above;

		above = below;
		below = next;
	}
	return true;
}

/* The SubjectPublicKeyInfo in a certificate, RFC 5280 section 4.1. */
static bool find_key(const struct buffer *der, struct der_reader *key)
{
	struct der_reader reader = der_reader(der), content, tbs, skipped;

	if (!der_get(&reader, DER_SEQUENCE, &content) || !der_get(&content, DER_SEQUENCE, &tbs))
		return false;
	if (der_next_is(&tbs, DER_EXPLICIT_0) && !der_get_any(&tbs, &skipped))
		return false;
	/* serialNumber, signature, issuer, validity, subject */
	for (size_t i = 0; i < 5; i++)
		if (!der_get_any(&tbs, &skipped))
			return false;
	return der_get_any(&tbs, key);
}

static bool read_key(const struct certificate *certificate, struct jwk *jwk, struct failure *why)
{
	struct der_reader key;

	if (!find_key(&certificate->der[0], &key))
		return fail(why, FAILURE_INVALID, "The certificate is not in strict DER.");
	return key_der_read_public(&key, jwk, why) ||
	       fail_within(why, "The key in the certificate can not be used. ");
}

bool certificate_read(
	const char *text, size_t length, struct certificate *certificate, struct failure *why)
{
	struct libgnutls gnutls;
	crt_auto crt = {.gnutls = NULL};
	jwk_auto jwk;
	jwk_init(&jwk);

	certificate_free(certificate);
	return add_text(text, length, certificate, why) && check_bytes(certificate, why) &&
	       libgnutls_open(&gnutls, why) && import_crt(&gnutls, certificate, 0, &crt, why) &&
	       describe(&crt, certificate, why) && check_chain(certificate, &crt, why) &&
	       read_key(certificate, &jwk, why);
}

void certificate_sha256(const struct certificate *certificate, uint8_t digest[CERTIFICATE_SHA256])
{
	const struct buffer *der = &certificate->der[0];
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, der->length, (const uint8_t *)der->data);
	sha256_digest(&hash, CERTIFICATE_SHA256, digest);
}

static void put_base64(struct json_writer *writer, const struct buffer *der)
{
	buffer_auto text = BUFFER_INIT;

	base64_encode(&text, der->data, der->length);
	json_put_string(writer, NULL, text.data);
}

static void write_extra(const struct certificate *certificate, struct buffer *extra)
{
	struct json_writer writer;
	uint8_t digest[CERTIFICATE_SHA256];

	buffer_clear(extra);
	json_writer_init(&writer, extra);
	json_put_array(&writer, "x5c");
	for (size_t i = 0; i < certificate->count; i++)
		put_base64(&writer, &certificate->der[i]);
	json_put_end(&writer);
	certificate_sha256(certificate, digest);
	json_put_base64url(&writer, "x5t#S256", digest, sizeof digest);
}

bool certificate_import(
	const struct certificate *certificate, struct import *import, struct failure *why)
{
	if (!read_key(certificate, &import->jwk, why))
		return false;
	import->not_before = certificate->start < 0 ? 0 : certificate->start;
	import->expires = certificate->end >= CLOCK_LATEST ? IMPORT_NEVER : certificate->end;
	write_extra(certificate, &import->extra);
	return true;
}
