#include "jwk/integer.h"

#include <nettle/bignum.h>
#include <string.h>

#define ROOM_BITS (2 * 8192 + GMP_NUMB_BITS)

void integer_init(mpz_t *integer)
{
	mpz_init2(*integer, ROOM_BITS);
}

void integer_init_bytes(mpz_t *integer, const struct buffer *bytes)
{
	integer_init(integer);
	nettle_mpz_set_str_256_u(*integer, bytes->length, (const uint8_t *)bytes->data);
}

void integer_free(mpz_t *integer)
{
	/* Asking for the room that there already is does not move the limbs. */
	mp_limb_t *limbs = mpz_limbs_modify(*integer, (*integer)->_mp_alloc);

	explicit_bzero(limbs, (size_t)(*integer)->_mp_alloc * sizeof *limbs);
	mpz_clear(*integer);
}

void integer_to_bytes(const mpz_t integer, size_t width, struct buffer *bytes)
{
	buffer_clear(bytes);
	nettle_mpz_get_str_256(width, (uint8_t *)buffer_reserve(bytes, width), integer);
	bytes->length = width;
	bytes->data[width] = '\0';
}
