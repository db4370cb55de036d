#include "jwk/keystore.h"

#include "jwk/key_der.h"
#include "jwk/keystore_read.h"

#include "base/libgnutls.h"
#include "base/utf8.h"

#include <string.h>

#define LISTED_BYTES 400

#define contents_auto __attribute__((cleanup(keystore_contents_free))) struct keystore_contents

static bool is_key(const struct keystore_item *item)
{
	return item->kind != KEYSTORE_CERTIFICATE;
}

static size_t count_keys(const struct keystore_contents *contents)
{
	size_t count = 0;

	for (size_t i = 0; i < contents->count; i++)
		count += is_key(&contents->items[i]);
	return count;
}

/* "a, b, a key without alias, ...": as many as fit into a sentence. */
static void list_aliases(const struct keystore_contents *contents, struct buffer *list)
{
	for (size_t i = 0; i < contents->count; i++) {
		const struct keystore_item *item = &contents->items[i];
		const char *shown =
			item->alias.length > 0 ? item->alias.data : "a key without alias";

		if (!is_key(item))
			continue;
		if (list->length > LISTED_BYTES) {
			buffer_append_string(list, ", and more");
			return;
		}
		buffer_printf(list, "%s%.*s", list->length == 0 ? "" : ", ",
			utf8_fit(shown, LISTED_BYTES), shown);
	}
}

static bool read_keys(const struct buffer *file, const char *password,
	struct keystore_contents *contents, struct failure *why)
{
	return keystore_read(file, password, contents, why) &&
	       (count_keys(contents) > 0 ||
		       fail(why, FAILURE_INVALID, "The keystore holds no private key."));
}

bool keystore_check(const struct buffer *file, const char *password, struct failure *why)
{
	contents_auto contents = {.count = 0};

	return read_keys(file, password, &contents, why);
}

static bool choose_key(const struct keystore_contents *contents, const char *alias,
	const struct keystore_item **key, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;
	bool any = alias == NULL || alias[0] == '\0';
	size_t matches = 0;

	for (size_t i = 0; i < contents->count; i++) {
		const struct keystore_item *item = &contents->items[i];

		if (!is_key(item) || (!any && strcasecmp(item->alias.data, alias) != 0))
			continue;
		*key = item;
		matches++;
	}
	if (matches == 1)
		return true;
	list_aliases(contents, &list);
	if (any)
		return fail(why, FAILURE_INVALID,
			"The keystore holds %zu private keys: aliasName must name one! It has: %s",
			matches, list.data);
	if (matches > 1)
		return fail(why, FAILURE_INVALID,
			"Alias (%.*s) is that of %zu keys in the keystore! It has: %s",
			utf8_fit(alias, LISTED_BYTES), alias, matches, list.data);
	return fail(why, FAILURE_INVALID, "Alias (%.*s) is not found in the keystore! It has: %s",
		utf8_fit(alias, LISTED_BYTES), alias, list.data);
}

static bool read_key(const struct keystore_contents *contents, const struct keystore_item *item,
	struct jwk *jwk, struct failure *why)
{
	buffer_auto pkcs8 = BUFFER_INIT;

	if (keystore_open_key(contents, item, &pkcs8, why)) {
		struct der_reader reader = der_reader(&pkcs8);

		if (key_der_read_private(&reader, jwk, why))
			return true;
	}
	return fail_within(why, "The private key with alias (%.*s) can not be used. ",
		utf8_fit(item->alias.data, LISTED_BYTES), item->alias.data);
}

static bool is_of_key(const struct keystore_item *item, const struct jwk *jwk)
{
	certificate_auto certificate;
	certificate_init(&certificate);
	import_auto import;
	import_init(&import);
	struct failure unread;

	return certificate_read(item->der.data, item->der.length, &certificate, &unread) &&
	       certificate_import(&certificate, &import, &unread) &&
	       import_same_key(&import.jwk, jwk);
}

/*
 * The certificate of a key, which keystores join to it by localKeyId; NULL: it has none. Where
 * there are several of this key, that with the same id is meant.
 */
static bool find_certificate(const struct keystore_contents *contents,
	const struct keystore_item *key, const struct jwk *jwk, const struct keystore_item **found,
	struct failure *why)
{
	bool is_joined = false;

	*found = NULL;
	for (size_t i = 0; i < contents->count; i++) {
		const struct keystore_item *item = &contents->items[i];

		if (is_key(item))
			continue;

		bool same_id = key->id.length > 0 && buffer_equal(&item->id, &key->id);

		is_joined |= same_id;
		if ((*found == NULL || same_id) && is_of_key(item, jwk))
			*found = item;
	}
	return *found != NULL || !is_joined ||
	       fail(why, FAILURE_INVALID,
		       "The certificate that the keystore joins to alias (%.*s) is of another "
		       "key, or none that can be used.",
		       utf8_fit(key->alias.data, LISTED_BYTES), key->alias.data);
}

/* Whether the one issued the other, by their names and key identifiers. */
static bool issued(const struct libgnutls *gnutls, const struct keystore_item *above,
	const struct keystore_item *below)
{
	const struct keystore_item *items[] = {below, above};
	gnutls_x509_crt_t crts[2] = {NULL, NULL};
	int code = 0;

	for (size_t i = 0; i < 2 && code >= 0; i++) {
		const gnutls_datum_t datum = {
			(unsigned char *)items[i]->der.data, (unsigned)items[i]->der.length};

		code = gnutls->x509_crt_init(&crts[i]);
		if (code >= 0)
			code = gnutls->x509_crt_import(crts[i], &datum, GNUTLS_X509_FMT_DER);
	}

	bool is_issuer = code >= 0 && gnutls->x509_crt_check_issuer(crts[0], crts[1]) != 0;

	for (size_t i = 0; i < 2; i++)
		gnutls->x509_crt_deinit(crts[i]);
	return is_issuer;
}

static const struct keystore_item *find_issuer(const struct libgnutls *gnutls,
	const struct keystore_contents *contents, const struct keystore_item *below)
{
	for (size_t i = 0; i < contents->count; i++)
		if (!is_key(&contents->items[i]) && issued(gnutls, &contents->items[i], below))
			return &contents->items[i];
	return NULL;
}

/* The certificate and those above it, DER, as far as the file has them. */
static void collect_chain(const struct libgnutls *gnutls, const struct keystore_contents *contents,
	const struct keystore_item *certificate, struct buffer *chain)
{
	for (size_t i = 0; certificate != NULL && i < CERTIFICATE_MAX_CHAIN; i++) {
		buffer_append(chain, certificate->der.data, certificate->der.length);
		certificate = issued(gnutls, certificate, certificate)
				      ? NULL
				      : find_issuer(gnutls, contents, certificate);
	}
}

static bool add_certificate(const struct keystore_contents *contents,
	const struct keystore_item *key, struct import *import, struct failure *why)
{
	const struct keystore_item *found;
	struct libgnutls gnutls;
	certificate_auto certificate;
	certificate_init(&certificate);
	import_auto public_half;
	import_init(&public_half);
	buffer_auto chain = BUFFER_INIT;

	if (!find_certificate(contents, key, &import->jwk, &found, why))
		return false;
	if (found == NULL)
		return true;
	if (!libgnutls_open(&gnutls, why))
		return false;
	collect_chain(&gnutls, contents, found, &chain);
	if (!certificate_read(chain.data, chain.length, &certificate, why) ||
		!certificate_import(&certificate, &public_half, why))
		return fail_within(why, "The certificate of alias (%.*s) can not be used. ",
			utf8_fit(key->alias.data, LISTED_BYTES), key->alias.data);
	import->not_before = public_half.not_before;
	import->expires = public_half.expires;
	buffer_swap(&import->extra, &public_half.extra);
	return true;
}

bool keystore_import(const struct buffer *file, const char *password, const char *alias,
	struct import *import, struct failure *why)
{
	contents_auto contents = {.count = 0};
	const struct keystore_item *key = NULL;

	import_free(import);
	return read_keys(file, password, &contents, why) &&
	       choose_key(&contents, alias, &key, why) &&
	       read_key(&contents, key, &import->jwk, why) &&
	       add_certificate(&contents, key, import, why);
}
