/*
 * Random bytes for keys, IDs, nonces and tokens: the kernel's, see getrandom(2). A generator of our
 * own would have to know of forks, and would have to be seeded by each process of plain CGI.
 */
#ifndef JWKMINT_BASE_RANDOM_H
#define JWKMINT_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Fills `length` bytes fit for long-lived keys; waits while the machine starts and has none. Never
 * fails: a kernel that does not answer ends the process, because nothing that we would do without
 * it could be trusted.
 */
void random_bytes(void *bytes, size_t length);

#endif
