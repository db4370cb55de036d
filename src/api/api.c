#include "api/api.h"

#include "base/home.h"

#include <stdio.h>

void api_close(struct api *api)
{
	access_cache_drop(&api->cache);
	if (api->is_open)
		vault_close(&api->vault);
	api->is_open = false;
}

static bool open_vault(struct api *api, struct failure *why)
{
	struct vault *vault = &api->vault;
	struct home home;

	api->trouble[0] = '\0';
	if (!home_find(NULL, &home, why))
		return false;
	if (vault_open(&home, vault, why))
		return true;
	if (vault->store != NULL)
		snprintf(api->trouble, sizeof api->trouble, "%s", store_trouble(vault->store));
	vault_close(vault);
	return false;
}

bool api_vault(struct api *api, struct vault **vault, struct failure *why)
{
	if (api->is_open && !vault_is_current(&api->vault))
		api_close(api);
	if (!api->is_open && !open_vault(api, why)) {
		/* Whatever is wrong with the configuration, it is not the client's mistake. */
		if (why->kind != FAILURE_BUSY)
			why->kind = FAILURE_INTERNAL;
		return false;
	}
	api->is_open = true;
	*vault = &api->vault;
	return true;
}
