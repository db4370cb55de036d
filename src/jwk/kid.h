/*
 * Key IDs: RFC 7638 thumbprints and the other ways to name a key.
 */
#ifndef JWKMINT_JWK_KID_H
#define JWKMINT_JWK_KID_H

#include "jwk/jwk.h"

enum kid_type {
	KID_SHA256,    /* RFC 7638 thumbprint, base64url */
	KID_SHA1,      /* the same with SHA-1 */
	KID_TIMESTAMP, /* milliseconds since the epoch */
	KID_ISO_DATE,  /* 2027-01-31T00:00:00.123Z */
	KID_NONE,      /* no kid */
	KID_RANDOM,    /* 128 random bits, base64url: the default for oct, not for choice */
};

/* By the management API's name (SHA256 ... NONE); false for any other. */
bool kid_type_find(const char *name, enum kid_type *type);

/* "SHA256, SHA1, TIMESTAMP, ISO_DATE, NONE", for error texts. */
extern const char kid_type_list[];

/*
 * Appends a kid. `milliseconds` is the time for KID_TIMESTAMP and KID_ISO_DATE. Nothing is appended
 * for KID_NONE. A thumbprint of an oct key would be a hash of the secret: that is a programming
 * error and aborts.
 */
void kid_make(enum kid_type type, const struct jwk *jwk, int64_t milliseconds, struct buffer *out);

/* Appends the RFC 7638 thumbprint (SHA-256), base64url, of an asymmetric key. */
void kid_thumbprint(const struct jwk *jwk, struct buffer *out);

#endif
