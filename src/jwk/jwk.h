/*
 * A key: its type and its members as bytes, made, checked, packed and written.
 *
 * RSA, EC, OCT and OKP keys each have a file (rsa.c, ec.c, oct.c, okp.c) with the same verbs in the
 * same order; here is what is the same for all.
 */
#ifndef JWKMINT_JWK_JWK_H
#define JWKMINT_JWK_JWK_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/json_writer.h"
#include "jwk/algorithm.h"
#include "jwk/curve.h"

#define JWK_MEMBERS 8

/*
 * `member` holds the members of RFC 7518 section 6 and RFC 8037 section 2, big-endian, in the order
 *   RSA n e d p q dp dq qi      EC x y d      OKP x d      oct k
 * RSA integers have no leading zero bytes (Base64urlUInt); EC coordinates and EC private keys have
 * the full width of the curve. An empty buffer is an absent member. members.h names the places.
 */
struct jwk {
	enum jwk_type type;
	const struct curve *curve;         /* EC and OKP, else NULL */
	struct buffer member[JWK_MEMBERS]; /* owned, wiped */
};

/* What stands beside the key in a JWK: RFC 7517 sections 4.2, 4.4 and 4.5, and further members. */
struct jwk_attributes {
	const char *kid; /* NULL: none; as for the others */
	enum jwk_use use;
	const char *algorithm;
	const char *extra; /* the text of JSON members, without braces: "x5c":["MII..."] */
};

#define jwk_auto __attribute__((cleanup(jwk_free))) struct jwk

void jwk_init(struct jwk *jwk);
void jwk_free(struct jwk *jwk);

/*
 * Makes a new key into an initialised `jwk`. `bits`: RSA modulus 2048, 3072, 4096; oct length, a
 * multiple of 8; else ignored. `curve`: EC and OKP.
 */
bool jwk_generate(enum jwk_type type, unsigned bits, const struct curve *curve, struct jwk *jwk,
	struct failure *why);

/* Whether it has its private members (always for oct). */
bool jwk_is_private(const struct jwk *jwk);

/* RSA modulus or oct length in bits; for curves 8 times the coordinate size. */
unsigned jwk_bits(const struct jwk *jwk);

/*
 * FAILURE_INVALID, naming the member, unless: RSA modulus 2048 to 8192 bits and odd, e odd and
 * above 2^16, a private key complete with p q = n, both prime, and d, dp, dq, qi consistent; EC and
 * OKP points of the right width, on the curve, not of small order, private matches public; oct not
 * empty.
 */
bool jwk_check(const struct jwk *jwk, struct failure *why);

/*
 * For storage: the public members with type and curve, and the private members (all of oct), each
 * in a form of our own. jwk_unpack takes `private_part` NULL for the public half alone; bytes that
 * are none of ours are FAILURE_INTERNAL.
 */
void jwk_pack_public(const struct jwk *jwk, struct buffer *out);
void jwk_pack_private(const struct jwk *jwk, struct buffer *out);
bool jwk_unpack(const char *type, const struct buffer *public_part,
	const struct buffer *private_part, struct jwk *jwk, struct failure *why);

/*
 * Reads one JWK (RFC 7517 section 4) from JSON text, base64url and widths strict, and checks it as
 * jwk_check does. Attributes and unknown members are ignored. FAILURE_INVALID names the member.
 */
bool jwk_parse(const char *text, size_t length, struct jwk *jwk, struct failure *why);

/*
 * Writes one JWK as an element of the writer's array (name NULL) or a member: kty, kid, use, alg,
 * crv and the members, then `extra`; the private ones only by jwk_write_private. jwk_write_public
 * of an oct key is a programming error and aborts: a symmetric key has no public half.
 */
void jwk_write_public(struct json_writer *writer, const char *name, const struct jwk *jwk,
	const struct jwk_attributes *attributes);
void jwk_write_private(struct json_writer *writer, const char *name, const struct jwk *jwk,
	const struct jwk_attributes *attributes);

/*
 * Writes the members alone into the object that is open: crv, then n e d ... as the management API
 * shows them in rsa, ec, oct, okp.
 */
void jwk_write_members(struct json_writer *writer, const struct jwk *jwk);

#endif
