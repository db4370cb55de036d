#include "jwk/kid.h"

#include "jwk/family.h"

#include "base/base64url.h"
#include "base/clock.h"
#include "base/random.h"

#include <inttypes.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM_SIZE 16

static const char *const names[] = {
	[KID_SHA256] = "SHA256",
	[KID_SHA1] = "SHA1",
	[KID_TIMESTAMP] = "TIMESTAMP",
	[KID_ISO_DATE] = "ISO_DATE",
	[KID_NONE] = "NONE",
};

const char kid_type_list[] = "SHA256, SHA1, TIMESTAMP, ISO_DATE, NONE";

bool kid_type_find(const char *name, enum kid_type *type)
{
	for (enum kid_type i = KID_SHA256; i <= KID_NONE; i++)
		if (strcmp(names[i], name) == 0) {
			*type = i;
			return true;
		}
	return false;
}

static void write_member(struct json_writer *writer, const struct jwk *jwk, const char *name)
{
	const struct family *family = families[jwk->type];

	if (strcmp(name, "kty") == 0)
		json_put_string(writer, name, jwk_type_names[jwk->type].kty);
	if (strcmp(name, "crv") == 0)
		json_put_string(writer, name, jwk->curve->name);
	for (size_t i = 0; i < family->count; i++)
		if (strcmp(family->members[i].name, name) == 0)
			json_put_base64url(
				writer, name, jwk->member[i].data, jwk->member[i].length);
}

/* What is hashed, RFC 7638 section 3. */
static void write_required(const struct jwk *jwk, struct buffer *text)
{
	const char *const *name = families[jwk->type]->thumbprint;
	struct json_writer writer;

	if (*name == NULL)
		abort();
	json_writer_init(&writer, text);
	json_put_object(&writer, NULL);
	for (; *name != NULL; name++)
		write_member(&writer, jwk, *name);
	json_put_end(&writer);
}

static void thumbprint(const struct nettle_hash *hash, const struct jwk *jwk, struct buffer *out)
{
	buffer_auto text = BUFFER_INIT;
	union {
		struct sha1_ctx sha1;
		struct sha256_ctx sha256;
	} context;
	uint8_t digest[SHA256_DIGEST_SIZE];

	write_required(jwk, &text);
	hash->init(&context);
	hash->update(&context, text.length, (const uint8_t *)text.data);
	hash->digest(&context, hash->digest_size, digest);
	base64url_encode(out, digest, hash->digest_size);
}

void kid_thumbprint(const struct jwk *jwk, struct buffer *out)
{
	thumbprint(&nettle_sha256, jwk, out);
}

static void append_iso_date(int64_t milliseconds, struct buffer *out)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format_ms(milliseconds, text);
	buffer_append_string(out, text);
}

static void append_random(struct buffer *out)
{
	uint8_t bytes[RANDOM_SIZE];

	random_bytes(bytes, sizeof bytes);
	base64url_encode(out, bytes, sizeof bytes);
}

void kid_make(enum kid_type type, const struct jwk *jwk, int64_t milliseconds, struct buffer *out)
{
	switch (type) {
	case KID_SHA256:
		kid_thumbprint(jwk, out);
		break;
	case KID_SHA1:
		thumbprint(&nettle_sha1, jwk, out);
		break;
	case KID_TIMESTAMP:
		buffer_printf(out, "%" PRId64, milliseconds);
		break;
	case KID_ISO_DATE:
		append_iso_date(milliseconds, out);
		break;
	case KID_NONE:
		break;
	case KID_RANDOM:
		append_random(out);
		break;
	}
}
