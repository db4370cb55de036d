/*
 * The authorities whose certificates are trusted: the system's and those of a file.
 */
#ifndef JWKMINT_FETCH_TRUST_H
#define JWKMINT_FETCH_TRUST_H

#include "base/buffer.h"
#include "base/failure.h"

#define TRUST_SYSTEM_FILE "/etc/ssl/certs/ca-certificates.crt"

/*
 * Appends a file of PEM certificates. FAILURE_INTERNAL: it can not be read, is larger than 1 MiB,
 * or holds no certificate or a broken one.
 */
bool trust_read(const char *path, struct buffer *pem, struct failure *why);

/*
 * Makes a file that only this process has and that holds the system's certificates and those of
 * `ca_file`; the caller closes it.
 */
bool trust_open(const char *ca_file, int *descriptor, struct failure *why);

#endif
