#include "mint/generate.h"

#include "base/clock.h"
#include "mint/new_key.h"
#include "mint/plan.h"

static bool make_jwk(struct new_key *key, struct failure *why)
{
	const struct plan *plan = key->context;

	jwk_free(&key->jwk);
	return jwk_generate(plan->type, plan->bits, plan->curve, &key->jwk, why);
}

bool generate_jwk(struct vault *vault, const struct project *project,
	const struct generate_request *request, struct deployment *deployment, struct failure *why)
{
	struct plan plan;
	new_key_auto key;

	new_key_init(&key, vault, project);
	if (!plan_make(request, clock_seconds(), &plan, why) ||
		!new_key_look_ahead(vault, project, request->name, request->kid, why))
		return false;
	key.kid = request->kid;
	key.kid_type = plan.kid_type;
	key.action = AUDIT_JWK_GENERATE;
	key.renew = make_jwk;
	key.context = &plan;

	const struct new_key_terms terms = {
		.name = request->name,
		.description = request->description,
		.source = "GENERATE",
		.use = plan.use,
		.algorithm = plan.algorithm,
		.not_before = plan.not_before,
		.expires = plan.expires,
		.password_salt_length = plan.password_salt_length,
		.password_iterations = plan.password_iterations,
	};

	if (!make_jwk(&key, why))
		return false;
	new_key_describe(&key, &terms);
	if (!new_key_store(&key, why))
		return false;
	deploy_project(vault, project, deployment);
	return true;
}
