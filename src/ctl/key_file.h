/*
 * A key in a file, recognised by what the file holds, never by its name.
 */
#ifndef JWKMINT_CTL_KEY_FILE_H
#define JWKMINT_CTL_KEY_FILE_H

#include "jwk/import.h"

enum key_file_kind {
	KEY_FILE_JWK, /* or a JWK Set */
	KEY_FILE_PRIVATE,
	KEY_FILE_PUBLIC,
	KEY_FILE_CERTIFICATE,
	KEY_FILE_KEYSTORE,
};

struct key_file_form {
	enum key_file_kind kind;
	const char *title;       /* "a PKCS#12 keystore" */
	const char *source_type; /* of a JWK that is made from it */
};

/* NULL: it is nothing that is known here. */
const struct key_file_form *key_file_recognise(const struct buffer *content);

/* Which key of a file, and what opens it; NULL: nothing was said. */
struct key_file_choice {
	const char *kid;
	const char *alias;
	const char *password;
};

/* FAILURE_INVALID: the key is not to be had or not good, or a choice does not go with the form. */
bool key_file_read(const struct key_file_form *form, const struct buffer *content,
	const struct key_file_choice *choice, struct import *import, struct failure *why);

#endif
