/*
 * What became of a deployment, environment by environment.
 */
#ifndef JWKMINT_DEPLOY_DEPLOYMENT_H
#define JWKMINT_DEPLOY_DEPLOYMENT_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/home.h"
#include "base/json_writer.h"
#include "base/name.h"

/* What became of one environment; the text is for clients and operators alike. */
struct outcome {
	char environment[NAME_SIZE];
	char project[NAME_SIZE];
	bool success;
	bool was_current; /* nothing had to be done */
	bool is_deployed; /* before: there was a bundle of this project and environment */
	char message[FAILURE_TEXT_SIZE];
	char directory[PATH_MAX]; /* the environment's; only when it failed, and not for clients */
};

struct deployment {
	struct outcome *outcomes; /* owned */
	size_t count;
	size_t failed;
	bool undeploys;     /* set by who deletes, before it is deployed: for the sentences */
	bool unfinished;    /* the store could not be read; `why` is for the log */
	struct failure why; /* only when unfinished */
};

#define DEPLOYMENT_INIT                                                                            \
	{                                                                                          \
		.outcomes = NULL                                                                   \
	}
#define deployment_auto __attribute__((cleanup(deployment_free))) struct deployment
void deployment_free(struct deployment *deployment);

/*
 * Appends the sentence for the whole: "Deployment completed successfully", or "Deployment failed
 * for N of M environments", or that it was not finished.
 */
void deployment_message(const struct deployment *deployment, struct buffer *message);

/* Appends what the operator's log says of a failed outcome: what happened, where, who chose it. */
void outcome_explain(const struct outcome *outcome, const struct home *home, struct buffer *text);

/* Whether every environment was brought up to date. */
bool deployment_succeeded(const struct deployment *deployment);

/*
 * Writes the value of deploymentResult as clients know it: success, message and environmentResults,
 * under `name` or, where that is NULL, as it stands.
 */
void deployment_write(
	struct json_writer *writer, const char *name, const struct deployment *deployment);

/* Adds an outcome, successful until said otherwise, and returns it; valid until the next is added.
 */
struct outcome *deployment_add(
	struct deployment *deployment, const char *environment, const char *project);

#endif
