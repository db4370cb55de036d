/*
 * From project names, as people give them, to the ids that users and environments are tied to.
 */
#ifndef JWKMINT_MINT_MEMBERSHIP_H
#define JWKMINT_MINT_MEMBERSHIP_H

#include "store/id_list.h"
#include "store/project.h"

/* Replaces the list by the ids of the projects named (ended by NULL); as project_unknown. */
bool membership_resolve(struct transaction *transaction, const char *const *names,
	struct id_list *projects, struct failure *why);

#endif
