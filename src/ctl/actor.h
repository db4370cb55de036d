/*
 * On whose behalf the tool works, for the audit log.
 */
#ifndef JWKMINT_CTL_ACTOR_H
#define JWKMINT_CTL_ACTOR_H

#include "store/audit.h"

/*
 * The user is "jwkmintctl/LOGIN", which no user of the service can be called, with the login name
 * of who runs the tool, or the uid where it has none; of root by way of sudo
 * "jwkmintctl/root/LOGIN". The id is made for this run. To be called before the tool becomes the
 * owner of the home.
 */
void actor_find(struct audit_actor *actor);

#endif
