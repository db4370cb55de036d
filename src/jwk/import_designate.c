/* The use and algorithm that a request names for a key from outside. */

#include "jwk/import_fit.h"

#include "jwk/import.h"

#include "base/utf8.h"

#include <string.h>

static bool find_use(const char *name, enum jwk_use *use, struct failure *why)
{
	*use = JWK_NO_USE;
	if (name == NULL)
		return true;
	if (strcmp(name, "SIGNATURE") == 0)
		*use = JWK_SIGNATURE;
	else if (strcmp(name, "ENCRYPTION") == 0)
		*use = JWK_ENCRYPTION;
	else
		return fail(why, FAILURE_INVALID,
			"JWK useType (%.*s) is not supported! Valid values: SIGNATURE, ENCRYPTION",
			UTF8_SHOWN(name));
	return true;
}

static bool find_algorithm(const struct jwk *jwk, const char *name,
	const struct algorithm **algorithm, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	*algorithm = NULL;
	if (name == NULL)
		return true;
	*algorithm = algorithm_find(name);
	if (*algorithm != NULL)
		return import_fit_algorithm(jwk, *algorithm, "JWK algorithm", why);
	algorithm_list(&list, jwk->type, JWK_NO_USE);
	return fail(why, FAILURE_INVALID, "JWK algorithm (%.*s) is not supported! Valid values: %s",
		UTF8_SHOWN(name), list.data);
}

bool import_designate(
	struct import *import, const char *use, const char *algorithm, struct failure *why)
{
	enum jwk_use asked_use;
	const struct algorithm *asked;

	if (!find_use(use, &asked_use, why) ||
		!find_algorithm(&import->jwk, algorithm, &asked, why))
		return false;
	if (asked != NULL && import->algorithm != NULL && asked != import->algorithm)
		return fail(why, FAILURE_INVALID,
			"JWK algorithm (%s) contradicts the key, whose \"alg\" is %s!", asked->name,
			import->algorithm->name);
	if (asked == NULL)
		asked = import->algorithm;
	if (asked_use != JWK_NO_USE && asked != NULL && asked->use != asked_use)
		return fail(why, FAILURE_INVALID,
			"JWK useType (%s) contradicts the algorithm %s, which is for %s!", use,
			asked->name, import_use_word(asked->use));
	if (asked_use == JWK_NO_USE && asked != NULL)
		asked_use = asked->use;
	if (!import_fit_use(&import->jwk, asked_use, why))
		return false;
	if (asked_use != JWK_NO_USE && import->use != JWK_NO_USE && asked_use != import->use)
		return fail(why, FAILURE_INVALID,
			"The key is for %s and can not be designated for %s!",
			import_use_word(import->use), import_use_word(asked_use));
	if (asked_use != JWK_NO_USE)
		import->use = asked_use;
	import->algorithm = asked;
	return true;
}
