#include "mint/password.h"

#include "base/library.h"

#include <crypt.h>
#include <errno.h>
#include <nettle/memops.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY    "libcrypt.so.1"
#define BROUGHT_BY "libcrypt1"

/* yescrypt, and its cost; the decoy's setting begins with what they make. */
#define PREFIX "$y$"
#define COST   5

/* What an unknown user's password is compared with. Nobody knows what it was made from. */
static const char decoy[] =
	"$y$j9T$qoNfOR3H4KlVjKBb/v.tm1$tlHzriHiPHUBNUwDiwhlVBCTD.0o275G5iai2.sHOb2";

struct libcrypt {
	__typeof__(crypt_gensalt_rn) *gensalt;
	__typeof__(crypt_r) *crypt;
};

static bool load(struct libcrypt *library, struct failure *why)
{
	const struct library_function functions[] = {
		{"crypt_gensalt_rn", &library->gensalt},
		{"crypt_r", &library->crypt},
	};

	return library_load(
		LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why);
}

/* What crypt(3) works in: large, and full of secrets afterwards. */
static struct crypt_data *data_new(void)
{
	struct crypt_data *data = calloc(1, sizeof *data);

	if (data == NULL)
		abort();
	return data;
}

static void data_free(struct crypt_data **data)
{
	explicit_bzero(*data, sizeof **data);
	free(*data);
}

bool password_hash(const char *password, char hashed[USER_PASSWORD_SIZE], struct failure *why)
{
	__attribute__((cleanup(data_free))) struct crypt_data *data = data_new();
	struct libcrypt library;
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];

	if (password[0] == '\0' || strlen(password) > PASSWORD_MAX_BYTES)
		return fail(why, FAILURE_INVALID,
			"The password is empty or too long! 1 to %d bytes are allowed.",
			PASSWORD_MAX_BYTES);
	if (!load(&library, why))
		return false;

	const char *result = library.gensalt(PREFIX, COST, NULL, 0, setting, sizeof setting) == NULL
				     ? NULL
				     : library.crypt(password, setting, data);

	if (result == NULL || result[0] == '*' || strlen(result) >= USER_PASSWORD_SIZE)
		return fail(why, FAILURE_INTERNAL, "The password can not be hashed: %s.",
			strerror(errno));
	snprintf(hashed, USER_PASSWORD_SIZE, "%s", result);
	return true;
}

bool password_fits(const char *password, const char *hashed, bool *fits, struct failure *why)
{
	__attribute__((cleanup(data_free))) struct crypt_data *data = data_new();
	bool is_known = hashed[0] != '\0';
	const char *expected = is_known ? hashed : decoy;
	struct libcrypt library;

	if (!load(&library, why))
		return false;

	const char *result = library.crypt(password, expected, data);
	/*
	 * With its NUL, as one: nothing here takes longer for a hash that begins like the stored
	 * one. What crypt(3) says instead of a hash equals none.
	 */
	*fits = result != NULL &&
		(memeql_sec(result, expected, strlen(expected) + 1) & is_known) != 0;
	return true;
}
