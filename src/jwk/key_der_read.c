/* Which kind of DER a key is in. */

#include "jwk/key_der.h"

#include "jwk/family.h"
#include "jwk/key_der_parts.h"

/* Makes the public half where it did not come along. */
static bool complete(struct jwk *jwk, struct failure *why)
{
	const struct family *family = families[jwk->type];
	const struct buffer *d = &jwk->member[family->count - 1];

	if (family->derive == NULL || jwk->member[0].length > 0 || d->length == 0)
		return true;
	if (d->length != jwk->curve->size)
		return fail(why, FAILURE_INVALID,
			"The private key has %zu bytes, but on %s it is always %zu.", d->length,
			jwk->curve->name, jwk->curve->size);
	return family->derive(jwk, why);
}

#define ENCRYPTED                                                                                  \
	"It is encrypted, which is not supported: decrypt it with 'openssl pkey "                  \
	"-in FILE -out PLAIN'."
#define CERTIFICATE "It is a certificate, not a key: add it as a Certificate instead."
#define PUBLIC      "It is a public key, but the private one is needed."
#define PRIVATE                                                                                    \
	"It is a private key, but only the public one is asked for: extract that with 'openssl "   \
	"pkey -in FILE -pubout'."

/* What a structure is, told by the tags of its first elements. */
static const struct form {
	enum der_tag tags[3];
	size_t count;
	bool is_whole; /* there are no more elements */
	bool (*read)(struct der_reader reader, struct jwk *jwk, struct failure *why);
	const char *not_public; /* why it can not be a public key; NULL: it can */
	const char *not_private;
} forms[] = {
	{{DER_SEQUENCE, DER_BIT_STRING}, 2, true, key_der_spki, NULL, PUBLIC},
	{{DER_INTEGER, DER_INTEGER}, 2, true, key_der_rsa_public, NULL, PUBLIC},
	{{DER_INTEGER, DER_SEQUENCE, DER_OCTET_STRING}, 3, false, key_der_pkcs8, PRIVATE, NULL},
	{{DER_INTEGER, DER_INTEGER, DER_INTEGER}, 3, false, key_der_rsa_private, PRIVATE, NULL},
	{{DER_INTEGER, DER_OCTET_STRING}, 2, false, key_der_ec_private, PRIVATE, NULL},
	{{DER_SEQUENCE, DER_OCTET_STRING}, 2, true, NULL, ENCRYPTED, ENCRYPTED},
	{{DER_SEQUENCE, DER_SEQUENCE, DER_BIT_STRING}, 3, true, NULL, CERTIFICATE, CERTIFICATE},
};

static bool has_form(struct der_reader content, const struct form *form)
{
	struct der_reader element;

	for (size_t i = 0; i < form->count; i++)
		if (!der_next_is(&content, form->tags[i]) || !der_get_any(&content, &element))
			return false;
	return !form->is_whole || content.left == 0;
}

static bool read_key(
	const struct der_reader *der, bool wants_private, struct jwk *jwk, struct failure *why)
{
	struct der_reader rest = *der, content;

	jwk_free(jwk);
	if (!der_get(&rest, DER_SEQUENCE, &content))
		return fail(why, FAILURE_INVALID,
			"It is no key in DER, or one that was cut short: no whole SEQUENCE.");
	if (rest.left > 0)
		return fail(
			why, FAILURE_INVALID, "%zu bytes follow the end of the key.", rest.left);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *obstacle = wants_private ? forms[i].not_private : forms[i].not_public;

		if (!has_form(content, &forms[i]))
			continue;
		if (obstacle != NULL)
			return fail(why, FAILURE_INVALID, "%s", obstacle);
		return forms[i].read(*der, jwk, why) && complete(jwk, why) && jwk_check(jwk, why);
	}
	return fail(why, FAILURE_INVALID, "It is no %s key in DER that is known here! Valid: %s",
		wants_private ? "private" : "public",
		wants_private ? "PKCS#8, PKCS#1 (RSA), SEC 1 (EC)"
			      : "SubjectPublicKeyInfo, PKCS#1 (RSA)");
}

bool key_der_read_public(const struct der_reader *der, struct jwk *jwk, struct failure *why)
{
	return read_key(der, false, jwk, why);
}

bool key_der_read_private(const struct der_reader *der, struct jwk *jwk, struct failure *why)
{
	return read_key(der, true, jwk, why);
}
