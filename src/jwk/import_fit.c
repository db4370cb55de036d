#include "jwk/import_fit.h"

const char *import_use_word(enum jwk_use use)
{
	return use == JWK_SIGNATURE ? "signatures" : "encryption";
}

/* "an EC key on P-256", "an oct key of 128 bits" */
static void describe(const struct jwk *jwk, struct buffer *text)
{
	buffer_printf(text, "an %s key", jwk_type_names[jwk->type].kty);
	if (jwk->curve != NULL)
		buffer_printf(text, " on %s", jwk->curve->name);
	else
		buffer_printf(text, " of %u bits", jwk_bits(jwk));
}

/* The JOSE names of what such a key may carry for this use (JWK_NO_USE: any). */
static void list_fitting(const struct jwk *jwk, enum jwk_use use, struct buffer *list)
{
	for (size_t i = 0; i < algorithm_count; i++) {
		const struct algorithm *algorithm = &algorithms[i];

		if ((use == JWK_NO_USE || algorithm->use == use) &&
			algorithm_fits(algorithm, jwk->type, jwk->curve, jwk_bits(jwk)))
			buffer_printf(list, "%s%s", list->length == 0 ? "" : ", ", algorithm->name);
	}
}

bool import_fit_algorithm(const struct jwk *jwk, const struct algorithm *algorithm,
	const char *what, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto list = BUFFER_INIT;

	if (algorithm_fits(algorithm, jwk->type, jwk->curve, jwk_bits(jwk)))
		return true;
	describe(jwk, &key);
	list_fitting(jwk, JWK_NO_USE, &list);
	return fail(why, FAILURE_INVALID, "%s (%s) does not fit %s! Valid values: %s", what,
		algorithm->name, key.data, list.data);
}

bool import_fit_use(const struct jwk *jwk, enum jwk_use use, struct failure *why)
{
	if (jwk->curve == NULL || use == JWK_NO_USE || (jwk->curve->uses & 1U << use) != 0)
		return true;
	return fail(why, FAILURE_INVALID, "A key on %s can not be used for %s, only for %s!",
		jwk->curve->name, import_use_word(use),
		import_use_word(use == JWK_SIGNATURE ? JWK_ENCRYPTION : JWK_SIGNATURE));
}
