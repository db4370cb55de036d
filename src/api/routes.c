#include "api/routes.h"

#include "api/auth.h"
#include "api/environments.h"
#include "api/jwks.h"
#include "api/jwks_create.h"
#include "api/openapi.h"
#include "api/projects.h"
#include "api/stored.h"
#include "api/test.h"

#define IN_PROJECT (ROUTE_TOKEN | ROUTE_PROJECT)
#define DEPLOYS    (ROLE_API_SECURITY | ROLE_DEPLOY_UNDEPLOY_PROXIES)

const struct route routes[] = {
	{METHOD_POST, "auth/token", ROUTE_FORM, 0, auth_token},
	{METHOD_GET, "environments", ROUTE_TOKEN | ROUTE_ADMIN, 0, environments_list},
	{METHOD_GET, "environments/{project}", IN_PROJECT, 0, environments_list},
	{METHOD_GET, "openapi.json", 0, 0, openapi_json},
	{METHOD_GET, "openapi.yaml", 0, 0, openapi_yaml},
	{METHOD_GET, "projects", ROUTE_TOKEN, 0, projects_list},
	{METHOD_GET, "projects/{project}/certificates", IN_PROJECT, ROLE_API_SECURITY, stored_list},
	{METHOD_POST, "projects/{project}/certificates", IN_PROJECT | ROUTE_MULTIPART, DEPLOYS,
		stored_create},
	{METHOD_GET, "projects/{project}/certificates/{name}", IN_PROJECT, ROLE_API_SECURITY,
		stored_get},
	{METHOD_PUT, "projects/{project}/certificates/{name}",
		IN_PROJECT | ROUTE_MULTIPART | ROUTE_JSON, DEPLOYS, stored_update},
	{METHOD_DELETE, "projects/{project}/certificates/{name}", IN_PROJECT, DEPLOYS,
		stored_delete},
	{METHOD_GET, "projects/{project}/certificates/{name}/export", IN_PROJECT, ROLE_API_SECURITY,
		stored_export},
	{METHOD_GET, "projects/{project}/jwks", IN_PROJECT, ROLE_API_SECURITY, jwks_list},
	{METHOD_POST, "projects/{project}/jwks", IN_PROJECT | ROUTE_JSON, DEPLOYS, jwks_create},
	{METHOD_GET, "projects/{project}/jwks/{name}", IN_PROJECT, ROLE_API_SECURITY, jwks_get},
	{METHOD_PUT, "projects/{project}/jwks/{name}", IN_PROJECT | ROUTE_JSON, DEPLOYS, jwks_put},
	{METHOD_DELETE, "projects/{project}/jwks/{name}", IN_PROJECT, DEPLOYS, jwks_delete},
	{METHOD_POST, "projects/{project}/jwks/generate", IN_PROJECT | ROUTE_JSON, DEPLOYS,
		jwks_generate},
	{METHOD_POST, "projects/{project}/jwks/parse-from-certificate", IN_PROJECT | ROUTE_JSON,
		DEPLOYS, jwks_parse_from_certificate},
	{METHOD_POST, "projects/{project}/jwks/parse-from-clipboard", IN_PROJECT | ROUTE_JSON,
		DEPLOYS, jwks_parse_from_clipboard},
	{METHOD_POST, "projects/{project}/jwks/parse-from-key", IN_PROJECT | ROUTE_JSON, DEPLOYS,
		jwks_parse_from_key},
	{METHOD_POST, "projects/{project}/jwks/parse-from-keystore", IN_PROJECT | ROUTE_JSON,
		DEPLOYS, jwks_parse_from_keystore},
	{METHOD_POST, "projects/{project}/jwks/parse-from-url", IN_PROJECT | ROUTE_JSON, DEPLOYS,
		jwks_parse_from_url},
	{METHOD_GET, "projects/{project}/keys", IN_PROJECT, ROLE_API_SECURITY, stored_list},
	{METHOD_POST, "projects/{project}/keys", IN_PROJECT | ROUTE_JSON, DEPLOYS, stored_create},
	{METHOD_GET, "projects/{project}/keys/{name}", IN_PROJECT, ROLE_API_SECURITY, stored_get},
	{METHOD_PUT, "projects/{project}/keys/{name}", IN_PROJECT | ROUTE_JSON, DEPLOYS,
		stored_update},
	{METHOD_DELETE, "projects/{project}/keys/{name}", IN_PROJECT, DEPLOYS, stored_delete},
	{METHOD_GET, "projects/{project}/keystores", IN_PROJECT, ROLE_API_SECURITY, stored_list},
	{METHOD_POST, "projects/{project}/keystores", IN_PROJECT | ROUTE_JSON | ROUTE_LARGE,
		DEPLOYS, stored_create},
	{METHOD_GET, "projects/{project}/keystores/{name}", IN_PROJECT, ROLE_API_SECURITY,
		stored_get},
	{METHOD_PUT, "projects/{project}/keystores/{name}", IN_PROJECT | ROUTE_JSON | ROUTE_LARGE,
		DEPLOYS, stored_update},
	{METHOD_DELETE, "projects/{project}/keystores/{name}", IN_PROJECT, DEPLOYS, stored_delete},
	{METHOD_GET, "test/healthcheck", 0, 0, test_healthcheck},
	{METHOD_GET, "test/hello/{name}", ROUTE_TOKEN, 0, test_hello},
};

const size_t route_count = sizeof routes / sizeof *routes;
