#include "mint/keystore_secret.h"

#include <string.h>

/* The password with its NUL, then the file. */
void keystore_secret_join(const struct buffer *file, const char *password, struct buffer *secret)
{
	buffer_append(secret, password, strlen(password) + 1);
	buffer_append(secret, file->data, file->length);
}

bool keystore_secret_split(
	const struct buffer *secret, struct buffer *file, struct buffer *password)
{
	const char *end = memchr(secret->data, '\0', secret->length);

	if (end == NULL)
		return false;

	size_t length = (size_t)(end - secret->data);

	buffer_append(password, secret->data, length);
	buffer_append(file, end + 1, secret->length - length - 1);
	return true;
}
