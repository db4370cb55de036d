/*
 * What verbs that change the JWKs of the store have in common.
 */
#ifndef JWKMINT_CTL_JWK_COMMON_H
#define JWKMINT_CTL_JWK_COMMON_H

#include "ctl/call.h"
#include "deploy/deployment.h"

/* --use takes the words of a JWK (sig, enc) as well as those of the management API, which this
 * gives; any other word, and NULL, as it is. */
const char *jwk_common_use(const char *use);

/*
 * Tells what became of the deployment of a key that is stored, or of the undeployment of one that
 * was deleted. FAILURE_INTERNAL when an environment was not brought up to date: the store keeps
 * what was done.
 */
bool jwk_common_finish(struct call *call, const struct deployment *deployment, struct failure *why);

#endif
