#include "api/jwk_view.h"

#include "api/answer.h"

#include <string.h>

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
	answer_put_text(writer, "description", key->description);
	json_put_string(writer, "projectId", project);
	answer_put_text(writer, "sourceType", key->source);
	answer_put_text(writer, "sourceId", source);
	answer_put_text(writer, "sourceUrl", key->source_url.data);
	json_put_string(writer, "type", key->type);
	answer_put_text(writer, "kid", key->kid);
	answer_put_text(writer, "use", key->use);
	answer_put_text(writer, "alg", key->algorithm);
	answer_put_time(writer, "notBeforeTime", key->not_before);
	answer_put_time(writer, "expirationTime", key->expires);
	answer_put_time(writer, "createdAt", key->created);
	if (jwk != NULL)
		put_members(writer, key, jwk);
	json_put_end(writer);
}
