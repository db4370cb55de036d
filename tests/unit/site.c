#include "site.h"

#include "jwk/import.h"
#include "key_samples.h"
#include "mint/admin.h"
#include "mint/pool.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

int site_setup(void **state)
{
	struct site *site = calloc(1, sizeof *site);
	void *scratch;
	struct failure why;

	if (site == NULL || scratch_setup(&scratch) != 0)
		return -1;
	site->scratch = scratch;
	site->home = scratch_home(site->scratch);
	if (!vault_create(&site->home, &why) || !vault_open(&site->home, &site->vault, &why) ||
		!admin_project_add(&site->vault, "p", NULL, &why) ||
		!admin_project_find(&site->vault, "p", &site->project, &why)) {
		print_error("%s\n", why.text);
		return -1;
	}
	*state = site;
	return 0;
}

int site_teardown(void **state)
{
	struct site *site = *state;
	void *scratch = site->scratch;

	vault_close(&site->vault);
	free(site);
	return scratch_teardown(&scratch);
}

void site_fill_pool(struct site *site)
{
	struct failure why;
	bool put;
	jwk_auto jwk;

	jwk_init(&jwk);
	assert_works(
		import_private_key(RSA_PKCS8, strlen(RSA_PKCS8), "The sample", &jwk, &why), why);
	assert_works(pool_put(&site->vault, &jwk, &put, &why), why);
	assert_true(put);
}
