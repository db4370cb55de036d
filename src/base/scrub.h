/*
 * What libraries leave of secrets in memory, and how it goes.
 *
 * What is ours is wiped where it ends (struct buffer). Libraries give memory back as it is: bignums
 * of GMP, on which GnuTLS and nettle compute, texts of json-c, buffers of libcurl and libfcgi; and
 * all of them leave scratch on the stack.
 */
#ifndef JWKMINT_BASE_SCRUB_H
#define JWKMINT_BASE_SCRUB_H

/*
 * From now on the C library overwrites a block that is freed, if it has more than some 1,000 bytes,
 * and GMP wipes blocks of any size. What else may lie in a smaller block has to be wiped by who
 * frees it. For the beginning of a program.
 */
void scrub_what_is_freed(void);

/* Wipes the stack below the caller's frame, as deep as anything here reaches. */
void scrub_stack(void);

#endif
