#include "base/utf8.h"
#include "jwk/kid.h"
#include "mint/source_references.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void source_rekeys_free(struct source_rekeys *rekeys)
{
	for (size_t i = 0; i < rekeys->count; i++) {
		key_record_free(&rekeys->keys[i].after);
		buffer_free(&rekeys->keys[i].sealed);
	}
	free(rekeys->keys);
	*rekeys = (struct source_rekeys){.keys = NULL};
}

/* In the words of requests, which is what import_designate takes; NULL: none. */
static const char *use_word(const char *use)
{
	if (strcmp(use, "sig") == 0)
		return "SIGNATURE";
	return strcmp(use, "enc") == 0 ? "ENCRYPTION" : NULL;
}

/* The new key of a JWK, which has to do for all that the former one did. */
static bool get_key(struct vault *vault, const struct source_record *after,
	const struct key_record *key, struct import *import, struct failure *why)
{
	const char *algorithm = key->algorithm[0] == '\0' ? NULL : key->algorithm;

	return sources_import(vault, after, key->source_environment, NULL, !key->public_only,
		       import, why) &&
	       import_designate(import, use_word(key->use), algorithm, why);
}

/* A kid that is the thumbprint of the former key becomes that of the new one. */
static bool follow_kid(const struct key_record *before, const struct jwk *jwk,
	struct key_record *after, struct failure *why)
{
	buffer_auto kid = BUFFER_INIT;
	jwk_auto former;

	jwk_init(&former);
	if (!jwk_unpack(before->type, &before->public_part, NULL, &former, why))
		return false;
	kid_thumbprint(&former, &kid);
	if (strcmp(kid.data, before->kid) != 0)
		return true;
	buffer_clear(&kid);
	kid_thumbprint(jwk, &kid);
	snprintf(after->kid, sizeof after->kid, "%s", kid.data);
	return true;
}

static bool make(struct vault *vault, const struct source_record *source,
	const struct key_record *before, struct source_rekey *rekey, struct failure *why)
{
	struct key_record *after = &rekey->after;
	buffer_auto private_part = BUFFER_INIT;
	import_auto import;

	import_init(&import);
	key_record_copy(after, before);
	if (!get_key(vault, source, before, &import, why) ||
		!follow_kid(before, &import.jwk, after, why))
		return false;
	after->version++;
	after->revision++;
	snprintf(after->type, sizeof after->type, "%s", jwk_type_names[import.jwk.type].name);
	buffer_clear(&after->public_part);
	jwk_pack_public(&import.jwk, &after->public_part);
	if (after->public_only)
		return true;
	jwk_pack_private(&import.jwk, &private_part);
	vault_seal(vault, after, &private_part, &rekey->sealed);
	return true;
}

bool source_rekeys_make(struct vault *vault, const struct source_record *after,
	const struct source_references *references, struct source_rekeys *rekeys,
	struct failure *why)
{
	source_rekeys_free(rekeys);
	rekeys->keys = calloc(references->count + 1, sizeof *rekeys->keys);
	if (rekeys->keys == NULL)
		abort();
	for (size_t i = 0; i < references->count; i++) {
		struct source_rekey *rekey = &rekeys->keys[rekeys->count++];

		*rekey = (struct source_rekey){KEY_RECORD_INIT, BUFFER_INIT};
		if (!make(vault, after, &references->keys[i], rekey, why))
			return fail_within(why, "JWK (name: %s) can not take the new key: ",
				references->keys[i].name);
	}
	return true;
}

bool source_rekeys_put(struct transaction *transaction, const struct source_references *references,
	const struct source_rekeys *rekeys, struct failure *why)
{
	/* All that was there goes first: two JWKs may have changed keys, and with them their kids.
	 */
	for (size_t i = 0; i < rekeys->count; i++) {
		if (!key_record_remove(transaction, &references->keys[i], why))
			return false;
	}
	for (size_t i = 0; i < rekeys->count; i++) {
		const struct source_rekey *rekey = &rekeys->keys[i];
		enum key_taken taken;

		if (!key_record_insert(transaction, &rekey->after, &rekey->sealed, &taken, why))
			return false;
		if (taken != KEY_TAKEN_NOTHING)
			return fail(why, FAILURE_CONFLICT,
				"JWK (name: %s) can not take the new key: its kid (%.*s) is already "
				"used in this project!",
				rekey->after.name, UTF8_SHOWN(rekey->after.kid));
	}
	return true;
}
