/*
 * projects/{project}/keys, certificates and keystores: what JWKs are made from. One set of handlers
 * for the three; which one it is stands in the path.
 */
#ifndef JWKMINT_API_STORED_H
#define JWKMINT_API_STORED_H

#include "api/call.h"

bool stored_list(struct call *call, struct failure *why);
bool stored_get(struct call *call, struct failure *why);
bool stored_create(struct call *call, struct failure *why);
bool stored_update(struct call *call, struct failure *why);
bool stored_delete(struct call *call, struct failure *why);

/* Of certificates only: a ZIP of DER files. */
bool stored_export(struct call *call, struct failure *why);

#endif
