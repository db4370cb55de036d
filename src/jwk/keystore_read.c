#include "jwk/keystore_read.h"

#include "jwk/pkcs8_decrypt.h"

#include "base/libgnutls.h"

#include <inttypes.h>
#include <string.h>

/* A keystore, and one of its parts, that the library has read. */
struct pkcs12 {
	const struct libgnutls *gnutls; /* borrowed */
	gnutls_pkcs12_t handle;         /* NULL: there is none yet */
};

struct bag {
	const struct libgnutls *gnutls;
	gnutls_pkcs12_bag_t handle;
};

#define pkcs12_auto __attribute__((cleanup(free_pkcs12))) struct pkcs12
#define bag_auto    __attribute__((cleanup(free_bag))) struct bag

static void free_pkcs12(struct pkcs12 *pkcs12)
{
	if (pkcs12->handle != NULL)
		pkcs12->gnutls->pkcs12_deinit(pkcs12->handle);
}

/* The library frees what it decrypted, but does not wipe it. */
static void free_bag(struct bag *bag)
{
	const struct libgnutls *gnutls = bag->gnutls;

	if (bag->handle == NULL)
		return;
	for (unsigned i = 0; i < (unsigned)gnutls->pkcs12_bag_get_count(bag->handle); i++) {
		gnutls_datum_t data;

		if (gnutls->pkcs12_bag_get_data(bag->handle, i, &data) >= 0 && data.data != NULL)
			gnutls->memset(data.data, 0, data.size);
	}
	gnutls->pkcs12_bag_deinit(bag->handle);
}

void keystore_contents_free(struct keystore_contents *contents)
{
	for (size_t i = 0; i < contents->count; i++) {
		buffer_free(&contents->items[i].der);
		buffer_free(&contents->items[i].alias);
		buffer_free(&contents->items[i].id);
	}
	contents->count = 0;
}

static bool damaged(const struct libgnutls *gnutls, int code, struct failure *why)
{
	return fail(
		why, FAILURE_INVALID, "The keystore can not be read: %s", gnutls->strerror(code));
}

/* Before they are done: a file of many parts is no way to ask for many times as much work. */
static bool count_iterations(
	unsigned iterations, struct keystore_contents *contents, struct failure *why)
{
	contents->iterations += iterations;
	return contents->iterations <= KEYSTORE_MAX_ITERATIONS ||
	       fail(why, FAILURE_INVALID,
		       "The keystore asks for %" PRIu64 " iterations of its password function! At "
		       "most %d are allowed, for all its parts together: write it anew with fewer.",
		       contents->iterations, KEYSTORE_MAX_ITERATIONS);
}

static bool begins_with(const struct buffer *file, const char magic[4])
{
	return file->length >= 4 && memcmp(file->data, magic, 4) == 0;
}

static bool import_file(const struct buffer *file, struct pkcs12 *pkcs12, struct failure *why)
{
	const gnutls_datum_t datum = {(unsigned char *)file->data, (unsigned)file->length};
	const struct libgnutls *gnutls = pkcs12->gnutls;

	if (file->length == 0)
		return fail(why, FAILURE_INVALID, "The keystore is empty.");
	if (begins_with(file, "\xFE\xED\xFE\xED") || begins_with(file, "\xCE\xCE\xCE\xCE"))
		return fail(why, FAILURE_INVALID,
			"The keystore is of type %s, which is not supported! Convert it with "
			"'keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 "
			"-deststoretype PKCS12'.",
			file->data[0] == '\xFE' ? "JKS" : "JCEKS");

	int code = gnutls->pkcs12_init(&pkcs12->handle);

	if (code >= 0)
		code = gnutls->pkcs12_import(pkcs12->handle, &datum, GNUTLS_X509_FMT_DER, 0);
	return code >= 0 || fail(why, FAILURE_INVALID,
				    "The keystore is no PKCS#12 file in DER, or is damaged: %s",
				    gnutls->strerror(code));
}

static bool check_integrity(const struct pkcs12 *pkcs12, const char *password,
	struct keystore_contents *contents, struct failure *why)
{
	const struct libgnutls *gnutls = pkcs12->gnutls;
	unsigned iterations = 0;
	char *oid = NULL;
	int code = gnutls->pkcs12_mac_info(pkcs12->handle, NULL, NULL, NULL, &iterations, &oid);

	(*gnutls->free)(oid);
	if (code < 0)
		return fail(why, FAILURE_INVALID,
			"The keystore is no PKCS#12 file, or has no integrity check by password: %s",
			gnutls->strerror(code));
	if (!count_iterations(iterations, contents, why))
		return false;
	contents->password = password;
	code = gnutls->pkcs12_verify_mac(pkcs12->handle, password);
	if (code < 0 && password[0] == '\0') {
		contents->password = NULL;
		code = gnutls->pkcs12_verify_mac(pkcs12->handle, NULL);
	}
	if (code == GNUTLS_E_MAC_VERIFY_FAILED)
		return fail(why, FAILURE_INVALID,
			"The password does not open the keystore, or the keystore is damaged.");
	return code >= 0 || damaged(gnutls, code, why);
}

/* Keys and certificates; false for what is neither. */
static bool kind_of(gnutls_pkcs12_bag_type_t type, enum keystore_item_kind *kind)
{
	static const struct {
		gnutls_pkcs12_bag_type_t type;
		enum keystore_item_kind kind;
	} kinds[] = {
		{GNUTLS_BAG_CERTIFICATE, KEYSTORE_CERTIFICATE},
		{GNUTLS_BAG_PKCS8_KEY, KEYSTORE_KEY},
		{GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, KEYSTORE_ENCRYPTED_KEY},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == type) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

static bool add_item(const struct bag *bag, unsigned index, enum keystore_item_kind kind,
	struct keystore_contents *contents, struct failure *why)
{
	const struct libgnutls *gnutls = bag->gnutls;
	gnutls_datum_t data = {NULL, 0}, id = {NULL, 0};
	char *alias = NULL;
	int code = gnutls->pkcs12_bag_get_data(bag->handle, index, &data);

	if (code < 0)
		return damaged(gnutls, code, why);
	if (contents->count == KEYSTORE_MAX_ITEMS)
		return fail(why, FAILURE_INVALID,
			"The keystore holds more than %d keys and certificates.",
			KEYSTORE_MAX_ITEMS);

	struct keystore_item *item = &contents->items[contents->count++];

	*item = (struct keystore_item){kind, BUFFER_INIT, BUFFER_INIT, BUFFER_INIT};
	buffer_append(&item->der, data.data, data.size);
	if (gnutls->pkcs12_bag_get_friendly_name(bag->handle, index, &alias) >= 0 && alias != NULL)
		buffer_append_string(&item->alias, alias);
	if (gnutls->pkcs12_bag_get_key_id(bag->handle, index, &id) >= 0)
		buffer_append(&item->id, id.data, id.size);
	return true;
}

static bool decrypt_bag(
	const struct bag *bag, struct keystore_contents *contents, struct failure *why)
{
	const struct libgnutls *gnutls = bag->gnutls;
	unsigned iterations = 0;
	char *oid = NULL;
	int code;

	if (gnutls->pkcs12_bag_get_type(bag->handle, 0) != GNUTLS_BAG_ENCRYPTED)
		return true;
	code = gnutls->pkcs12_bag_enc_info(bag->handle, NULL, NULL, NULL, NULL, &iterations, &oid);
	(*gnutls->free)(oid);
	if (code >= 0 && !count_iterations(iterations, contents, why))
		return false;
	if (code >= 0)
		code = gnutls->pkcs12_bag_decrypt(bag->handle, contents->password);
	return code >= 0 ||
	       fail(why, FAILURE_INVALID,
		       "A part of the keystore can not be decrypted: %s Write it anew with "
		       "AES-256 and one password for all.",
		       gnutls->strerror(code));
}

static bool read_bag(const struct bag *bag, struct keystore_contents *contents, struct failure *why)
{
	const struct libgnutls *gnutls = bag->gnutls;

	if (!decrypt_bag(bag, contents, why))
		return false;
	for (unsigned i = 0; i < (unsigned)gnutls->pkcs12_bag_get_count(bag->handle); i++) {
		enum keystore_item_kind kind;

		if (kind_of((gnutls_pkcs12_bag_type_t)gnutls->pkcs12_bag_get_type(bag->handle, i),
			    &kind) &&
			!add_item(bag, i, kind, contents, why))
			return false;
	}
	return true;
}

bool keystore_read(const struct buffer *file, const char *password,
	struct keystore_contents *contents, struct failure *why)
{
	struct libgnutls gnutls;
	pkcs12_auto pkcs12 = {&gnutls, NULL};

	if (!libgnutls_open(&gnutls, why) || !import_file(file, &pkcs12, why) ||
		!check_integrity(&pkcs12, password, contents, why))
		return false;
	for (int i = 0; i < KEYSTORE_MAX_ITEMS; i++) {
		bag_auto bag = {&gnutls, NULL};
		int code = gnutls.pkcs12_bag_init(&bag.handle);

		if (code >= 0)
			code = gnutls.pkcs12_get_bag(pkcs12.handle, i, bag.handle);
		if (code == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return true;
		if (code < 0)
			return damaged(&gnutls, code, why);
		if (!read_bag(&bag, contents, why))
			return false;
	}
	return fail(
		why, FAILURE_INVALID, "The keystore has more than %d parts.", KEYSTORE_MAX_ITEMS);
}

bool keystore_open_key(const struct keystore_contents *contents, const struct keystore_item *item,
	struct buffer *pkcs8, struct failure *why)
{
	const struct der_reader reader = der_reader(&item->der);

	if (item->kind == KEYSTORE_ENCRYPTED_KEY)
		return pkcs8_decrypt(&reader, contents->password,
			(unsigned)(KEYSTORE_MAX_ITERATIONS - contents->iterations), pkcs8, why);
	buffer_append(pkcs8, item->der.data, item->der.length);
	return true;
}
