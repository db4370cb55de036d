#include "jwk/family.h"

const struct family *const families[JWK_TYPES] = {
	[JWK_RSA] = &rsa_family,
	[JWK_EC] = &ec_family,
	[JWK_OCT] = &oct_family,
	[JWK_OKP] = &okp_family,
};

static bool check_form(const struct jwk *jwk, const struct member *member,
	const struct buffer *bytes, struct failure *why)
{
	const char *kty = jwk_type_names[jwk->type].kty;

	if (member->form == MEMBER_INTEGER && bytes->data[0] == 0)
		return fail(why, FAILURE_INVALID,
			"The %s member \"%s\" begins with a zero byte, which RFC 7518 section 2 "
			"does not allow.",
			kty, member->name);
	if (member->form == MEMBER_FULL && bytes->length != jwk->curve->size)
		return fail(why, FAILURE_INVALID,
			"The %s member \"%s\" has %zu bytes, but on %s it is always %zu.", kty,
			member->name, bytes->length, jwk->curve->name, jwk->curve->size);
	return true;
}

bool family_check_members(const struct jwk *jwk, struct failure *why)
{
	const struct family *family = families[jwk->type];
	const char *kty = jwk_type_names[jwk->type].kty;
	bool has_private = false;

	for (size_t i = 0; i < family->count; i++)
		has_private |= family->members[i].is_private && jwk->member[i].length > 0;
	for (size_t i = 0; i < family->count; i++) {
		const struct member *member = &family->members[i];
		const struct buffer *bytes = &jwk->member[i];

		if (bytes->length > 0) {
			if (!check_form(jwk, member, bytes, why))
				return false;
		} else if (!member->is_private) {
			return fail(why, FAILURE_INVALID, "The %s key lacks the member \"%s\".",
				kty, member->name);
		} else if (has_private) {
			return fail(why, FAILURE_INVALID,
				"The private %s key lacks the member \"%s\": the private members "
				"must be there all, or none of them.",
				kty, member->name);
		}
	}
	return true;
}
