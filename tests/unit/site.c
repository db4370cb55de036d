#include "site.h"

#include "mint/admin.h"
#include "unit.h"

#include <stdlib.h>

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
