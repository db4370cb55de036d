/*
 * Deployment: every environment's bundles brought up to what the store holds.
 *
 * The manifest in a bundle is the record of what is deployed there; the store holds only
 * generations.
 */
#ifndef JWKMINT_DEPLOY_DEPLOY_H
#define JWKMINT_DEPLOY_DEPLOY_H

#include "deploy/deployment.h"
#include "deploy/snapshot.h"
#include "store/project.h"
#include "store/vault.h"

/*
 * Brings the bundles of a project up to the newest state of the store, at least to the change that
 * the caller has committed, in every environment that serves it, in order of name. One disk wait
 * for each step, not for each environment. Never fails as a whole, because the change that it
 * follows is durable: what goes wrong is in the outcomes, or leaves the deployment unfinished.
 *
 * `seen` is what the transaction of the change took at its end with snapshot_look(), which saves
 * looking again; NULL: it did not.
 */
void deploy_project(struct vault *vault, const struct project *project, const struct snapshot *seen,
	struct deployment *deployment);

/* What `jwkmintctl deploy` asks for. */
struct deploy_scope {
	const char *project;     /* NULL: all */
	const char *environment; /* NULL: all */
	bool check_only;         /* compare manifest and files' hashes, write nothing */
	bool verify;             /* compare files' hashes, too, and repair */
	int64_t patience;        /* ms; when only comparing: how long a bundle that is behind may
				    take to show what the store held when it was looked at */
	void (*progress)(size_t done, size_t total, const struct outcome *outcome, void *context);
	void *context;
};

/*
 * Brings everything in scope up to date, bundle by bundle. A name in scope that does not exist is
 * FAILURE_NOT_FOUND. In the outcomes, success of a check means that the bundle was current.
 */
bool deploy_scope(struct vault *vault, const struct deploy_scope *scope,
	struct deployment *deployment, struct failure *why);

#endif
