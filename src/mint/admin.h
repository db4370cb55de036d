/*
 * What the operator changes: projects, environments, users and tokens.
 *
 * Names and values are checked here, so that every face has the same rules. FAILURE_INVALID names
 * the value and what is allowed, FAILURE_CONFLICT: the name is taken, FAILURE_NOT_FOUND: there is
 * no such thing.
 */
#ifndef JWKMINT_MINT_ADMIN_H
#define JWKMINT_MINT_ADMIN_H

#include "deploy/deploy.h"
#include "store/environment.h"
#include "store/project.h"
#include "store/token.h"
#include "store/user.h"
#include "store/vault.h"

bool admin_project_add(
	struct vault *vault, const char *name, const char *description, struct failure *why);
bool admin_project_find(
	struct vault *vault, const char *name, struct project *project, struct failure *why);

/*
 * Removes a project with its keys, then its bundles. Without `force` a project with keys is
 * FAILURE_CONFLICT. Appends a line for each deleted directory to `removed`.
 */
bool admin_project_remove(struct vault *vault, const char *name, bool force, struct buffer *removed,
	struct failure *why);

/* What to set on an environment; NULL leaves it, or takes the default when it is new. */
struct environment_change {
	const char *description;
	const char *type;            /* PRODUCTION SANDBOX TEST; default PRODUCTION */
	const char *access_url;      /* http or https */
	const char *directory;       /* absolute, below the bundle root; "" for the default */
	const char *private_mode;    /* sealed plain none; default sealed */
	const char *recipient;       /* public JWK as JSON text; needed for sealed */
	const char *const *projects; /* names, ended by NULL; an empty list: every project */
};

/*
 * Adds or changes an environment, then brings its bundles up to date (`deployment` as in
 * deploy_scope). The bundles of what it no longer serves, or of its former directory, are removed,
 * private files first.
 */
bool admin_environment_add(struct vault *vault, const char *name,
	const struct environment_change *change, struct deployment *deployment,
	struct failure *why);
bool admin_environment_set(struct vault *vault, const char *name,
	const struct environment_change *change, struct deployment *deployment,
	struct failure *why);
bool admin_environment_find(struct vault *vault, const char *name, struct environment *environment,
	struct failure *why);

/* Removes it, then its bundles; appends a line for each deleted directory to `removed`. */
bool admin_environment_remove(
	struct vault *vault, const char *name, struct buffer *removed, struct failure *why);

/* NULL leaves a member as it is, or empty when the user is new. */
struct user_change {
	const char *password;        /* plain text; hashed with yescrypt, then forgotten */
	const char *const *roles;    /* role names, ended by NULL: the new set */
	const char *const *projects; /* project names, ended by NULL: the new set */
};

bool admin_user_add(struct vault *vault, const char *name, const struct user_change *change,
	struct failure *why);
bool admin_user_set(struct vault *vault, const char *name, const struct user_change *change,
	struct failure *why);
bool admin_user_remove(struct vault *vault, const char *name, struct failure *why);
bool admin_token_revoke(struct vault *vault, const char *id, struct failure *why);

#endif
