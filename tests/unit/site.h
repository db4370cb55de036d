/*
 * A home of a test's own, with a vault in use.
 */
#ifndef JWKMINT_TESTS_SITE_H
#define JWKMINT_TESTS_SITE_H

#include "scratch.h"
#include "store/project.h"
#include "store/vault.h"

/* A home with project "p" and its vault, open. */
struct site {
	struct scratch *scratch;
	struct home home;
	struct vault vault;
	struct project project;
};

/* cmocka setup and teardown: *state is a struct site. */
int site_setup(void **state);
int site_teardown(void **state);

/* Puts a sample key into the pool. */
void site_fill_pool(struct site *site);

#endif
