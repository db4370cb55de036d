/*
 * Which records of the audit log are asked for.
 */
#ifndef JWKMINT_CTL_AUDIT_FILTER_H
#define JWKMINT_CTL_AUDIT_FILTER_H

#include "ctl/call.h"
#include "store/audit_record.h"

struct audit_filter {
	int64_t since;                  /* ms since the epoch */
	int64_t until;                  /* from here on not */
	const char *texts[AUDIT_TEXTS]; /* borrowed; NULL: any */
};

/* From --since, --until, --user, --project and --action; a failure is one of usage. */
bool audit_filter_read(struct call *call, struct audit_filter *filter, struct failure *why);

/*
 * Whether it is asked for. Who is asked for as "jwkmintctl" is whoever used the tool, as
 * "jwkmintctl/root" root and those who became it.
 */
bool audit_filter_fits(const struct audit_filter *filter, const struct audit_record *record);

#endif
