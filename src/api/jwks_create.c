#include "api/jwks_create.h"

#include "api/answer.h"
#include "api/create_body.h"

static bool create(
	struct call *call, const char *source_type, const char *other, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct create_body body;

	if (!create_body_read(call->body, source_type, other, &body, why) ||
		!import_jwk(call->vault, call->project, &body.request, &deployment, why))
		return false;
	answer_location(call, "jwks", body.request.name);
	answer_deployment(call, &deployment);
	return true;
}

bool jwks_create(struct call *call, struct failure *why)
{
	return create(call, NULL, NULL, why);
}

bool jwks_parse_from_certificate(struct call *call, struct failure *why)
{
	return create(call, "CERTIFICATE", NULL, why);
}

bool jwks_parse_from_clipboard(struct call *call, struct failure *why)
{
	return create(call, "COPY_PASTE", NULL, why);
}

bool jwks_parse_from_key(struct call *call, struct failure *why)
{
	return create(call, "PRIVATE_KEY", "PUBLIC_KEY", why);
}

bool jwks_parse_from_keystore(struct call *call, struct failure *why)
{
	return create(call, "KEYSTORE", NULL, why);
}

bool jwks_parse_from_url(struct call *call, struct failure *why)
{
	return create(call, "URL", NULL, why);
}
