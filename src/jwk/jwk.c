#include "jwk/jwk.h"

#include "jwk/family.h"

void jwk_init(struct jwk *jwk)
{
	*jwk = (struct jwk){.type = JWK_RSA};
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		buffer_init(&jwk->member[i]);
}

void jwk_free(struct jwk *jwk)
{
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		buffer_free(&jwk->member[i]);
	jwk_init(jwk);
}

bool jwk_generate(enum jwk_type type, unsigned bits, const struct curve *curve, struct jwk *jwk,
	struct failure *why)
{
	bool needs_curve = type == JWK_EC || type == JWK_OKP;

	if (needs_curve && (curve == NULL || curve->type != type))
		return fail(why, FAILURE_INVALID, "An %s key needs a curve of its type.",
			jwk_type_names[type].name);
	jwk_free(jwk);
	jwk->type = type;
	jwk->curve = needs_curve ? curve : NULL;
	return families[type]->generate(bits, jwk, why);
}

bool jwk_is_private(const struct jwk *jwk)
{
	const struct family *family = families[jwk->type];

	return jwk->type == JWK_OCT || jwk->member[family->count - 1].length > 0;
}

unsigned jwk_bits(const struct jwk *jwk)
{
	return families[jwk->type]->bits(jwk);
}

bool jwk_check(const struct jwk *jwk, struct failure *why)
{
	return family_check_members(jwk, why) && families[jwk->type]->check(jwk, why);
}
