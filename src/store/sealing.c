#include "store/sealing.h"

#include "store/identity.h"
#include "store/seal.h"

bool sealing_check(
	struct transaction *transaction, const struct buffer *sealed, struct failure *why)
{
	store_identity_auto identity = STORE_IDENTITY_INIT;
	bool found;

	if (!store_identity_get(transaction, &identity, &found, why))
		return false;
	return !found || !identity.has_sole || seal_is_by(sealed, identity.sole) ||
	       fail(why, FAILURE_BUSY,
		       "The sealing keys were changed meanwhile, try again in a second.");
}
