/*
 * A key for storage.
 *
 *   public part   format (1), curve's JOSE name as a field (EC and OKP only), public members;
 *                 empty for oct
 *   private part  format (1), private members
 *
 * Names and members are fields: a length of four bytes, big-endian, and that many bytes.
 */

#include "jwk/family.h"

#include <string.h>

#define FORMAT          1
#define CURVE_NAME_SIZE 16 /* more than any of them */

static void put_field(struct buffer *out, const void *bytes, size_t length)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buffer_append_byte(out, (uint8_t)(length >> shift));
	buffer_append(out, bytes, length);
}

static void put_members(struct buffer *out, const struct jwk *jwk, bool are_private)
{
	const struct family *family = families[jwk->type];

	for (size_t i = 0; i < family->count; i++)
		if (family->members[i].is_private == are_private)
			put_field(out, jwk->member[i].data, jwk->member[i].length);
}

void jwk_pack_public(const struct jwk *jwk, struct buffer *out)
{
	if (jwk->type == JWK_OCT)
		return;
	buffer_append_byte(out, FORMAT);
	if (jwk->curve != NULL)
		put_field(out, jwk->curve->name, strlen(jwk->curve->name));
	put_members(out, jwk, false);
}

void jwk_pack_private(const struct jwk *jwk, struct buffer *out)
{
	buffer_append_byte(out, FORMAT);
	put_members(out, jwk, true);
}

/* What is left to read. */
struct reader {
	const uint8_t *at;
	size_t left;
};

static bool get_format(struct reader *reader)
{
	if (reader->left == 0 || *reader->at != FORMAT)
		return false;
	reader->at++;
	reader->left--;
	return true;
}

/* The bytes of the field, which are borrowed. */
static bool get_bytes(struct reader *reader, const uint8_t **bytes, size_t *size)
{
	size_t length = 0;

	if (reader->left < 4)
		return false;
	for (int i = 0; i < 4; i++)
		length = length << 8 | reader->at[i];
	if (reader->left - 4 < length)
		return false;
	*bytes = reader->at + 4;
	*size = length;
	reader->at += 4 + length;
	reader->left -= 4 + length;
	return true;
}

static bool get_field(struct reader *reader, struct buffer *field)
{
	const uint8_t *bytes;
	size_t length;

	if (!get_bytes(reader, &bytes, &length))
		return false;
	buffer_append(field, bytes, length);
	return true;
}

static bool get_curve(struct reader *reader, struct jwk *jwk)
{
	char name[CURVE_NAME_SIZE];
	const uint8_t *bytes;
	size_t length;

	if (jwk->type != JWK_EC && jwk->type != JWK_OKP)
		return true;
	if (!get_bytes(reader, &bytes, &length) || length >= sizeof name)
		return false;
	memcpy(name, bytes, length);
	name[length] = '\0';
	jwk->curve = curve_find(jwk->type, name);
	return jwk->curve != NULL;
}

static bool get_members(struct reader *reader, struct jwk *jwk, bool are_private)
{
	const struct family *family = families[jwk->type];

	for (size_t i = 0; i < family->count; i++)
		if (family->members[i].is_private == are_private &&
			!get_field(reader, &jwk->member[i]))
			return false;
	return reader->left == 0;
}

static bool unpack_public(const struct buffer *part, struct jwk *jwk)
{
	struct reader reader = {(const uint8_t *)part->data, part->length};

	if (jwk->type == JWK_OCT)
		return part->length == 0;
	return get_format(&reader) && get_curve(&reader, jwk) && get_members(&reader, jwk, false);
}

static bool unpack_private(const struct buffer *part, struct jwk *jwk)
{
	struct reader reader = {(const uint8_t *)part->data, part->length};

	return get_format(&reader) && get_members(&reader, jwk, true);
}

/* Wipes, but keeps what is allocated for the next key. */
static void clear(struct jwk *jwk)
{
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		buffer_clear(&jwk->member[i]);
	jwk->curve = NULL;
}

bool jwk_unpack(const char *type, const struct buffer *public_part,
	const struct buffer *private_part, struct jwk *jwk, struct failure *why)
{
	clear(jwk);
	if (!jwk_type_find(type, &jwk->type))
		return fail(why, FAILURE_INTERNAL, "A stored key has the unknown type \"%.16s\".",
			type);
	if (!unpack_public(public_part, jwk))
		return fail(why, FAILURE_INTERNAL, "The public half of a stored %s key is damaged.",
			type);
	if (private_part != NULL && !unpack_private(private_part, jwk))
		return fail(why, FAILURE_INTERNAL,
			"The private half of a stored %s key is damaged.", type);
	if (!family_check_members(jwk, why)) {
		why->kind = FAILURE_INTERNAL;
		return fail_within(why, "A stored key is damaged: ");
	}
	return true;
}
