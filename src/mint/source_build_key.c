#include "base/utf8.h"
#include "jwk/key_der.h"
#include "mint/source_build.h"

#include <stdio.h>
#include <string.h>

/* Reads the half that a request has; `what` names it in sentences. */
static bool read_half(const struct source_making *making, const char *text, const char *member,
	bool (*read)(const char *text, size_t length, const char *what, struct jwk *jwk,
		struct failure *why),
	struct jwk *jwk, struct failure *why)
{
	buffer_auto what = BUFFER_INIT;

	buffer_printf(&what, "The %s of environment '%s'", member, making->entry->environment);
	return read(text, strlen(text), what.data, jwk, why);
}

/* All keys of a source are of one type, the one that the request says if it says one. */
static bool take_type(
	const struct source_making *making, const struct jwk *jwk, struct failure *why)
{
	const char *type = jwk_type_names[jwk->type].name;
	const char *asked = making->request->type;
	struct source_record *after = making->after;

	if (!source_is_empty(asked) && strcmp(asked, type) != 0)
		return fail(why, FAILURE_INVALID,
			"Key keyType (%.*s) is not that of the key of environment '%s', which is "
			"%s!",
			UTF8_SHOWN(asked), making->entry->environment, type);
	if (after->type[0] != '\0' && strcmp(after->type, type) != 0)
		return fail(why, FAILURE_INVALID,
			"The keys of a Key are of one type, but that of environment '%s' is %s "
			"and others are %s!",
			making->entry->environment, type, after->type);
	snprintf(after->type, sizeof after->type, "%s", type);
	return true;
}

static void keep_former(const struct source_making *making)
{
	const struct source_entry *former = making->former;

	buffer_append(
		&making->entry->public_part, former->public_part.data, former->public_part.length);
	buffer_append(&making->entry->sealed, former->sealed.data, former->sealed.length);
}

/* A public half that is the former one does not mean that the private half is to go. */
static void take_halves(
	const struct source_making *making, const struct jwk *key, const struct buffer *pkcs8)
{
	struct source_entry *entry = making->entry;
	const struct source_entry *former = making->former;

	spki_write(key, &entry->public_part);
	if (pkcs8->length > 0)
		vault_seal_entry(making->vault, making->after, entry, pkcs8);
	else if (former != NULL && buffer_equal(&former->public_part, &entry->public_part))
		buffer_append(&entry->sealed, former->sealed.data, former->sealed.length);
}

/* The key of the halves that are given, which belong together. */
static bool read_key(const struct source_making *making, struct jwk *key, struct failure *why)
{
	const struct source_part *part = making->part;
	jwk_auto public_key;

	jwk_init(&public_key);
	if (source_is_empty(part->private_key))
		return read_half(
			making, part->public_key, "publicKey", import_public_key, key, why);
	if (!read_half(making, part->private_key, "privateKey", import_private_key, key, why))
		return false;
	if (source_is_empty(part->public_key))
		return true;
	if (!read_half(making, part->public_key, "publicKey", import_public_key, &public_key, why))
		return false;
	return import_same_key(key, &public_key) ||
	       fail(why, FAILURE_INVALID,
		       "The publicKey and the privateKey of environment '%s' do not belong "
		       "together!",
		       making->entry->environment);
}

/* Neither half is given: what was there before stays. */
static bool keep_key(const struct source_making *making, struct failure *why)
{
	const struct source_entry *former = making->former;
	jwk_auto key;

	jwk_init(&key);
	if (former == NULL)
		return fail(why, FAILURE_INVALID,
			"Key publicKey and privateKey of environment '%s' can not both be empty!",
			making->entry->environment);
	keep_former(making);
	return import_public_key(former->public_part.data, former->public_part.length,
		       "The stored public key", &key, why) &&
	       take_type(making, &key, why);
}

bool source_build_key(struct source_making *making, struct failure *why)
{
	const struct source_part *part = making->part;
	buffer_auto pkcs8 = BUFFER_INIT;
	jwk_auto key;

	jwk_init(&key);
	if (source_is_empty(part->public_key) && source_is_empty(part->private_key))
		return keep_key(making, why);
	if (!read_key(making, &key, why) || !take_type(making, &key, why))
		return false;
	if (jwk_is_private(&key) && !pkcs8_write(&key, &pkcs8, why))
		return false;
	take_halves(making, &key, &pkcs8);
	return true;
}
