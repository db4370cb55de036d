/*
 * Keys from outside: JWKs, JWK Sets, DER and PEM, checked as strictly as a key that is made here.
 */
#ifndef JWKMINT_JWK_IMPORT_H
#define JWKMINT_JWK_IMPORT_H

#include "jwk/algorithm.h"
#include "jwk/jwk.h"

#define IMPORT_NEVER              INT64_MAX
#define IMPORT_KID_MAX_CHARACTERS 256

/* A key and what came with it. */
struct import {
	struct jwk jwk;    /* owned */
	struct buffer kid; /* owned; empty: it has none */
	enum jwk_use use;  /* from "use", else from "key_ops", else from the algorithm,
				      else the only one of the curve */
	const struct algorithm *algorithm; /* NULL: it names none */
	int64_t not_before;                /* "nbf", seconds since the epoch; 0: it names none */
	int64_t expires;                   /* "exp"; IMPORT_NEVER: it names none */
	/*
	 * Owned; further public members to be published with the key, as the text of JSON members
	 * without braces: "x5c":["MII..."],"x5t#S256":"...". Empty: none.
	 */
	struct buffer extra;
};

#define import_auto __attribute__((cleanup(import_free))) struct import

void import_init(struct import *import);
void import_free(struct import *import);

/*
 * Reads a JWK, or from a JWK Set (RFC 7517 section 5) the one whose "kid" is `kid`. NULL: there
 * must be only one key in the set. For a single JWK a `kid` that is given must be its own.
 *
 * Strict: JSON as json_parse, base64url without padding and with canonical last bits, widths, every
 * check of jwk_check; "alg" fits kty, crv and use; "use" and "key_ops" are known and do not
 * contradict each other or the algorithm; x5c, x5t and x5t#S256 are of this very key (RFC 7517
 * section 4.7). Missing CRT members of an RSA key are computed. An algorithm that we do not know is
 * refused. Members that we do not know are kept in `extra` when the JWK is public, dropped when it
 * is private. FAILURE_INVALID names the member, its value and what is allowed; "There is no key
 * with kid (X) in the JWK Set! It has: a, b".
 */
bool import_jwk_text(const char *text, size_t length, const char *kid, struct import *import,
	struct failure *why);

/*
 * Reads a key from PEM text, base64 of DER (with or without line breaks), or DER: a
 * SubjectPublicKeyInfo or PKCS#1 public key; a PKCS#8, PKCS#1 or SEC 1 private key, unencrypted.
 * RSA, the EC curves and OKP. Fills `jwk`, which is checked (jwk_check). The first needs a public
 * key and takes the public half of nothing else; the second needs a private key. FAILURE_INVALID:
 * `what` ("the privateKey of environment 'x'") begins the sentence.
 */
bool import_public_key(
	const char *text, size_t length, const char *what, struct jwk *jwk, struct failure *why);
bool import_private_key(
	const char *text, size_t length, const char *what, struct jwk *jwk, struct failure *why);

/*
 * Gives an imported key the use and algorithm that a request names (NULL: none), in the words of
 * the management API (SIGNATURE, ENCRYPTION; either spelling of an algorithm). FAILURE_INVALID
 * unless they fit key, curve and size, and what the key brought along; `JWK useType (X) is not
 * supported! Valid values: SIGNATURE, ENCRYPTION`.
 */
bool import_designate(
	struct import *import, const char *use, const char *algorithm, struct failure *why);

/* Whether both halves belong together: the same public members. Never so for oct keys. */
bool import_same_key(const struct jwk *a, const struct jwk *b);

#endif
