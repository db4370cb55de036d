/*
 * Settings of the service that the operator changes: a name and a list of values.
 */
#ifndef JWKMINT_STORE_SETTING_H
#define JWKMINT_STORE_SETTING_H

#include "store/store.h"

/* Replaces `values` by the values, each ended by a NUL; empty when it was never set. */
bool setting_get(struct transaction *transaction, const char *name, struct buffer *values,
	struct failure *why);

/* Stores values as above; an empty buffer takes the setting back to its default. */
bool setting_put(struct transaction *transaction, const char *name, const struct buffer *values,
	struct failure *why);

#endif
