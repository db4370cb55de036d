#include "jwk/der.h"

static void put_length(struct buffer *out, size_t length)
{
	uint8_t bytes[sizeof length];
	size_t count = 0;

	if (length < 0x80) {
		buffer_append_byte(out, (uint8_t)length);
		return;
	}
	for (; length > 0; length >>= 8)
		bytes[count++] = (uint8_t)length;
	buffer_append_byte(out, (uint8_t)(0x80 | count));
	while (count > 0)
		buffer_append_byte(out, bytes[--count]);
}

void der_put(struct buffer *out, enum der_tag tag, const void *content, size_t length)
{
	buffer_append_byte(out, (uint8_t)tag);
	put_length(out, length);
	buffer_append(out, content, length);
}

void der_put_buffer(struct buffer *out, enum der_tag tag, const struct buffer *content)
{
	der_put(out, tag, content->data, content->length);
}

/* Puts a zero byte before the content. */
static void put_after_zero(struct buffer *out, enum der_tag tag, const struct buffer *bytes)
{
	buffer_auto content = BUFFER_INIT;

	buffer_append_byte(&content, 0);
	buffer_append(&content, bytes->data, bytes->length);
	der_put_buffer(out, tag, &content);
}

void der_put_unsigned(struct buffer *out, const struct buffer *bytes)
{
	/* A set top bit would make it negative. */
	if (bytes->length == 0 || (uint8_t)bytes->data[0] >= 0x80)
		put_after_zero(out, DER_INTEGER, bytes);
	else
		der_put_buffer(out, DER_INTEGER, bytes);
}

void der_put_bits(struct buffer *out, const struct buffer *bytes)
{
	/* The zero counts the unused bits at the end. */
	put_after_zero(out, DER_BIT_STRING, bytes);
}
