/*
 * Writing DER (ITU-T X.690): the few types that keys are made of.
 */
#ifndef JWKMINT_JWK_DER_H
#define JWKMINT_JWK_DER_H

#include "base/buffer.h"

enum der_tag {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OBJECT_IDENTIFIER = 0x06,
	DER_SEQUENCE = 0x30,
	DER_IMPLICIT_1 = 0x81, /* [1] IMPLICIT, of a type that is not constructed */
	DER_EXPLICIT_0 = 0xA0, /* [0] EXPLICIT, or IMPLICIT of a SET */
	DER_EXPLICIT_1 = 0xA1, /* [1] EXPLICIT */
};

/* Appends tag, length and content. */
void der_put(struct buffer *out, enum der_tag tag, const void *content, size_t length);

/* The same with the content of a buffer. */
void der_put_buffer(struct buffer *out, enum der_tag tag, const struct buffer *content);

/* An INTEGER that is not negative, from big-endian bytes without leading zeros. */
void der_put_unsigned(struct buffer *out, const struct buffer *bytes);

/* A BIT STRING of whole bytes. */
void der_put_bits(struct buffer *out, const struct buffer *bytes);

#endif
