#include "mint/look.h"

#include "mint/tag.h"

bool look_note(struct transaction *transaction, struct look *look, const struct id *id,
	uint64_t revision, const struct audit_event *event, struct failure *why)
{
	if (look == NULL || !look->is_shown || tag_is_known(look->if_none_match, id, revision))
		return true;
	look->is_unnoted = !store_is_writable(transaction);
	return look->is_unnoted || audit_note(transaction, event, why);
}
