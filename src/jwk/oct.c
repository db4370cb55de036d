/* Symmetric keys, RFC 7518 section 6.4. */

#include "jwk/family.h"
#include "jwk/members.h"

#include "base/random.h"

static const struct member members[OCT_MEMBERS] = {
	[OCT_K] = {"k", true, MEMBER_OCTETS},
};

static unsigned bits(const struct jwk *jwk)
{
	return (unsigned)(8 * jwk->member[OCT_K].length);
}

static bool generate(unsigned size, struct jwk *jwk, struct failure *why)
{
	struct buffer *k = &jwk->member[OCT_K];

	if (size == 0 || size % 8 != 0)
		return fail(why, FAILURE_INVALID,
			"An oct key of %u bits can not be made. Valid sizes: multiples of 8", size);
	random_bytes(buffer_reserve(k, size / 8), size / 8);
	k->length = size / 8;
	k->data[k->length] = '\0';
	return true;
}

static bool check(const struct jwk *jwk, struct failure *why)
{
	if (jwk->member[OCT_K].length == 0)
		return fail(why, FAILURE_INVALID, "The oct key lacks the member \"k\".");
	return true;
}

const struct family oct_family = {
	.members = members,
	.count = OCT_MEMBERS,
	.bits = bits,
	.generate = generate,
	.check = check,
};
