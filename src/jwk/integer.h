/*
 * Big integers (GMP), to and from the big-endian bytes of key members, wiped when they are done
 * with. What GMP copies for itself within one computation is for base/scrub.h.
 */
#ifndef JWKMINT_JWK_INTEGER_H
#define JWKMINT_JWK_INTEGER_H

#include "base/buffer.h"

#include <gmp.h>

/* A local integer, wiped and freed when its scope ends; initialise it at once. */
#define integer_auto __attribute__((cleanup(integer_free))) mpz_t

/*
 * Initialises to zero with room for the product of two numbers of the largest RSA keys, so that it
 * never moves and leaves a copy behind.
 */
void integer_init(mpz_t *integer);

/* Initialises from unsigned big-endian bytes. */
void integer_init_bytes(mpz_t *integer, const struct buffer *bytes);

/* Wipes and frees. */
void integer_free(mpz_t *integer);

/* How many bytes it takes, as unsigned; zero takes one. */
size_t integer_width(const mpz_t integer);

/* Replaces what `bytes` holds by the integer in exactly `width` bytes, which must be enough. */
void integer_to_bytes(const mpz_t integer, size_t width, struct buffer *bytes);

#endif
