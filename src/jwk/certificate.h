/*
 * X.509 certificates (RFC 5280), by GnuTLS: what is shown of one, and the key in it.
 */
#ifndef JWKMINT_JWK_CERTIFICATE_H
#define JWKMINT_JWK_CERTIFICATE_H

#include "jwk/import.h"

#define CERTIFICATE_SHA1   20
#define CERTIFICATE_SHA256 32
/* Certificates in one chain, its own included. */
#define CERTIFICATE_MAX_CHAIN 16
/* DER of all of them: what x5c holds is published with the key, to whoever verifies. */
#define CERTIFICATE_MAX_BYTES 48000

/* One certificate, or one with the chain that came behind it. */
struct certificate {
	struct buffer der[CERTIFICATE_MAX_CHAIN]; /* owned; its own first */
	size_t count;
	int64_t start;         /* notBefore, seconds since the epoch, as is the next */
	int64_t end;           /* notAfter, at most CLOCK_LATEST */
	struct buffer subject; /* owned; RFC 4514 text; empty for an empty name */
	uint8_t sha1[CERTIFICATE_SHA1];
};

#define certificate_auto __attribute__((cleanup(certificate_free))) struct certificate

void certificate_init(struct certificate *certificate);
void certificate_free(struct certificate *certificate);

/*
 * Reads one or more certificates from PEM text, base64 of DER, or DER, one behind the other. The
 * first is the one meant, each further one is of the issuer of that before it.
 * FAILURE_INVALID: it is none; a private key is in the text; more than CERTIFICATE_MAX_CHAIN or
 * CERTIFICATE_MAX_BYTES; the chain is none; it is never valid; the key in it is of a kind, curve or
 * size that jwk_check refuses.
 */
bool certificate_read(
	const char *text, size_t length, struct certificate *certificate, struct failure *why);

/* The SHA-256 of the certificate's DER: x5t#S256. */
void certificate_sha256(const struct certificate *certificate, uint8_t digest[CERTIFICATE_SHA256]);

/*
 * The key of the certificate, as an import: public half; x5c (the chain) and x5t#S256 in `extra`
 * (RFC 7517 sections 4.7 and 4.9); nbf and exp from its validity (no
 * exp for the notAfter 99991231235959Z, RFC 5280 section 4.1.2.5).
 */
bool certificate_import(
	const struct certificate *certificate, struct import *import, struct failure *why);

#endif
