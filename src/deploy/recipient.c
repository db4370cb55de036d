#include "deploy/recipient.h"

#include "base/json.h"
#include "jwk/jwe.h"
#include "jwk/jwk_tree.h"
#include "jwk/kid.h"

#include <string.h>

void recipient_init(struct recipient *recipient)
{
	jwk_init(&recipient->jwk);
	buffer_init(&recipient->kid);
}

void recipient_free(struct recipient *recipient)
{
	jwk_free(&recipient->jwk);
	buffer_free(&recipient->kid);
}

static bool append_own_kid(struct json_object *tree, struct buffer *kid)
{
	struct json_object *member;

	if (!json_object_object_get_ex(tree, "kid", &member) ||
		!json_object_is_type(member, json_type_string))
		return false;
	buffer_append_string(kid, json_object_get_string(member));
	return kid->length > 0;
}

bool recipient_load(
	const struct environment *environment, struct recipient *recipient, struct failure *why)
{
	const char *text = environment->recipient;
	json_auto tree = NULL;

	if (environment->private_mode != PRIVATE_SEALED)
		return true;
	if (!json_parse(text, strlen(text), &tree, why) ||
		!jwk_tree_read(tree, &recipient->jwk, why) || !jwk_check(&recipient->jwk, why) ||
		!jwe_check_recipient(&recipient->jwk, why))
		return fail_within(why, "The recipient of environment '%s': ", environment->name);
	if (!append_own_kid(tree, &recipient->kid))
		kid_thumbprint(&recipient->jwk, &recipient->kid);
	return true;
}
