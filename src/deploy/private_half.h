/*
 * Private halves in a bundle: which files carry one, and what they hold.
 */
#ifndef JWKMINT_DEPLOY_PRIVATE_HALF_H
#define JWKMINT_DEPLOY_PRIVATE_HALF_H

#include "deploy/manifest.h"
#include "deploy/recipient.h"
#include "store/key_record.h"

/* Whether the bundle is to have the private half now: there is one, it is wanted, and in use. */
bool private_half_belongs(const struct key_record *key, enum environment_private mode, int64_t now);

/* Whether files of `previous` (NULL: none) were written for this mode and recipient. */
bool private_half_same_form(const struct environment *environment,
	const struct buffer *recipient_kid, const struct manifest *previous);

/*
 * Whether the key's private half has to be opened to write the bundle: it belongs there now, and
 * `previous` (NULL: none), written for the same mode and recipient, does not have it. `next` is
 * that of manifest_find_next.
 */
bool private_half_needed(const struct key_record *key, const struct environment *environment,
	const struct buffer *recipient_kid, const struct manifest *previous, int64_t now,
	size_t *next);

/*
 * Appends what the file holds: a compact JWE to the recipient for sealed, the JWK's JSON for plain.
 */
bool private_half_write(const struct key_record *key, const struct jwk *jwk,
	const struct environment *environment, const struct recipient *recipient,
	const char *project_name, struct buffer *content, struct failure *why);

#endif
