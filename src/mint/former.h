/*
 * What a store had deployed that another takes the place of: where its bundles are.
 */
#ifndef JWKMINT_MINT_FORMER_H
#define JWKMINT_MINT_FORMER_H

#include "store/environment.h"
#include "store/project.h"
#include "store/vault.h"

struct former {
	struct environment *environments; /* owned */
	size_t environment_count;
	struct project *projects; /* owned */
	size_t project_count;
};

#define FORMER_INIT                                                                                \
	{                                                                                          \
		.environments = NULL                                                               \
	}
#define former_auto __attribute__((cleanup(former_free))) struct former
void former_free(struct former *former);

/* Looks at the home's store. One that can not be opened has nothing: it may be why it has to go. */
void former_look(const struct home *home, struct former *former);

/*
 * Notes in a vault, in one transaction, that the bundles of `former` have to go which the vault
 * has no environment and project for. removal_finish removes them.
 */
bool former_note(struct vault *vault, const struct former *former, struct failure *why);

#endif
