/* A key from text or DER. */

#include "jwk/import.h"
#include "jwk/key_der.h"
#include "jwk/pem_read.h"

#include "base/base64.h"
#include "base/utf8.h"

#include <string.h>

typedef bool (*key_reader)(const struct der_reader *der, struct jwk *jwk, struct failure *why);

/* What the DER behind a label is, it says itself; these are the labels behind which DER is. */
static bool check_label(const struct buffer *label, struct failure *why)
{
	static const char *const labels[] = {"PUBLIC KEY", "RSA PUBLIC KEY", "PRIVATE KEY",
		"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "CERTIFICATE"};

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strcmp(labels[i], label->data) == 0)
			return true;
	return fail(why, FAILURE_INVALID,
		"The PEM label (%.*s) is not supported! Valid values: PUBLIC KEY, RSA PUBLIC KEY, "
		"PRIVATE KEY, RSA PRIVATE KEY, EC PRIVATE KEY",
		utf8_fit(label->data, 64), label->data);
}

/* The DER of the only block, apart from the parameters that OpenSSL puts before an EC key. */
static bool read_pem(struct pem_reader reader, struct buffer *der, struct failure *why)
{
	bool found = false;

	while (pem_has_block(&reader)) {
		buffer_auto label = BUFFER_INIT;
		buffer_auto block = BUFFER_INIT;

		if (!pem_next(&reader, &label, &block, why))
			return false;
		if (strcmp(label.data, "EC PARAMETERS") == 0)
			continue;
		if (!check_label(&label, why))
			return false;
		if (found)
			return fail(why, FAILURE_INVALID,
				"There is more than one key or certificate in the PEM text. Give "
				"the key alone.");
		found = true;
		buffer_swap(der, &block);
	}
	return found || fail(why, FAILURE_INVALID, "There is no key in the PEM text.");
}

static bool read_der(const char *text, size_t length, struct buffer *der, struct failure *why)
{
	struct pem_reader reader = {text, length};

	if (length == 0)
		return fail(why, FAILURE_INVALID, "It is empty.");
	if (pem_has_block(&reader))
		return read_pem(reader, der, why);
	if ((uint8_t)text[0] == DER_SEQUENCE) {
		buffer_append(der, text, length);
		return true;
	}
	return base64_decode(der, text, length) ||
	       fail(why, FAILURE_INVALID, "It is neither PEM text, nor base64 of DER, nor DER.");
}

static bool import_key(key_reader read, const char *text, size_t length, const char *what,
	struct jwk *jwk, struct failure *why)
{
	buffer_auto der = BUFFER_INIT;

	if (read_der(text, length, &der, why)) {
		struct der_reader reader = der_reader(&der);

		if (read(&reader, jwk, why))
			return true;
	}
	return fail_within(why, "%s can not be used. ", what);
}

bool import_public_key(
	const char *text, size_t length, const char *what, struct jwk *jwk, struct failure *why)
{
	return import_key(key_der_read_public, text, length, what, jwk, why);
}

bool import_private_key(
	const char *text, size_t length, const char *what, struct jwk *jwk, struct failure *why)
{
	return import_key(key_der_read_private, text, length, what, jwk, why);
}
