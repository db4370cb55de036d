#include "jwk/certificate.h"
#include "jwk/keystore.h"
#include "mint/sources.h"

/* What a kind makes of one of its entries. */
struct importing {
	struct vault *vault;
	const struct source_record *source;
	const struct source_entry *entry;
	const char *alias;
	bool with_private;
	struct import *import;
};

static bool import_key(const struct importing *importing, struct failure *why)
{
	const struct source_entry *entry = importing->entry;
	struct jwk *jwk = &importing->import->jwk;
	buffer_auto secret = BUFFER_INIT;

	if (!importing->with_private)
		return import_public_key(entry->public_part.data, entry->public_part.length,
			"The stored public key", jwk, why);
	if (entry->sealed.length == 0)
		return fail(why, FAILURE_INVALID,
			"Key (name: %s) has no private half in environment '%s'!",
			importing->source->name, entry->environment);
	return sources_open(importing->vault, importing->source, entry, &secret, NULL, why) &&
	       import_private_key(secret.data, secret.length, "The stored private key", jwk, why);
}

static bool import_certificate(const struct importing *importing, struct failure *why)
{
	const struct source_entry *entry = importing->entry;
	certificate_auto certificate;

	certificate_init(&certificate);
	if (importing->with_private)
		return fail(why, FAILURE_INVALID,
			"Certificate (name: %s) has no private half, as no certificate has!",
			importing->source->name);
	return certificate_read(
		       entry->public_part.data, entry->public_part.length, &certificate, why) &&
	       certificate_import(&certificate, importing->import, why);
}

static bool import_keystore(const struct importing *importing, struct failure *why)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;

	return sources_open(importing->vault, importing->source, importing->entry, &file, &password,
		       why) &&
	       keystore_import(&file, password.data, importing->alias, importing->import, why);
}

static bool (*const importers[SOURCE_KINDS])(
	const struct importing *importing, struct failure *why) = {
	[SOURCE_KEY] = import_key,
	[SOURCE_CERTIFICATE] = import_certificate,
	[SOURCE_KEYSTORE] = import_keystore,
};

/* The entry of an environment, or the only one. */
static bool choose_entry(const struct source_record *source, const char *environment,
	const struct source_entry **entry, struct failure *why)
{
	const char *title = source_words[source->kind].title;
	bool is_named = environment != NULL && *environment != '\0';
	buffer_auto list = BUFFER_INIT;

	if (is_named)
		*entry = source_record_entry(source, environment);
	else
		*entry = source->count == 1 ? &source->entries[0] : NULL;
	if (*entry != NULL)
		return true;
	for (size_t i = 0; i < source->count; i++)
		buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", source->entries[i].environment);
	if (is_named)
		return fail(why, FAILURE_INVALID,
			"%s (name: %s) is not in environment (%.128s)! It is in: %s", title,
			source->name, environment, list.data);
	return fail(why, FAILURE_INVALID,
		"%s (name: %s) is in several environments: %s! environmentName must say which.",
		title, source->name, list.data);
}

bool sources_import(struct vault *vault, const struct source_record *source,
	const char *environment, const char *alias, bool with_private, struct import *import,
	struct failure *why)
{
	struct importing importing = {vault, source, NULL, alias, with_private, import};

	return choose_entry(source, environment, &importing.entry, why) &&
	       importers[source->kind](&importing, why);
}
