#include "api/routes.h"

#include "api/jwks.h"
#include "api/openapi.h"
#include "api/test.h"

#define IN_PROJECT (ROUTE_TOKEN | ROUTE_PROJECT)
#define DEPLOYS    (ROLE_API_SECURITY | ROLE_DEPLOY_UNDEPLOY_PROXIES)

const struct route routes[] = {
	{METHOD_GET, "openapi.json", 0, 0, openapi_json},
	{METHOD_GET, "openapi.yaml", 0, 0, openapi_yaml},
	{METHOD_GET, "test/healthcheck", 0, 0, test_healthcheck},
	{METHOD_GET, "test/hello/{name}", ROUTE_TOKEN, 0, test_hello},
	{METHOD_GET, "projects/{project}/jwks", IN_PROJECT, ROLE_API_SECURITY, jwks_list},
	{METHOD_GET, "projects/{project}/jwks/{name}", IN_PROJECT, ROLE_API_SECURITY, jwks_get},
	{METHOD_POST, "projects/{project}/jwks/generate", IN_PROJECT | ROUTE_JSON, DEPLOYS,
		jwks_generate},
};

const size_t route_count = sizeof routes / sizeof *routes;
