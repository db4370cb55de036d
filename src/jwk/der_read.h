/*
 * Reading DER (ITU-T X.690), strictly: definite lengths in their shortest form, nothing that goes
 * beyond what holds it.
 */
#ifndef JWKMINT_JWK_DER_READ_H
#define JWKMINT_JWK_DER_READ_H

#include "jwk/der.h"

/* What is left to read; borrows the bytes. */
struct der_reader {
	const uint8_t *at;
	size_t left;
};

struct der_reader der_reader(const struct buffer *der);

/* Whether an element with this tag comes next. */
bool der_next_is(const struct der_reader *reader, enum der_tag tag);

/*
 * Takes the next element, which must have this tag, and gives its content. False, with the reader
 * as it was, when it has another one or is broken.
 */
bool der_get(struct der_reader *reader, enum der_tag tag, struct der_reader *content);

/* Takes the next element, whatever its tag, and gives it whole, tag and length included. */
bool der_get_any(struct der_reader *reader, struct der_reader *whole);

/*
 * Takes an INTEGER that is not negative and in its shortest form, and replaces what `bytes` holds
 * by it, big-endian without leading zeros: one zero byte for zero.
 */
bool der_get_unsigned(struct der_reader *reader, struct buffer *bytes);

/* Takes a BIT STRING of whole bytes, which has the tag DER_BIT_STRING or an implicit one. */
bool der_get_bits(struct der_reader *reader, enum der_tag tag, struct der_reader *content);

/* Appends "1.2.840.113549.1.1.1", the dotted form of the content of an OBJECT IDENTIFIER. */
void der_append_oid(struct buffer *out, const struct der_reader *oid);

#endif
