/*
 * The states of a key's life: derived from its times, never stored.
 */
#ifndef JWKMINT_DEPLOY_STATE_H
#define JWKMINT_DEPLOY_STATE_H

#include "store/key_record.h"

enum key_state {
	KEY_FUTURE,  /* before notBefore: known to verifiers, not yet in use */
	KEY_ACTIVE,  /* in use */
	KEY_EXPIRED, /* from its expiration on: in no set */
};

extern const char *const key_state_names[3]; /* "future", "active", "expired" */

/* `now` in seconds since the epoch. */
enum key_state key_state(const struct key_record *key, int64_t now);

/* When the state changes next, in seconds since the epoch; INT64_MAX: never. */
int64_t key_state_changes(const struct key_record *key, int64_t now);

#endif
