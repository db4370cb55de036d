/*
 * Private halves in a bundle: which files carry one, and what they hold.
 */
#ifndef JWKMINT_DEPLOY_PRIVATE_HALF_H
#define JWKMINT_DEPLOY_PRIVATE_HALF_H

#include "deploy/manifest.h"
#include "jwk/jwk.h"
#include "store/environment.h"
#include "store/key_record.h"

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

/*
 * Appends "private/ID-VERSION" and the suffix of the environment's form: .jwe, or .jwk for plain.
 */
void private_half_path(
	const struct key_record *key, enum environment_private mode, struct buffer *path);

/*
 * Whether the key's private half has to be opened to write the bundle: it belongs there now, and
 * `previous` (NULL: none), written for the same mode and recipient, does not have it.
 */
bool private_half_needed(const struct key_record *key, const struct environment *environment,
	const struct buffer *recipient_kid, const struct manifest *previous, int64_t now);

/* Whether files of `previous` were written for this mode and recipient. */
bool private_half_same_form(const struct environment *environment,
	const struct buffer *recipient_kid, const struct manifest *previous);

/*
 * Appends what the file holds: a compact JWE to the recipient for sealed, the JWK's JSON for plain.
 */
bool private_half_write(const struct key_record *key, const struct jwk *jwk,
	const struct environment *environment, const struct recipient *recipient,
	const char *project_name, struct buffer *content, struct failure *why);

#endif
