#include "deploy/state.h"

const char *const key_state_names[3] = {"future", "active", "expired"};

enum key_state key_state(const struct key_record *key, int64_t now)
{
	if (now >= key->expires)
		return KEY_EXPIRED;
	return now < key->not_before ? KEY_FUTURE : KEY_ACTIVE;
}

int64_t key_state_changes(const struct key_record *key, int64_t now)
{
	switch (key_state(key, now)) {
	case KEY_FUTURE:
		return key->not_before;
	case KEY_ACTIVE:
		return key->expires;
	default:
		return INT64_MAX;
	}
}
