#include "ctl/key_file.h"

#include "jwk/keystore.h"

#include <string.h>

static const struct key_file_form forms[] = {
	{KEY_FILE_JWK, "a JWK or JWK Set", "COPY_PASTE"},
	{KEY_FILE_PRIVATE, "a private key", "PRIVATE_KEY"},
	{KEY_FILE_PUBLIC, "a public key", "PUBLIC_KEY"},
	{KEY_FILE_CERTIFICATE, "a certificate", "CERTIFICATE"},
	{KEY_FILE_KEYSTORE, "a PKCS#12 keystore", "KEYSTORE"},
};

static const struct key_file_form *find_form(enum key_file_kind kind)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (forms[i].kind == kind)
			return &forms[i];
	}
	return NULL;
}

static bool contains(const struct buffer *content, const char *text)
{
	return memmem(content->data, content->length, text, strlen(text)) != NULL;
}

/* By the first label that is there; whoever reads it says what must not stand beside it. */
static const struct key_file_form *recognise_pem(const struct buffer *content)
{
	static const struct {
		const char *label;
		enum key_file_kind kind;
	} labels[] = {
		{"PRIVATE KEY-----", KEY_FILE_PRIVATE},
		{"CERTIFICATE-----", KEY_FILE_CERTIFICATE},
		{"PUBLIC KEY-----", KEY_FILE_PUBLIC},
	};

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (contains(content, labels[i].label))
			return find_form(labels[i].kind);
	}
	return NULL;
}

/* Tags of DER. */
enum { INTEGER = 0x02, OID = 0x06, SEQUENCE = 0x30 };

/* Where the content of the element at `at` begins; the end when there is none. */
static size_t enter(const struct buffer *content, size_t at)
{
	unsigned char length;

	if (at + 2 > content->length)
		return content->length;
	length = (unsigned char)content->data[at + 1];
	return at + 2 + (length < 0x80 ? 0 : length & 0x7F);
}

static unsigned char byte_at(const struct buffer *content, size_t at)
{
	return at < content->length ? (unsigned char)content->data[at] : 0;
}

/*
 * By how it begins: PFX (RFC 7292) is version 3, PKCS#8, PKCS#1 and SEC 1 private keys are of
 * version 0 or 1, a PKCS#1 public key begins with its modulus, a SubjectPublicKeyInfo with an
 * algorithm's OID, a certificate with a structure.
 */
static const struct key_file_form *recognise_der(const struct buffer *content)
{
	size_t first = enter(content, 0);
	unsigned char inner = byte_at(content, enter(content, first));

	if (byte_at(content, 0) != SEQUENCE)
		return NULL;
	if (byte_at(content, first) == SEQUENCE)
		return find_form(inner == OID ? KEY_FILE_PUBLIC : KEY_FILE_CERTIFICATE);
	if (byte_at(content, first) != INTEGER)
		return NULL;
	if (byte_at(content, first + 1) != 1)
		return find_form(KEY_FILE_PUBLIC);
	return find_form(inner == 3 ? KEY_FILE_KEYSTORE : KEY_FILE_PRIVATE);
}

const struct key_file_form *key_file_recognise(const struct buffer *content)
{
	static const char java[] = {'\xFE', '\xED', '\xFE', '\xED'};
	size_t blank = strspn(content->data, " \t\r\n");

	if (content->data[blank] == '{')
		return find_form(KEY_FILE_JWK);
	if (contains(content, "-----BEGIN "))
		return recognise_pem(content);
	/* Said to be none of ours where it is read, with how to convert it. */
	if (content->length >= sizeof java && memcmp(content->data, java, sizeof java) == 0)
		return find_form(KEY_FILE_KEYSTORE);
	return recognise_der(content);
}

static bool check_choice(
	const struct key_file_form *form, const struct key_file_choice *choice, struct failure *why)
{
	const struct {
		const char *option;
		const char *value;
		enum key_file_kind kind;
	} options[] = {
		{"kid", choice->kid, KEY_FILE_JWK},
		{"alias", choice->alias, KEY_FILE_KEYSTORE},
		{"password-stdin", choice->password, KEY_FILE_KEYSTORE},
	};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		if (options[i].value != NULL && options[i].kind != form->kind)
			return fail(why, FAILURE_INVALID, "--%s goes with %s only.",
				options[i].option, find_form(options[i].kind)->title);
	}
	return true;
}

static bool read_certificate(
	const struct buffer *content, struct import *import, struct failure *why)
{
	certificate_auto certificate;

	certificate_init(&certificate);
	return certificate_read(content->data, content->length, &certificate, why) &&
	       certificate_import(&certificate, import, why);
}

bool key_file_read(const struct key_file_form *form, const struct buffer *content,
	const struct key_file_choice *choice, struct import *import, struct failure *why)
{
	if (!check_choice(form, choice, why))
		return false;
	switch (form->kind) {
	case KEY_FILE_JWK:
		return import_jwk_text(content->data, content->length, choice->kid, import, why);
	case KEY_FILE_PRIVATE:
		return import_private_key(
			content->data, content->length, "The private key", &import->jwk, why);
	case KEY_FILE_PUBLIC:
		return import_public_key(
			content->data, content->length, "The public key", &import->jwk, why);
	case KEY_FILE_CERTIFICATE:
		return read_certificate(content, import, why);
	default:
		return keystore_import(content, choice->password == NULL ? "" : choice->password,
			choice->alias, import, why);
	}
}
