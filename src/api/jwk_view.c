#include "api/jwk_view.h"

#include "base/clock.h"

#include <string.h>

static void put_text(struct json_writer *writer, const char *name, const char *text)
{
	json_put_string(writer, name, *text == '\0' ? NULL : text);
}

static void put_time(struct json_writer *writer, const char *name, int64_t seconds)
{
	char text[CLOCK_TEXT_SIZE];

	if (seconds == KEY_NEVER) {
		json_put_null(writer, name);
		return;
	}
	clock_format(seconds, text);
	json_put_string(writer, name, text);
}

static void put_members(
	struct json_writer *writer, const struct key_record *key, const struct jwk *jwk)
{
	for (size_t i = 0; i < JWK_TYPES; i++) {
		if (jwk_type_names[i].type == jwk->type)
			json_put_object(writer, jwk_type_names[i].object);
	}
	jwk_write_members(writer, jwk);
	if (key->extra.length > 0)
		json_put_raw(writer, NULL, key->extra.data, key->extra.length);
	if (strncmp(key->algorithm, "PBES2", 5) == 0) {
		json_put_integer(writer, "passwordSaltLength", key->password_salt_length);
		json_put_integer(writer, "passwordIterationCount", key->password_iterations);
	}
	json_put_end(writer);
}

void jwk_view_write(struct json_writer *writer, const struct key_record *key, const struct jwk *jwk)
{
	char project[ID_TEXT_SIZE], source[ID_TEXT_SIZE] = "";

	id_format(&key->project, project);
	if (key->has_source)
		id_format(&key->source_id, source);
	json_put_object(writer, NULL);
	json_put_string(writer, "name", key->name);
	put_text(writer, "description", key->description);
	json_put_string(writer, "projectId", project);
	put_text(writer, "sourceType", key->source);
	put_text(writer, "sourceId", source);
	put_text(writer, "sourceUrl", key->source_url.data);
	json_put_string(writer, "type", key->type);
	put_text(writer, "kid", key->kid);
	put_text(writer, "use", key->use);
	put_text(writer, "alg", key->algorithm);
	put_time(writer, "notBeforeTime", key->not_before);
	put_time(writer, "expirationTime", key->expires);
	put_time(writer, "createdAt", key->created);
	if (jwk != NULL)
		put_members(writer, key, jwk);
	json_put_end(writer);
}
