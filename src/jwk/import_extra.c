#include "jwk/import_extra.h"

#include "jwk/family.h"
#include "jwk/import_x5.h"

#include "base/utf8.h"

#include <json-c/linkhash.h>
#include <string.h>

/* What becomes of a member. */
enum fate {
	FATE_READ,   /* it has a place of its own, or none */
	FATE_KEPT,   /* of every JWK */
	FATE_PUBLIC, /* kept of a public JWK */
};

static const struct {
	const char *name;
	enum fate fate;
} known[] = {
	{"kty", FATE_READ},
	{"kid", FATE_READ},
	{"use", FATE_READ},
	{"alg", FATE_READ},
	{"crv", FATE_READ},
	{"nbf", FATE_READ},
	{"exp", FATE_READ},
	{"key_ops", FATE_PUBLIC},
	{"x5u", FATE_KEPT},
	{"x5c", FATE_KEPT},
	{"x5t", FATE_KEPT},
	{"x5t#S256", FATE_KEPT},
};

static bool is_member(const struct family *family, const char *name, bool private_only)
{
	for (size_t i = 0; i < family->count; i++)
		if (strcmp(family->members[i].name, name) == 0)
			return family->members[i].is_private || !private_only;
	return false;
}

static enum fate fate_of(const struct jwk *jwk, const char *name)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].fate;
	return is_member(families[jwk->type], name, false) ? FATE_READ : FATE_PUBLIC;
}

/* What is secret in a key of another type is not published as a member without a meaning. */
static bool check_harmless(const struct jwk *jwk, const char *name, struct failure *why)
{
	for (size_t i = 0; i < JWK_TYPES; i++)
		if (i != (size_t)jwk->type && is_member(families[i], name, true))
			return fail(why, FAILURE_INVALID,
				"The %s key has the member \"%s\", which is a private one of %s "
				"keys! Remove it.",
				jwk_type_names[jwk->type].kty, name, jwk_type_names[i].kty);
	return strcmp(name, "oth") != 0 ||
	       fail(why, FAILURE_INVALID,
		       "The %s key has the member \"oth\", which is a private one of RSA keys! "
		       "Remove it.",
		       jwk_type_names[jwk->type].kty);
}

static bool keep(struct json_writer *writer, const char *name, struct json_object *value,
	struct failure *why)
{
	const char *text = json_object_to_json_string_ext(
		value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);

	json_put_foreign(writer, name, text, strlen(text));
	return writer->out->length <= IMPORT_MAX_EXTRA ||
	       fail(why, FAILURE_INVALID,
		       "The members of the JWK beside its key are too long, up to \"%.*s\"! At "
		       "most %d bytes are allowed.",
		       utf8_fit(name, 128), name, IMPORT_MAX_EXTRA);
}

bool import_extra_read(struct json_object *jwk, struct import *import, struct failure *why)
{
	struct json_writer writer;
	bool is_public = !jwk_is_private(&import->jwk);

	if (!import_x5_check(jwk, &import->jwk, why))
		return false;
	buffer_clear(&import->extra);
	json_writer_init(&writer, &import->extra);
	for (const struct lh_entry *entry = json_object_get_object(jwk)->head; entry != NULL;
		entry = lh_entry_next(entry)) {
		const char *name = lh_entry_k(entry);
		struct json_object *value = lh_entry_v(entry);
		enum fate fate = fate_of(&import->jwk, name);

		if (fate == FATE_PUBLIC && !check_harmless(&import->jwk, name, why))
			return false;
		if ((fate == FATE_KEPT || (fate == FATE_PUBLIC && is_public)) &&
			!keep(&writer, name, value, why))
			return false;
	}
	return true;
}
