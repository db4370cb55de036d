#include "deploy/private_half.h"

#include "deploy/attributes.h"
#include "deploy/key_path.h"
#include "deploy/state.h"
#include "jwk/jwe.h"

#include <string.h>

bool private_half_same_form(const struct environment *environment,
	const struct buffer *recipient_kid, const struct manifest *previous)
{
	const char *mode = environment_private_names[environment->private_mode];

	return previous != NULL && strcmp(previous->private_mode, mode) == 0 &&
	       strcmp(previous->recipient, recipient_kid->data) == 0 &&
	       previous->environment_generation == (int64_t)environment->generation;
}

bool private_half_belongs(const struct key_record *key, enum environment_private mode, int64_t now)
{
	return mode != PRIVATE_NONE && !key->public_only && key_state(key, now) == KEY_ACTIVE;
}

bool private_half_needed(const struct key_record *key, const struct environment *environment,
	const struct buffer *recipient_kid, const struct manifest *previous, int64_t now,
	size_t *next)
{
	char path[KEY_PATH_SIZE];

	if (!private_half_belongs(key, environment->private_mode, now))
		return false;
	if (!private_half_same_form(environment, recipient_kid, previous))
		return true;
	key_path_private(key, environment->private_mode, path);
	if (manifest_find_next(previous, path, next) == NULL)
		return true;
	if (environment->private_mode == PRIVATE_SEALED || key->public_part.length == 0)
		return false;
	key_path_private_pem(key, path);
	return manifest_find_next(previous, path, next) == NULL;
}

bool private_half_write(const struct key_record *key, const struct jwk *jwk,
	const struct environment *environment, const struct recipient *recipient,
	const char *project_name, struct buffer *content, struct failure *why)
{
	const struct jwk_attributes attributes = attributes_of(key);
	const struct jwe_header header = {
		.kid = recipient->kid.data,
		.content_type = "jwk+json",
		.environment = environment->name,
		.project = project_name,
	};
	buffer_auto text = BUFFER_INIT;
	struct json_writer writer;

	json_writer_init(&writer, &text);
	jwk_write_private(&writer, NULL, jwk, &attributes);
	if (environment->private_mode == PRIVATE_SEALED)
		return jwe_encrypt(&recipient->jwk, &header, &text, content, why);
	buffer_swap(content, &text);
	buffer_append_byte(content, '\n');
	return true;
}
