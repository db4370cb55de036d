/*
 * Deployment: every environment's bundles brought up to what the store holds.
 *
 * The manifest in a bundle is the record of what is deployed there; the store holds only
 * generations.
 */
#ifndef JWKMINT_DEPLOY_DEPLOY_H
#define JWKMINT_DEPLOY_DEPLOY_H

#include "base/name.h"
#include "store/environment.h"
#include "store/project.h"
#include "store/vault.h"

/* What became of one environment; the text is for clients and operators alike. */
struct outcome {
	char environment[NAME_SIZE];
	char project[NAME_SIZE];
	bool success;
	bool was_current; /* nothing had to be done */
	char message[FAILURE_TEXT_SIZE];
};

struct deployment {
	struct outcome *outcomes; /* owned */
	size_t count;
	size_t failed;
};

#define DEPLOYMENT_INIT                                                                            \
	{                                                                                          \
		NULL, 0, 0                                                                         \
	}
#define deployment_auto __attribute__((cleanup(deployment_free))) struct deployment
void deployment_free(struct deployment *deployment);

/*
 * Brings the bundles of a project up to the newest state of the store, at least to the change that
 * the caller has committed, in every environment that serves it, in order of name. One disk wait
 * for each step, not for each environment. False only when the store can not be read; what goes
 * wrong with an environment is its outcome.
 */
bool deploy_project(struct vault *vault, const struct project *project,
	struct deployment *deployment, struct failure *why);

/* What `jwkmintctl deploy` asks for. */
struct deploy_scope {
	const char *project;     /* NULL: all */
	const char *environment; /* NULL: all */
	bool check_only;         /* compare manifest and files' hashes, write nothing */
	bool verify;             /* compare files' hashes, too, and repair */
	void (*progress)(size_t done, size_t total, const struct outcome *outcome, void *context);
	void *context;
};

/*
 * Brings everything in scope up to date, bundle by bundle. A name in scope that does not exist is
 * FAILURE_NOT_FOUND. In the outcomes, success of a check means that the bundle was current.
 */
bool deploy_scope(struct vault *vault, const struct deploy_scope *scope,
	struct deployment *deployment, struct failure *why);

/*
 * Removes the bundles of a project in an environment, private files first. Appends to `removed` one
 * line for each directory that was deleted (may be NULL). Missing bundles are success.
 */
bool deploy_remove(struct vault *vault, const struct environment *environment,
	const char *project_name, struct buffer *removed, struct failure *why);

#endif
