#include "store/sealing.h"

#include "store/seal.h"

#include <string.h>

static bool fail_sole(struct failure *why)
{
	return fail(why, FAILURE_BUSY,
		"The sealing keys were changed meanwhile, try again in a second.");
}

bool sealing_check(
	struct transaction *transaction, const struct buffer *sealed, struct failure *why)
{
	store_identity_auto identity = STORE_IDENTITY_INIT;
	bool found;

	if (!store_identity_get(transaction, &identity, &found, why))
		return false;
	return !found || !identity.has_sole || seal_is_by(sealed, identity.sole) || fail_sole(why);
}

bool sealing_check_key(const struct store_identity *identity, const uint8_t key[KEYRING_ID_SIZE],
	struct failure *why)
{
	return !identity->has_sole || memcmp(identity->sole, key, KEYRING_ID_SIZE) == 0 ||
	       fail_sole(why);
}
