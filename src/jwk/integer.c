#include "jwk/integer.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_BITS (2 * 8192 + GMP_NUMB_BITS)

void integer_init(mpz_t *integer)
{
	mpz_init2(*integer, ROOM_BITS);
}

void integer_init_bytes(mpz_t *integer, const struct buffer *bytes)
{
	integer_init(integer);
	mpz_import(*integer, bytes->length, 1, 1, 0, 0, bytes->data);
}

void integer_free(mpz_t *integer)
{
	/* Asking for the room that there already is does not move the limbs. */
	mp_limb_t *limbs = mpz_limbs_modify(*integer, (*integer)->_mp_alloc);

	explicit_bzero(limbs, (size_t)(*integer)->_mp_alloc * sizeof *limbs);
	mpz_clear(*integer);
}

size_t integer_width(const mpz_t integer)
{
	return (mpz_sizeinbase(integer, 2) + 7) / 8;
}

void integer_to_bytes(const mpz_t integer, size_t width, struct buffer *bytes)
{
	size_t length = integer_width(integer);

	if (length > width)
		abort();
	buffer_clear(bytes);
	memset(buffer_reserve(bytes, width), 0, width + 1);
	mpz_export(bytes->data + width - length, NULL, 1, 1, 0, 0, integer);
	bytes->length = width;
}
