/*
 * The proof that a store is whole: every row is what it must be, every private half opens and is
 * that of its public one, every secret of a source opens.
 */
#ifndef JWKMINT_MINT_VERIFY_H
#define JWKMINT_MINT_VERIFY_H

#include "store/inspect.h"
#include "store/vault.h"

struct verification {
	size_t counts[INSPECT_KINDS]; /* rows by kind */
	size_t opened;                /* private halves and secrets that opened and are right */
	size_t rows;                  /* looked at so far */
	size_t problem_count;
	struct buffer problems; /* owned; sentences, each with its NUL; the first
				   VERIFY_PROBLEMS */

	/* Called now and then; may be NULL. */
	void (*progress)(const struct verification *verification, void *context);
	void *context;
};

/* So many sentences are kept: a store with more is not read to its end by anybody. */
#define VERIFY_PROBLEMS 1000

#define VERIFICATION_INIT                                                                          \
	{                                                                                          \
		.problems = BUFFER_INIT                                                            \
	}
#define verification_auto __attribute__((cleanup(verification_free))) struct verification
void verification_free(struct verification *verification);

/*
 * Reads the vault's store page by page, beside its users and without changing anything. What is
 * wrong is counted in `verification`; fails only when the store can not be read.
 */
bool verify_store(struct vault *vault, struct verification *verification, struct failure *why);

#endif
