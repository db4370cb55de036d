#include "site.h"

#include "fuzz.h"
#include "mint/admin.h"

#include <stdio.h>

#define RECIPIENT                                                                                  \
	"{\"kty\":\"EC\",\"crv\":\"P-256\","                                                       \
	"\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","                                   \
	"\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}"

static void add_environment(
	struct vault *vault, const char *name, const char *private_mode, const char *recipient)
{
	const struct environment_change change = {
		.private_mode = private_mode, .recipient = recipient};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	fuzz_works(admin_environment_add(vault, name, &change, &deployment, &why), why);
}

void site_make(struct vault *vault)
{
	static const char *const roles[] = {"ROLE_API_SECURITY", "ROLE_DEPLOY_UNDEPLOY_PROXIES",
		"ROLE_MANAGE_PROXIES", "ROLE_ADMIN", NULL};
	static const char *const projects[] = {"p", NULL};
	const struct user_change user = {.password = "x", .roles = roles, .projects = projects};
	const char *directory = fuzz_directory();
	struct home home = {.origin = HOME_FROM_OPTION};
	struct failure why;

	snprintf(home.directory, sizeof home.directory, "%s", directory);
	snprintf(home.database, sizeof home.database, "%s/db", directory);
	snprintf(home.keyring, sizeof home.keyring, "%s/keyring", directory);
	snprintf(home.bundle_root, sizeof home.bundle_root, "%s/bundles", directory);
	fuzz_works(vault_create(&home, &why), why);
	fuzz_works(vault_open(&home, vault, &why), why);
	fuzz_works(admin_project_add(vault, "p", NULL, &why), why);
	add_environment(vault, "sealed", "sealed", RECIPIENT);
	add_environment(vault, "public", "none", NULL);
	fuzz_works(admin_user_add(vault, "u", &user, &why), why);
}
