#include "jwk/der_read.h"

#include <inttypes.h>

struct der_reader der_reader(const struct buffer *der)
{
	return (struct der_reader){(const uint8_t *)der->data, der->length};
}

/* A length, behind the tag. */
static bool get_length(struct der_reader *reader, size_t *length)
{
	if (reader->left == 0)
		return false;

	uint8_t first = *reader->at++;

	reader->left--;
	*length = first;
	if (first < 0x80)
		return true;

	size_t count = first & 0x7F;

	if (count == 0 || count > sizeof *length || count > reader->left || *reader->at == 0)
		return false;
	*length = 0;
	for (size_t i = 0; i < count; i++)
		*length = *length << 8 | reader->at[i];
	reader->at += count;
	reader->left -= count;
	return *length >= 0x80;
}

/* The content of the next element; the reader goes behind it. */
static bool get(struct der_reader *reader, struct der_reader *content)
{
	struct der_reader next = *reader;
	size_t length;

	/* A tag of more than one byte has no place in what is read here. */
	if (next.left == 0 || (*next.at & 0x1F) == 0x1F)
		return false;
	next.at++;
	next.left--;
	if (!get_length(&next, &length) || length > next.left)
		return false;
	*content = (struct der_reader){next.at, length};
	*reader = (struct der_reader){next.at + length, next.left - length};
	return true;
}

bool der_next_is(const struct der_reader *reader, enum der_tag tag)
{
	return reader->left > 0 && *reader->at == tag;
}

bool der_get(struct der_reader *reader, enum der_tag tag, struct der_reader *content)
{
	return der_next_is(reader, tag) && get(reader, content);
}

bool der_get_any(struct der_reader *reader, struct der_reader *whole)
{
	struct der_reader content;
	const uint8_t *start = reader->at;

	if (!get(reader, &content))
		return false;
	*whole = (struct der_reader){start, (size_t)(reader->at - start)};
	return true;
}

bool der_get_unsigned(struct der_reader *reader, struct buffer *bytes)
{
	struct der_reader next = *reader, content;

	if (!der_get(&next, DER_INTEGER, &content) || content.left == 0 || content.at[0] >= 0x80)
		return false;
	if (content.at[0] == 0 && content.left > 1) {
		if (content.at[1] < 0x80)
			return false;
		content.at++;
		content.left--;
	}
	buffer_clear(bytes);
	buffer_append(bytes, content.at, content.left);
	*reader = next;
	return true;
}

bool der_get_bits(struct der_reader *reader, enum der_tag tag, struct der_reader *content)
{
	struct der_reader next = *reader, bits;

	/* The first byte counts the unused bits at the end. */
	if (!der_get(&next, tag, &bits) || bits.left == 0 || bits.at[0] != 0)
		return false;
	*content = (struct der_reader){bits.at + 1, bits.left - 1};
	*reader = next;
	return true;
}

void der_append_oid(struct buffer *out, const struct der_reader *oid)
{
	uint64_t number = 0;
	bool is_first = true;

	for (size_t i = 0; i < oid->left && i < 32; i++) {
		number = number << 7 | (oid->at[i] & 0x7F);
		if (oid->at[i] >= 0x80)
			continue;
		if (is_first) {
			uint64_t top = number < 80 ? number / 40 : 2;

			buffer_printf(out, "%" PRIu64 ".%" PRIu64, top, number - 40 * top);
		} else {
			buffer_printf(out, ".%" PRIu64, number);
		}
		is_first = false;
		number = 0;
	}
}
