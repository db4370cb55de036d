#include "base/base64.h"
#include "base/utf8.h"
#include "jwk/keystore.h"
#include "mint/keystore_secret.h"
#include "mint/source_build.h"

#include <stdio.h>
#include <string.h>

static const char type_name[] = "PKCS12";

static bool check_type(const char *type, struct failure *why)
{
	if (type == NULL || *type == '\0' || strcmp(type, type_name) == 0)
		return true;
	return fail(why, FAILURE_INVALID,
		"Keystore type (%.*s) is not supported! Valid values: PKCS12. Convert a JKS file: "
		"keytool -importkeystore -srckeystore FILE.jks -destkeystore FILE.p12 "
		"-deststoretype PKCS12",
		utf8_fit(type, 64), type);
}

/* File and password as they were, as far as the request does not give others. */
static bool read_former(const struct source_making *making, struct buffer *file,
	struct buffer *password, struct failure *why)
{
	if (making->former == NULL || making->former->sealed.length == 0)
		return true;
	return sources_open(making->vault, making->before, making->former, file, password, why);
}

static bool read_file(const struct source_making *making, struct buffer *file, struct failure *why)
{
	const char *text = making->part->file;

	if (text != NULL && *text != '\0') {
		buffer_clear(file);
		if (!base64_decode(file, text, strlen(text)))
			return fail(why, FAILURE_INVALID,
				"Keystore file of environment '%s' is not valid base64!",
				making->entry->environment);
	}
	return file->length > 0 ||
	       fail(why, FAILURE_INVALID, "Keystore file of environment '%s' can not be empty!",
		       making->entry->environment);
}

bool source_build_keystore(struct source_making *making, struct failure *why)
{
	struct source_entry *entry = making->entry;
	const char *given = making->part->password;
	buffer_auto file = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;
	buffer_auto secret = BUFFER_INIT;

	if (!check_type(making->part->type, why) || !read_former(making, &file, &password, why) ||
		!read_file(making, &file, why))
		return false;
	if (given != NULL) {
		buffer_clear(&password);
		buffer_append_string(&password, given);
	}
	if (!keystore_check(&file, password.data, why))
		return fail_within(why, "Keystore of environment '%s': ", entry->environment);
	keystore_secret_join(&file, password.data, &secret);
	vault_seal_entry(making->vault, making->after, entry, &secret);
	snprintf(making->after->type, sizeof making->after->type, "%s", type_name);
	return true;
}
