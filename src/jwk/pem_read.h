/*
 * Reading PEM (RFC 7468).
 */
#ifndef JWKMINT_JWK_PEM_READ_H
#define JWKMINT_JWK_PEM_READ_H

#include "base/buffer.h"
#include "base/failure.h"

/* What is left to read; borrows the text. */
struct pem_reader {
	const char *at;
	size_t left;
};

/* Whether there is a "-----BEGIN " in what is left. */
bool pem_has_block(const struct pem_reader *reader);

/*
 * Takes the next block and replaces what `label` ("PUBLIC KEY") and `der` hold. Text between blocks
 * is passed over. There must be one, as pem_has_block tells. FAILURE_INVALID: it does not end, is
 * no base64, or has headers, as keys have that are encrypted in OpenSSL's old way.
 */
bool pem_next(
	struct pem_reader *reader, struct buffer *label, struct buffer *der, struct failure *why);

#endif
