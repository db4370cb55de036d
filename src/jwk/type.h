/*
 * Key types and key uses: the words that everything else on this floor is made of.
 */
#ifndef JWKMINT_JWK_TYPE_H
#define JWKMINT_JWK_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum jwk_type { JWK_RSA, JWK_EC, JWK_OCT, JWK_OKP };
#define JWK_TYPES 4

enum jwk_use { JWK_NO_USE, JWK_SIGNATURE, JWK_ENCRYPTION };

struct jwk_type_name {
	enum jwk_type type;
	const char *name;   /* in the management API: RSA EC OCT OKP */
	const char *kty;    /* in a JWK (RFC 7518 section 6.1): RSA EC oct OKP */
	const char *object; /* the member of the management API with its parts: rsa ec oct okp */
};

extern const struct jwk_type_name jwk_type_names[JWK_TYPES];

/* By the management API's name; false for any other. */
bool jwk_type_find(const char *name, enum jwk_type *type);

/* "sig" or "enc" (RFC 7517 section 4.2); "" for none. And back; false for any other. */
const char *jwk_use_name(enum jwk_use use);
bool jwk_use_find(const char *name, enum jwk_use *use);

#endif
