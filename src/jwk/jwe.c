#include "jwk/jwe.h"

#include "jwk/cipher.h"
#include "jwk/concat_kdf.h"
#include "jwk/members.h"
#include "jwk/nist.h"

#include "base/base64url.h"
#include "base/random.h"

#include <string.h>

#define ALGORITHM "ECDH-ES+A256KW"

/* The secrets of one encryption, wiped when it is done. */
struct secrets {
	uint8_t wrapping_key[CIPHER_KEY_SIZE];
	uint8_t content_key[CIPHER_KEY_SIZE];
};

static void wipe_secrets(struct secrets *secrets)
{
	explicit_bzero(secrets, sizeof *secrets);
}

bool jwe_check_recipient(const struct jwk *recipient, struct failure *why)
{
	if (recipient->type != JWK_EC ||
		(recipient->curve->id != CURVE_P256 && recipient->curve->id != CURVE_P384))
		return fail(why, FAILURE_INVALID,
			"A recipient's key must be EC on P-256 or P-384, but this one is %s%s%s.",
			jwk_type_names[recipient->type].kty, recipient->curve != NULL ? " on " : "",
			recipient->curve != NULL ? recipient->curve->name : "");
	if (jwk_is_private(recipient))
		return fail(why, FAILURE_INVALID,
			"The recipient's key has its private member \"d\". It belongs where the "
			"keys are used, not here: give the public key alone.");
	return true;
}

static void put_header(
	const struct jwk *ephemeral, const struct jwe_header *header, struct buffer *text)
{
	static const struct jwk_attributes none = {0};
	const struct {
		const char *name;
		const char *value;
	} members[] = {{"alg", ALGORITHM}, {"enc", "A256GCM"}, {"kid", header->kid},
		{"cty", header->content_type}, {"environment", header->environment},
		{"project", header->project}};
	struct json_writer writer;

	json_writer_init(&writer, text);
	json_put_object(&writer, NULL);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (members[i].value != NULL)
			json_put_string(&writer, members[i].name, members[i].value);
	jwk_write_public(&writer, "epk", ephemeral, &none);
	json_put_end(&writer);
}

static bool derive_wrapping_key(const struct jwk *ephemeral, const struct jwk *recipient,
	uint8_t key[CIPHER_KEY_SIZE], struct failure *why)
{
	buffer_auto z = BUFFER_INIT;

	if (!nist_agree(recipient->curve, &ephemeral->member[EC_D], &recipient->member[EC_X],
		    &recipient->member[EC_Y], &z, why))
		return fail_within(why, "The recipient's key can not be used. ");
	concat_kdf(&z, ALGORITHM, "", "", key, CIPHER_KEY_SIZE);
	return true;
}

static void put_part(struct buffer *out, const void *bytes, size_t length)
{
	buffer_append_byte(out, '.');
	base64url_encode(out, bytes, length);
}

/* RFC 7516 section 5.1, steps 9 to 19: the encoded header is the associated data. */
static void put_message(const struct secrets *secrets, const struct buffer *header,
	const struct buffer *plain, struct buffer *out)
{
	uint8_t wrapped[CIPHER_WRAPPED_SIZE];
	uint8_t nonce[CIPHER_NONCE_SIZE];
	uint8_t tag[CIPHER_TAG_SIZE];
	buffer_auto protected = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;

	random_bytes(nonce, sizeof nonce);
	base64url_encode(&protected, header->data, header->length);
	cipher_wrap_key(secrets->wrapping_key, secrets->content_key, wrapped);
	cipher_seal(secrets->content_key, nonce, &protected, plain, &sealed, tag);
	buffer_append(out, protected.data, protected.length);
	put_part(out, wrapped, sizeof wrapped);
	put_part(out, nonce, sizeof nonce);
	put_part(out, sealed.data, sealed.length);
	put_part(out, tag, sizeof tag);
}

bool jwe_encrypt(const struct jwk *recipient, const struct jwe_header *header,
	const struct buffer *plain, struct buffer *out, struct failure *why)
{
	__attribute__((cleanup(wipe_secrets))) struct secrets secrets;
	jwk_auto ephemeral;
	jwk_init(&ephemeral);
	buffer_auto text = BUFFER_INIT;

	if (!jwe_check_recipient(recipient, why) ||
		!jwk_generate(JWK_EC, 0, recipient->curve, &ephemeral, why) ||
		!derive_wrapping_key(&ephemeral, recipient, secrets.wrapping_key, why))
		return false;
	random_bytes(secrets.content_key, sizeof secrets.content_key);
	put_header(&ephemeral, header, &text);
	put_message(&secrets, &text, plain, out);
	return true;
}
