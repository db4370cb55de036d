/*
 * A look at what is sealed, for which the audit log gets a record.
 */
#ifndef JWKMINT_MINT_LOOK_H
#define JWKMINT_MINT_LOOK_H

#include "base/id.h"
#include "store/audit.h"

struct look {
	bool is_shown;             /* what is opened will leave this process */
	const char *if_none_match; /* as it came; NULL: none. What that knows is not shown again */
	bool is_unnoted;           /* it was read, but not noted: the disk is full */
};

/*
 * For works of store_read_noting: notes the look (NULL: there is none) as `event` says, unless what
 * is looked at, of this id and revision, is not shown.
 */
bool look_note(struct transaction *transaction, struct look *look, const struct id *id,
	uint64_t revision, const struct audit_event *event, struct failure *why);

#endif
