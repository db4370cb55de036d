/*
 * What the audit log is told of a call: on whose behalf it is, and that it was refused.
 */
#ifndef JWKMINT_API_AUDIT_H
#define JWKMINT_API_AUDIT_H

#include "api/call.h"
#include "api/routes.h"
#include "mint/look.h"

/*
 * From here on the call's vault works for this user with this token (NULL: nobody yet), from where
 * the request came. `proxies` is the setting trusted-proxies.
 */
void audit_set_actor(
	struct call *call, const struct identity *identity, const struct buffer *proxies);

/* The look at what is sealed that a GET is; HEAD shows nothing. */
struct look audit_look(const struct call *call);

/* Tells the operator of a look that could not be noted; `what` and `name` say at what. */
void audit_log_look(struct call *call, const struct look *look, const char *what, const char *name);

/*
 * Notes that the actor was refused what the route does. So much of one user is noted and no more,
 * lest a disk is filled with it. Failing changes nothing: the operator is told.
 */
void audit_refusal(struct call *call, const struct route *route);

#endif
