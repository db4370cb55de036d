/*
 * What the key types have in common, as a table: their members and what is done with them.
 *
 * rsa.c, ec.c, oct.c and okp.c each define one family; jwk.c does with `families` whatever is the
 * same for all. A new key type is a new file and a new row.
 */
#ifndef JWKMINT_JWK_FAMILY_H
#define JWKMINT_JWK_FAMILY_H

#include "jwk/jwk.h"

enum member_form {
	MEMBER_OCTETS,  /* any bytes */
	MEMBER_INTEGER, /* Base64urlUInt, RFC 7518 section 2: no leading zero byte */
	MEMBER_FULL,    /* the full width of the curve: curve->size bytes */
};

struct member {
	const char *name; /* in a JWK: "n", "x", ... */
	bool is_private;
	enum member_form form;
};

struct family {
	const struct member *members; /* in the order of struct jwk; public ones first */
	size_t count;

	/* The required members in the order of RFC 7638 section 3.2; NULL ends, none for oct. */
	const char *thumbprint[5];

	/* The size in bits, as jwk_bits says. */
	unsigned (*bits)(const struct jwk *jwk);

	/* Makes a new key; type and curve of `jwk` are set, its members are empty. */
	bool (*generate)(unsigned bits, struct jwk *jwk, struct failure *why);

	/*
	 * Makes the public members from the private one, which has its width. NULL where a private
	 * key does not tell the public one.
	 */
	bool (*derive)(struct jwk *jwk, struct failure *why);

	/*
	 * Whether the numbers belong together. Called when all public members are there, all or
	 * none of the private ones, and each has its form.
	 */
	bool (*check)(const struct jwk *jwk, struct failure *why);
};

extern const struct family rsa_family;
extern const struct family ec_family;
extern const struct family oct_family;
extern const struct family okp_family;

/* By enum jwk_type. */
extern const struct family *const families[JWK_TYPES];

/*
 * Whether the members are there, all or none of the private ones, and each in its form. Fails with
 * FAILURE_INVALID, naming the member.
 */
bool family_check_members(const struct jwk *jwk, struct failure *why);

#endif
