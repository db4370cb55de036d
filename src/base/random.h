/*
 * Random bytes for keys, IDs, nonces and tokens: GnuTLS's generator, seeded by the kernel.
 */
#ifndef JWKMINT_BASE_RANDOM_H
#define JWKMINT_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Fills `length` bytes fit for long-lived keys. Never fails: a generator that does not answer ends
 * the process, because nothing that we would do without it could be trusted.
 */
void random_bytes(void *bytes, size_t length);

#endif
