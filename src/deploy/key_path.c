#include "deploy/key_path.h"

static void append_name(const struct key_record *key, struct buffer *path)
{
	char id[ID_TEXT_SIZE];

	id_format(&key->id, id);
	buffer_append(path, id, sizeof id - 1);
	buffer_append_byte(path, '-');
	buffer_append_number(path, key->version);
}

void key_path_private(
	const struct key_record *key, enum environment_private mode, struct buffer *path)
{
	buffer_append_string(path, "private/");
	append_name(key, path);
	buffer_append_string(path, mode == PRIVATE_SEALED ? ".jwe" : ".jwk");
}

void key_path_private_pem(const struct key_record *key, struct buffer *path)
{
	buffer_append_string(path, "private/");
	append_name(key, path);
	buffer_append_string(path, ".pem");
}

void key_path_public_pem(const struct key_record *key, struct buffer *path)
{
	buffer_append_string(path, "public/pem/");
	buffer_append_string(path, key->algorithm);
	buffer_append_byte(path, '/');
	append_name(key, path);
	buffer_append_string(path, ".pem");
}
