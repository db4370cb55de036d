/*
 * PKCS#12 keystores (RFC 7292), by GnuTLS.
 */
#ifndef JWKMINT_JWK_KEYSTORE_H
#define JWKMINT_JWK_KEYSTORE_H

#include "jwk/certificate.h"

/*
 * FAILURE_INVALID unless the DER is a PKCS#12 file whose integrity `password` (UTF-8; "" for none)
 * proves and that holds at least one private key. A JKS file (it begins FE ED FE ED) is named as
 * such, with the command that converts it (keytool -importkeystore -deststoretype PKCS12).
 */
bool keystore_check(const struct buffer *file, const char *password, struct failure *why);

/*
 * The private key with this alias (friendlyName, as keytool compares them: not case-sensitive; NULL
 * or
 * "": there must be only one key) as an import: both halves; with its certificate, x5c (its chain
 * as far as the file has it) and x5t#S256 in `extra`, nbf and exp from the validity.
 * FAILURE_INVALID: `Alias (X) is not found in the keystore! It has: a, b`.
 */
bool keystore_import(const struct buffer *file, const char *password, const char *alias,
	struct import *import, struct failure *why);

#endif
