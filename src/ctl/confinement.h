/*
 * What `status` says about confinement: what holds for a responder that starts now, and what holds
 * of those that run.
 */
#ifndef JWKMINT_CTL_CONFINEMENT_H
#define JWKMINT_CTL_CONFINEMENT_H

#include "ctl/call.h"

/* Each appends what a table prints: a record, and a list. `home` as for home_find. */
bool confinement_print(
	struct call *call, const char *home, struct buffer *out, struct failure *why);
void responders_print(struct call *call, struct buffer *out);

#endif
