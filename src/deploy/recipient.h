/*
 * Recipients: the public key of an environment, to which its private halves are encrypted.
 */
#ifndef JWKMINT_DEPLOY_RECIPIENT_H
#define JWKMINT_DEPLOY_RECIPIENT_H

#include "jwk/jwk.h"
#include "store/environment.h"

/* Who the private halves of an environment are encrypted to. */
struct recipient {
	struct jwk jwk;    /* owned; only for sealed */
	struct buffer kid; /* of the JWK, or its thumbprint when it names none; else empty */
};

#define recipient_auto __attribute__((cleanup(recipient_free))) struct recipient
void recipient_init(struct recipient *recipient);
void recipient_free(struct recipient *recipient);

/* Reads the environment's recipient into an initialised one. */
bool recipient_load(
	const struct environment *environment, struct recipient *recipient, struct failure *why);

#endif
