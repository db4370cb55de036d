#include "deploy/key_path.h"

#include <string.h>

/* Both write without a NUL and return where they end. */

static char *put_number(char *at, uint32_t number)
{
	char digits[10]; /* of the longest, from the last */
	size_t count = 0;

	do {
		digits[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	while (count > 0)
		*at++ = digits[--count];
	return at;
}

static char *put_name(char *at, const struct key_record *key)
{
	id_format(&key->id, at);
	at += ID_TEXT_SIZE - 1;
	*at++ = '-';
	return put_number(at, key->version);
}

void key_path_private(
	const struct key_record *key, enum environment_private mode, char path[KEY_PATH_SIZE])
{
	char *at = put_name(stpcpy(path, "private/"), key);

	strcpy(at, mode == PRIVATE_SEALED ? ".jwe" : ".jwk");
}

void key_path_private_pem(const struct key_record *key, char path[KEY_PATH_SIZE])
{
	strcpy(put_name(stpcpy(path, "private/"), key), ".pem");
}

void key_path_public_pem(const struct key_record *key, char path[KEY_PATH_SIZE])
{
	char *at = stpcpy(stpcpy(path, "public/pem/"), key->algorithm);

	*at++ = '/';
	strcpy(put_name(at, key), ".pem");
}
