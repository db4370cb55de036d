#include "mint/generate.h"

#include "base/clock.h"
#include "mint/new_key.h"
#include "mint/plan.h"

/* Who finds that others are quicker makes a key for himself. */
#define POOL_TRIES 3

struct making {
	struct plan plan;
	int pool_tries;
};

static bool make_jwk(struct new_key *key, struct failure *why)
{
	struct making *making = key->context;
	const struct plan *plan = &making->plan;

	jwk_free(&key->jwk);
	if (plan->type == JWK_RSA && making->pool_tries++ < POOL_TRIES &&
		pool_open_some(key->vault, plan->bits, &key->claim, &key->jwk))
		return true;
	buffer_clear(&key->claim.row);
	return jwk_generate(plan->type, plan->bits, plan->curve, &key->jwk, why);
}

/* Whether it pays to look first whether the name is free, which is certain only when it is put. */
static bool is_costly(const struct plan *plan)
{
	return plan->type == JWK_RSA;
}

bool generate_jwk(struct vault *vault, const struct project *project,
	const struct generate_request *request, struct deployment *deployment, struct failure *why)
{
	struct making making = {.pool_tries = 0};
	const struct plan *plan = &making.plan;
	new_key_auto key;

	new_key_init(&key, vault, project);
	if (!plan_make(request, clock_seconds(), &making.plan, why) ||
		(is_costly(plan) &&
			!new_key_look_ahead(vault, project, request->name, request->kid, why)))
		return false;
	key.kid = request->kid;
	key.kid_type = plan->kid_type;
	key.action = AUDIT_JWK_GENERATE;
	key.renew = make_jwk;
	key.context = &making;

	const struct new_key_terms terms = {
		.name = request->name,
		.description = request->description,
		.source = "GENERATE",
		.use = plan->use,
		.algorithm = plan->algorithm,
		.not_before = plan->not_before,
		.expires = plan->expires,
		.password_salt_length = plan->password_salt_length,
		.password_iterations = plan->password_iterations,
	};

	if (!make_jwk(&key, why))
		return false;
	new_key_describe(&key, &terms);
	if (!new_key_store(&key, why))
		return false;
	deploy_project(vault, project, &key.seen, deployment);
	return true;
}
