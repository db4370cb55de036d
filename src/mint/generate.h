/*
 * Generate a JWK: the main job. One transaction, then one deployment.
 */
#ifndef JWKMINT_MINT_GENERATE_H
#define JWKMINT_MINT_GENERATE_H

#include "deploy/deploy.h"
#include "store/project.h"
#include "store/vault.h"

/* What is asked for, as text as it came; NULL is absent. All borrowed. */
struct generate_request {
	const char *name;
	const char *description;
	const char *type;
	const char *kid;
	const char *curve;
	const char *use;
	const char *algorithm;
	const char *kid_type;
	const char *not_before;
	const char *expiration;
	const int64_t *size; /* bits */
	const int64_t *password_salt_length;
	const int64_t *password_iterations;
};

/*
 * Checks the request, makes the key, seals and stores it, deploys it to every environment of the
 * project. True: the key is durable; `deployment` says what became of each environment.
 * FAILURE_INVALID names member, value and what is allowed; FAILURE_CONFLICT: the name or kid is
 * taken; nothing is stored or deployed then.
 */
bool generate_jwk(struct vault *vault, const struct project *project,
	const struct generate_request *request, struct deployment *deployment, struct failure *why);

#endif
