/*
 * What may be set on an environment, and how a change becomes a part of it.
 *
 * Nothing here looks into the store: that a directory is no other environment's is seen to by who
 * knows the others.
 */
#ifndef JWKMINT_MINT_ENVIRONMENT_VALUES_H
#define JWKMINT_MINT_ENVIRONMENT_VALUES_H

#include "mint/admin.h"

/*
 * Checks the values of a change and puts them into `environment`; its projects are left as they
 * are. `is_new` only chooses the words. FAILURE_INVALID names the value and what is allowed.
 */
bool environment_values_apply(const struct home *home, const struct environment_change *change,
	bool is_new, struct environment *environment, struct failure *why);

/* Whether directory `inner` is `outer` or lies below it; both canonical, without a slash at the
 * end. */
bool environment_values_within(const char *inner, const char *outer);

#endif
