/* A key from JSON. */

#include "jwk/jwk_tree.h"

#include "base/json.h"

bool jwk_parse(const char *text, size_t length, struct jwk *jwk, struct failure *why)
{
	json_auto tree = NULL;

	return json_parse(text, length, &tree, why) && jwk_tree_read(tree, jwk, why) &&
	       jwk_check(jwk, why);
}
